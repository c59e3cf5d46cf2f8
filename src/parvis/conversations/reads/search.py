"""Conversations for the search of the whole installation."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import visible_queues
from parvis.conversations.reads.found import conversations_found
from parvis.foundation.logic.search import SearchHit


def find_conversations(user: User, typed: str, *, most: int) -> list[SearchHit]:
    """Conversations in which it was said, newest match first."""
    if not user.may("conversations.view"):
        return []
    queue_ids = list(visible_queues(user).values_list("id", flat=True))
    ids, _ = conversations_found(typed, queue_ids=queue_ids, user_id=user.pk, most=most)
    rows = {c.pk: c for c in Conversation.objects.filter(pk__in=ids).select_related("identity")}
    return [
        SearchHit(
            kind="conversation",
            label=rows[i].subject or rows[i].preview,
            hint=" · ".join(
                filter(None, (str(rows[i].identity or ""), rows[i].preview if rows[i].subject else ""))
            ),
            url_name="conversation",
            url_args=(i,),
            at=rows[i].last_message_at,
        )
        for i in ids
        if i in rows
    ]
