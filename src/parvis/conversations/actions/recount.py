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

# An answer that was refused or came back is no answer: the customer is still waiting.
FIGURES = """
WITH said AS (
    SELECT conversation_id,
           min(sent_at) AS created_at,
           max(sent_at) AS last_message_at,
           count(*) AS message_count,
           min(sent_at) FILTER (WHERE kind = 'inbound' AND NOT is_automatic) AS first_inbound_at,
           max(sent_at) FILTER (WHERE kind = 'outbound' AND NOT is_automatic
                                AND delivery NOT IN ('failed', 'bounced')) AS last_answer_at,
           (array_agg(id ORDER BY sent_at DESC, id DESC))[1] AS last_id,
           (array_agg(id ORDER BY sent_at DESC, id DESC)
               FILTER (WHERE kind = 'inbound' AND NOT is_automatic))[1] AS last_inbound_id
    FROM conversations_message
    WHERE conversation_id = ANY(%(ids)s) AND kind <> 'note'
    GROUP BY conversation_id
)
SELECT said.conversation_id, said.created_at, said.last_message_at, said.message_count, said.first_inbound_at,
       said.last_answer_at,
       (SELECT min(m.sent_at) FROM conversations_message m
         WHERE m.conversation_id = said.conversation_id AND m.kind = 'inbound' AND NOT m.is_automatic
           AND m.sent_at > coalesce(said.last_answer_at, '-infinity')) AS waiting_since,
       (SELECT min(m.sent_at) FROM conversations_message m
         WHERE m.conversation_id = said.conversation_id AND m.kind = 'outbound' AND NOT m.is_automatic
           AND m.delivery NOT IN ('failed', 'bounced') AND m.sent_at >= said.first_inbound_at) AS first_reply_at,
       last.kind, left(last.text, 4000), coalesce(asked.language, ''), coalesce(asked.sentiment, '')
FROM said
JOIN conversations_message last ON last.id = said.last_id
LEFT JOIN conversations_message asked ON asked.id = said.last_inbound_id
"""

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
        # The last message's text becomes its first words; everything else is taken as it comes.
        return {row[0]: Figures(*[*row[:9], first_words(row[9]), *row[10:]]) for row in cursor.fetchall()}


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
