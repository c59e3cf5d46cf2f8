"""Who has a conversation open, and who is writing an answer. Only a change is told, not every heartbeat."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from parvis.accounts.models import User
from parvis.conversations.logic.presence import GONE_AFTER_SECONDS
from parvis.conversations.models import Conversation, Presence
from parvis.foundation.live import announce


def be_present(conversation: Conversation, *, by: User, is_writing: bool, now: datetime) -> bool:
    """A sign of life. Returns whether colleagues see something new: somebody came, began or stopped writing."""
    with transaction.atomic(), connection.cursor() as cursor:
        before = Presence.objects.filter(conversation=conversation, user=by).first()
        cursor.execute(
            "INSERT INTO conversations_presence (conversation_id, user_id, is_writing, seen_at) "
            "VALUES (%s, %s, %s, %s) ON CONFLICT (conversation_id, user_id) "
            "DO UPDATE SET is_writing = excluded.is_writing, seen_at = excluded.seen_at",
            [conversation.pk, by.pk, is_writing, now],
        )
        is_news = (
            before is None
            or before.is_writing != is_writing
            or now - before.seen_at > timedelta(seconds=GONE_AFTER_SECONDS)
        )
        if is_news:
            _tell(conversation)
        return is_news


def leave(conversation: Conversation, *, by: User) -> bool:
    """The page was closed. Returns whether the user was there."""
    with transaction.atomic():
        gone, _ = Presence.objects.filter(conversation=conversation, user=by).delete()
        if gone:
            _tell(conversation)
        return bool(gone)


def forget_absent(*, now: datetime) -> int:
    """Drop signs of life that no longer hold. Returns how many."""
    return Presence.objects.filter(seen_at__lt=now - timedelta(seconds=10 * GONE_AFTER_SECONDS)).delete()[0]


def _tell(conversation: Conversation) -> None:
    announce(f"presence:{conversation.pk}", audience=f"queue:{conversation.queue_id}")
    if conversation.assignee_id is not None:
        announce(f"presence:{conversation.pk}", audience=f"user:{conversation.assignee_id}")
