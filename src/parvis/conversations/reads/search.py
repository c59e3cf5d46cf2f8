"""Conversations for the search of the whole installation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.accounts.models import User
from parvis.conversations.logic.excerpt import excerpt
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import visible_queues
from parvis.conversations.reads.found import conversations_found
from parvis.foundation.logic.search import SearchHit

# A handful of conversations, each read by the index over its messages.
TEXTS_THAT_MATCH = """
SELECT DISTINCT ON (m.conversation_id) m.conversation_id, left(m.text, 4000) FROM conversations_message m
WHERE m.conversation_id = ANY(%(ids)s) AND m.search @@ parvis_query(%(typed)s)
ORDER BY m.conversation_id, m.sent_at DESC, m.id DESC
"""


def find_conversations(user: User, typed: str, *, most: int) -> list[SearchHit]:
    """Conversations in which it was said, newest match first, each with the words that matched."""
    if not user.may("conversations.view"):
        return []
    queue_ids = list(visible_queues(user).values_list("id", flat=True))
    ids, _ = conversations_found(typed, queue_ids=queue_ids, user_id=user.pk, most=most)
    rows = {c.pk: c for c in Conversation.objects.filter(pk__in=ids).select_related("identity")}
    said = _texts_that_match(ids, typed)
    hits = []
    for i in ids:
        if i not in rows:
            continue
        row = rows[i]
        words = excerpt(said[i], typed) if i in said else row.preview
        hits.append(
            SearchHit(
                kind="conversation",
                label=row.subject or words,
                hint=" · ".join(filter(None, (str(row.identity or ""), words if row.subject else ""))),
                url_name="conversation",
                url_args=(i,),
                at=row.last_message_at,
            )
        )
    return hits


def _texts_that_match(ids: Sequence[int], typed: str) -> dict[int, str]:
    """The newest message of each that says it; none where a handle or a number was typed."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(TEXTS_THAT_MATCH, {"ids": list(ids), "typed": typed.replace("\x00", "")[:200]})
        return dict(cursor.fetchall())
