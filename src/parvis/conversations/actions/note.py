"""Private notes: said among us, never sent."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.channels.logic.texts import clean_text
from parvis.conversations.actions.assign import actor_of_account
from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.reply import already_written
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import ColleaguesNamed
from parvis.conversations.logic.errors import EmptyText, TextTooLong
from parvis.conversations.models import Conversation, Message
from parvis.conversations.permissions import visible_to
from parvis.foundation.events import publish

MAX_NOTE_CHARACTERS = 20_000


def write_note(conversation: Conversation, text: str, *, by: User, now: datetime, once: str = "") -> Message:
    """Add a note. The customer's waiting goes on: a note is no answer. Raises EmptyText, TextTooLong.

    once: a name of this writing; a button pressed twice leaves one note.
    """
    text = clean_text(text).strip()
    if not text:
        raise EmptyText
    if len(text) > MAX_NOTE_CHARACTERS:
        raise TextTooLong(limit=MAX_NOTE_CHARACTERS, length=len(text))
    with transaction.atomic():
        conversation = hold(conversation)
        written = already_written(conversation, by=by, once=once)
        if written is not None:
            return written
        message = Message.objects.create(
            conversation=conversation,
            kind=Message.NOTE,
            author=by,
            external_id=once[:200],
            text=text,
            language=by.language,
            sent_at=now,
            created_at=now,
        )
        tell_changed(conversation, what="note")
        named = [
            user.pk
            for user in named_in(text)
            if user.pk != by.pk and visible_to(user).filter(pk=conversation.pk)
        ]
        if named:
            publish(ColleaguesNamed(conversation_id=conversation.pk, user_ids=named), by=actor_of_account(by))
        return message


def named_in(text: str) -> list[User]:
    """Colleagues whose whole name stands behind an @ sign, whatever its capitals."""
    if "@" not in text:
        return []
    folded = text.casefold()
    people = User.objects.filter(is_active=True, owner=None).order_by("id")
    return [user for user in people if re.search(rf"@{re.escape(user.name.casefold())}(?!\w)", folded)]
