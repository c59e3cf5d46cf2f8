"""The figures that a conversation carries beside its messages, computed from them in one statement a batch.

There is one rule for them, in SQL, used for new conversations and for every later change: whatever order
messages arrive in, the same messages give the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from parvis.conversations.logic.preview import first_words

# An answer that was refused or came back is no answer: the customer is still waiting. One pass and no join:
# during an import the planner's statistics are old, and a join that it thinks is small takes minutes.
FIGURES = """
WITH said AS (
    SELECT id, conversation_id, kind, sent_at, language, sentiment,
           kind = 'inbound' AND NOT is_automatic AS asks,
           kind = 'outbound' AND NOT is_automatic AND delivery NOT IN ('failed', 'bounced') AS answers
    FROM conversations_message WHERE conversation_id = ANY(%(ids)s) AND kind <> 'note'
), placed AS (
    SELECT *, max(sent_at) FILTER (WHERE answers) OVER thread AS last_answer_at,
           min(sent_at) FILTER (WHERE asks) OVER thread AS first_inbound_at
    FROM said WINDOW thread AS (PARTITION BY conversation_id)
)
SELECT conversation_id, min(sent_at), max(sent_at), count(*), min(first_inbound_at), min(last_answer_at),
       min(sent_at) FILTER (WHERE asks AND sent_at > coalesce(last_answer_at, '-infinity')) AS waiting_since,
       min(sent_at) FILTER (WHERE answers AND sent_at >= first_inbound_at) AS first_reply_at,
       (array_agg(kind ORDER BY sent_at DESC, id DESC))[1] AS last_kind,
       (array_agg(id ORDER BY sent_at DESC, id DESC))[1] AS last_id,
       coalesce((array_agg(language ORDER BY sent_at DESC, id DESC) FILTER (WHERE asks))[1], ''),
       coalesce((array_agg(sentiment ORDER BY sent_at DESC, id DESC) FILTER (WHERE asks))[1], '')
FROM placed GROUP BY conversation_id
"""
LAST_WORDS = "SELECT id, left(text, 4000) FROM conversations_message WHERE id = ANY(%s)"

WRITE = """
UPDATE conversations_conversation AS c SET
    last_message_at = f.last_message_at, message_count = f.message_count, waiting_since = f.waiting_since,
    first_inbound_at = f.first_inbound_at, first_reply_at = f.first_reply_at, preview = f.preview,
    language = f.language, sentiment = f.sentiment
FROM unnest(%s::bigint[], %s::timestamptz[], %s::integer[], %s::timestamptz[], %s::timestamptz[],
            %s::timestamptz[], %s::text[], %s::text[], %s::text[])
     AS f(id, last_message_at, message_count, waiting_since, first_inbound_at, first_reply_at, preview,
          language, sentiment)
WHERE c.id = f.id
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the messages of one conversation say about it."""

    conversation_id: int
    created_at: datetime
    last_message_at: datetime
    message_count: int
    first_inbound_at: datetime | None
    last_answer_at: datetime | None
    waiting_since: datetime | None
    first_reply_at: datetime | None
    last_kind: str
    preview: str
    language: str
    sentiment: str


def figures_of(conversation_ids: Sequence[int]) -> dict[int, Figures]:
    """The figures of each conversation that has a message (notes do not count)."""
    if not conversation_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"ids": list(conversation_ids)})
        rows = cursor.fetchall()
        cursor.execute(LAST_WORDS, [[row[9] for row in rows]])
        words = dict(cursor.fetchall())
    return {
        row[0]: Figures(
            conversation_id=row[0],
            created_at=row[1],
            last_message_at=row[2],
            message_count=row[3],
            first_inbound_at=row[4],
            last_answer_at=row[5],
            waiting_since=row[6],
            first_reply_at=row[7],
            last_kind=row[8],
            preview=first_words(words[row[9]]),
            language=row[10],
            sentiment=row[11],
        )
        for row in rows
    }


def write_figures(figures: Sequence[Figures]) -> None:
    """Put the figures beside the messages of conversations that exist already."""
    if not figures:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                [f.conversation_id for f in figures],
                [f.last_message_at for f in figures],
                [f.message_count for f in figures],
                [f.waiting_since for f in figures],
                [f.first_inbound_at for f in figures],
                [f.first_reply_at for f in figures],
                [f.preview for f in figures],
                [f.language for f in figures],
                [f.sentiment for f in figures],
            ],
        )


def recount(conversation_ids: Sequence[int]) -> dict[int, Figures]:
    """Compute and write in one go, after messages were added, moved or came back."""
    found = figures_of(conversation_ids)
    write_figures(list(found.values()))
    return found
