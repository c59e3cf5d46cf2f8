"""Searching in what was said. Bounded whatever is typed: a word that half of all messages hold is looked up
among the newest, a rare one through the index over words; the planner knows which from its statistics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from parvis.people.logic.handles import handle_key

# So many newest hits are looked through for conversations that the user may see.
MOST_HITS = 1000

FIND = """
WITH hit AS MATERIALIZED (
    SELECT m.conversation_id, m.sent_at FROM conversations_message m
    WHERE m.search @@ parvis_query(%(typed)s)
    ORDER BY m.sent_at DESC, m.id DESC LIMIT %(most)s
)
SELECT c.id, (SELECT count(*) FROM hit) FROM (
    SELECT conversation_id, max(sent_at) AS at FROM hit GROUP BY conversation_id
) AS found JOIN conversations_conversation c ON c.id = found.conversation_id
WHERE c.merged_into_id IS NULL AND (c.queue_id = ANY(%(queues)s) OR c.assignee_id = %(user)s)
ORDER BY found.at DESC, c.id DESC LIMIT %(rows)s
"""

FIND_BY_AUTHOR = """
SELECT c.id FROM people_identity i JOIN conversations_conversation c ON c.identity_id = i.id
WHERE i.handle_key = ANY(%(keys)s) AND c.merged_into_id IS NULL
  AND (c.queue_id = ANY(%(queues)s) OR c.assignee_id = %(user)s)
ORDER BY c.last_message_at DESC LIMIT %(rows)s
"""


def conversations_found(
    typed: str, *, queue_ids: Sequence[int], user_id: int, most: int = 200
) -> tuple[list[int], bool]:
    """Ids of conversations that say it, newest match first, and whether older matches were left out.

    A handle typed whole ("@lea", "lea@example.org") finds its conversations, "#123" the one of that number.
    """
    typed = typed.strip()[:200].replace("\x00", "")
    if not typed:
        return [], False
    values: dict[str, Any] = {"queues": list(queue_ids), "user": user_id, "most": MOST_HITS, "rows": most}
    with connection.cursor() as cursor:
        found: dict[int, None] = {}
        number = typed.removeprefix("#")
        if number.isascii() and number.isdigit() and len(number) < 19:
            cursor.execute(
                "SELECT id FROM conversations_conversation WHERE id = %(id)s AND merged_into_id IS NULL "
                "AND (queue_id = ANY(%(queues)s) OR assignee_id = %(user)s)",
                {**values, "id": int(number)},
            )
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        if " " not in typed:
            keys = sorted({handle_key("email", typed), handle_key("", typed)})
            cursor.execute(FIND_BY_AUTHOR, {**values, "keys": keys})
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        cursor.execute(FIND, {**values, "typed": typed})
        rows = cursor.fetchall()
        found.update(dict.fromkeys(row[0] for row in rows))
        is_cut = bool(rows) and rows[0][1] >= MOST_HITS
        return list(found)[:most], is_cut
