"""Searching in what was said, bounded whatever is typed.

A rare word is looked up through the index over words: all its messages are found and sorted. A word that many
messages hold would mean reading them all, so its newest messages are met by walking back in time instead. The
planner cannot tell the two apart (it takes the readings of a query for independent words), so it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from parvis.foundation.logic.typed import id_typed
from parvis.people.logic.handles import handle_key

# Up to so many messages are found and sorted; beyond, the newest are met by walking: a word in one message of
# two hundred is met within some ten thousand rows.
MOST_SORTED = 4000
MOST_WALKED_TO = 80

FEW = f"""
WITH hit AS MATERIALIZED (
    SELECT m.conversation_id, m.sent_at FROM conversations_message m
    WHERE m.search @@ parvis_query(%(typed)s) LIMIT {MOST_SORTED + 1}
)
"""  # noqa: S608 -- numbers of this module
MANY = f"""
WITH hit AS MATERIALIZED (
    SELECT m.conversation_id, m.sent_at FROM conversations_message m
    WHERE m.search @@ parvis_query(%(typed)s) ORDER BY m.sent_at DESC, m.id DESC LIMIT {MOST_WALKED_TO}
)
"""  # noqa: S608
COUNT = "SELECT NULL::bigint, count(*) FROM hit UNION ALL "
VISIBLE = """
(SELECT c.id, 0 FROM (
    SELECT conversation_id, max(sent_at) AS at FROM hit GROUP BY conversation_id
) AS found JOIN conversations_conversation c ON c.id = found.conversation_id
WHERE c.merged_into_id IS NULL AND (c.queue_id = ANY(%(queues)s) OR c.assignee_id = %(user)s)
ORDER BY found.at DESC, c.id DESC LIMIT %(rows)s)
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
    values: dict[str, Any] = {"queues": list(queue_ids), "user": user_id, "rows": most}
    with connection.cursor() as cursor:
        found: dict[int, None] = {}
        if number := id_typed(typed.removeprefix("#")):
            cursor.execute(
                "SELECT id FROM conversations_conversation WHERE id = %(id)s AND merged_into_id IS NULL "
                "AND (queue_id = ANY(%(queues)s) OR assignee_id = %(user)s)",
                {**values, "id": number},
            )
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        if " " not in typed:
            keys = sorted({handle_key("email", typed), handle_key("", typed)})
            cursor.execute(FIND_BY_AUTHOR, {**values, "keys": keys})
            found.update(dict.fromkeys(row[0] for row in cursor.fetchall()))
        values["typed"] = typed
        ids, is_cut = _said(cursor, values)
        found.update(dict.fromkeys(ids))
        return list(found)[:most], is_cut or len(found) > most


def _said(cursor: Any, values: dict[str, Any]) -> tuple[list[int], bool]:
    with _without(cursor, "enable_seqscan"):
        cursor.execute(FEW + COUNT + VISIBLE, values)
        rows = cursor.fetchall()
    count = next(number for found_id, number in rows if found_id is None)
    if count > MOST_SORTED:
        with _without(cursor, "enable_bitmapscan"):
            cursor.execute(MANY + VISIBLE, values)
            rows = cursor.fetchall()
    return [found_id for found_id, _ in rows if found_id is not None], count > MOST_SORTED


@contextmanager
def _without(cursor: Any, way: str) -> Iterator[None]:
    """Rule out one way of reading for one statement of this transaction."""
    cursor.execute("SELECT set_config(%s, 'off', true)", [way])
    yield
    cursor.execute("SELECT set_config(%s, 'on', true)", [way])
