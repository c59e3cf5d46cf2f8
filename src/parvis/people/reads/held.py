"""What hangs on a record at all, asked once: most records hold little, and need not be asked for the rest.

Row-level security holds here as everywhere: of a record that the declared purpose hides, nothing is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

# Word → where one row of it would be; `ids` are the records of one human.
_WHERE = {
    "purchase": "people_purchase WHERE person_id = ANY(ids)",
    "return": "people_purchase WHERE person_id = ANY(ids) AND returned_at IS NOT NULL",
    "note": "people_note WHERE person_id = ANY(ids)",
    "file": "people_file WHERE person_id = ANY(ids)",
    "link": "people_identity_link WHERE person_id = ANY(ids)",
    "consent": "people_consent WHERE person_id = ANY(ids)",
    "tag": "people_tagging WHERE person_id = ANY(ids)",
    "untag": "people_tagging WHERE person_id = ANY(ids) AND ended_at IS NOT NULL",
    "position": "people_position WHERE person_id = ANY(ids)",
    "custom": "people_custom_value WHERE person_id = ANY(ids)",
    "relationship": "people_relationship WHERE person_id = ANY(ids) OR other_id = ANY(ids)",
    "join": "people_person_link WHERE older_id = ANY(ids) OR newer_id = ANY(ids)",
    "suggestion": "people_suggested_join WHERE state = 'open' AND (older_id = ANY(ids) OR newer_id = ANY(ids))",
}
HELD = (
    "SELECT "  # noqa: S608 -- our own text alone
    + ", ".join(f"EXISTS (SELECT FROM {where})" for where in _WHERE.values())
    + " FROM (SELECT %s::bigint[] AS ids) AS asked"
)

_looked_at: ContextVar[tuple[tuple[int, ...], frozenset[str]] | None] = ContextVar("held", default=None)


@contextmanager
def looking_at(person_ids: Sequence[int]) -> Iterator[None]:
    """Inside, reads about these records pass over what they hold nothing of: for pages that change nothing."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [list(person_ids)])
        row = cursor.fetchone()
    held = frozenset(word for word, is_there in zip(_WHERE, row, strict=True) if is_there)
    token = _looked_at.set((tuple(person_ids), held))
    try:
        yield
    finally:
        _looked_at.reset(token)


def may_hold(person_ids: Sequence[int], what: str) -> bool:
    """False only where it is known that these records hold nothing of the kind."""
    known = _looked_at.get()
    return known is None or known[0] != tuple(person_ids) or what in known[1]
