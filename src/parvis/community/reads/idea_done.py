"""What members proposed and the company did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from parvis.community.models import Member
from parvis.community.reads.idea_list import IdeaPage, IdeaRow, ideas

PAGE = 20


@dataclass(frozen=True, slots=True)
class DoneIdea:
    """row.status_at: when. reason: what the company said then, as HTML. extended_by: (member id, name)."""

    row: IdeaRow
    reason: str
    extended_by: tuple[tuple[int, str], ...]


def done_ideas(reader: Member | None, *, after: str = "", most: int = PAGE) -> tuple[list[DoneIdea], str]:
    """(a page of what was realised, the latest first; the key of the next page or "")."""
    listed: IdeaPage = ideas(reader, status="done", order="answered", after=after, most=most)
    ids = [row.id for row in listed.rows]
    reasons: dict[int, str] = {}
    extended: dict[int, list[tuple[int, str]]] = {}
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT ON (idea_id) idea_id, reason_html FROM community_idea_status_change"
                " WHERE idea_id = ANY(%s) ORDER BY idea_id, number DESC",
                [ids],
            )
            reasons = dict(cursor.fetchall())
            cursor.execute(
                "SELECT c.idea_id, m.id, m.name FROM community_idea_comment c"
                " JOIN community_member m ON m.id = c.author_id WHERE c.idea_id = ANY(%s)"
                " AND c.extended_at IS NOT NULL AND c.state = 'shown' AND m.left_at IS NULL"
                " GROUP BY c.idea_id, m.id, m.name ORDER BY min(c.position)",
                [ids],
            )
            for idea_id, *by in cursor.fetchall():
                extended.setdefault(idea_id, []).append(_pair(by))
    rows = [DoneIdea(row, reasons.get(row.id, ""), tuple(extended.get(row.id, ()))) for row in listed.rows]
    return rows, listed.after


def _pair(row: list[Any]) -> tuple[int, str]:
    return row[0], row[1]
