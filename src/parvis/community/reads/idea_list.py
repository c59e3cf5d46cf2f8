"""Lists of ideas: one statement a page, whatever their number; each order has its index (models/ideas.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.community.logic.ideas import OPEN_STATUSES
from parvis.community.models import Idea, Member
from parvis.community.permissions import is_house

PAGE = 30
OPEN = "i.status IN (" + ", ".join(f"'{one}'" for one in OPEN_STATUSES) + ")"
ORDERS = ("wanted", "newest", "answered")
STATUSES = tuple(status for status, _ in Idea.STATUSES if status != Idea.MERGED)


@dataclass(frozen=True, slots=True)
class IdeaRow:
    id: int
    title: str
    slug: str
    language: str
    status: str
    status_at: datetime
    vote_count: int
    comment_count: int
    proposed_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    tags: list[str]
    board: str
    board_slug: str
    author_id: int
    author: str
    has_author_left: bool
    in_charge: str
    is_voted: bool

    @property
    def url(self) -> str:
        return f"/community/ideas/{self.id}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class IdeaPage:
    rows: tuple[IdeaRow, ...]
    after: str  # key of the next page, or empty


_COLUMNS = """
    i.id, i.title, i.slug, i.language, i.status, i.status_at, i.vote_count, i.comment_count, i.proposed_at, i.due_at,
    i.answered_at, i.tags, coalesce(b.name, ''), coalesce(b.slug, ''), i.author_id, m.name, m.left_at IS NOT NULL,
    coalesce(c.name, '')
"""
_FROM = """
    FROM community_idea i JOIN community_member m ON m.id = i.author_id
    LEFT JOIN community_board b ON b.id = i.board_id LEFT JOIN community_member c ON c.id = i.in_charge_id
"""
_VOTED = "EXISTS (SELECT FROM community_idea_vote v WHERE v.idea_id = i.id AND v.member_id = %s)"


def ideas(
    reader: Member | None,
    *,
    order: str = "wanted",
    status: str = "",
    board_ids: Sequence[int] | None = None,
    session_id: int | None = None,
    author_id: int | None = None,
    tag: str = "",
    language: str = "",
    after: str = "",
    most: int = PAGE,
) -> IdeaPage:
    """One page. order: wanted | newest | answered. status: one of STATUSES, "all", or "" for those still open.

    after: the key that the page before gave; nonsense is the first page. Duplicates are in no list.
    """
    key, conditions, values = _order(order, status)
    if board_ids is not None:
        # One alone is read in the order of its index; a board that others were fused into is sorted.
        conditions.append("i.board_id = %s" if len(board_ids) == 1 else "i.board_id = ANY(%s)")
        values.append(board_ids[0] if len(board_ids) == 1 else list(board_ids))
    for column, value in (("session_id", session_id), ("author_id", author_id)):
        if value is not None:
            conditions.append(f"i.{column} = %s")
            values.append(value)
    if tag:
        conditions.append("i.tags @> ARRAY[%s]::varchar[]")
        values.append(tag)
    if language:
        conditions.append("i.language IN (%s, '')")
        values.append(language)
    if not is_house(reader):
        conditions.append("(i.board_id IS NULL OR NOT b.is_private)")
    if (begun := _key_typed(after, is_number=key == "vote_count")) is not None:
        conditions.append(f"(i.{key}, i.id) < (%s, %s)")
        values.extend(begun)
    voted, first = (_VOTED, [reader.pk]) if reader else ("false", [])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {voted} {_FROM} WHERE {' AND '.join(conditions)}"
            f" ORDER BY i.{key} DESC, i.id DESC LIMIT %s",
            [*first, *values, most + 1],
        )
        rows = [IdeaRow(*row) for row in cursor.fetchall()]
    if len(rows) <= most:
        return IdeaPage(tuple(rows), "")
    last = rows[most - 1]
    at = getattr(last, key)
    return IdeaPage(tuple(rows[:most]), f"{at if key == 'vote_count' else at.isoformat()}~{last.id}")


def ideas_by_id(reader: Member | None, ids: list[int]) -> list[IdeaRow]:
    """Those of the ids that everybody may open, in the order of the ids."""
    if not ids:
        return []
    voted, first = (_VOTED, [reader.pk]) if reader else ("false", [])
    private = "" if is_house(reader) else " AND (i.board_id IS NULL OR NOT b.is_private)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {voted} {_FROM} WHERE i.id = ANY(%s) AND i.state = 'shown'{private}",
            [*first, ids],
        )
        by_id = {row[0]: IdeaRow(*row) for row in cursor.fetchall()}
    return [by_id[one] for one in ids if one in by_id]


def _order(order: str, status: str) -> tuple[str, list[str], list[Any]]:
    """(column of the key, conditions, their values): those that the indexes carry are written as there."""
    conditions, values = ["i.state = 'shown'"], []
    if status in STATUSES:
        conditions.append("i.status = %s")
        values.append(status)
        return ("vote_count" if order == "wanted" else "status_at"), conditions, values
    conditions.append("i.status <> 'merged'" if status == "all" else OPEN)
    if order == "answered":
        conditions.append("i.status_number > 0")
    return {"newest": "proposed_at", "answered": "status_at"}.get(order, "vote_count"), conditions, values


def _key_typed(after: str, *, is_number: bool) -> tuple[datetime | int, int] | None:
    at, _, number = after.partition("~")
    try:
        key = int(at) if is_number else datetime.fromisoformat(at)
        idea_id = int(number)
    except ValueError:
        return None
    if isinstance(key, datetime) and key.tzinfo is None:
        return None
    if isinstance(key, int) and not 0 <= key < 2**31:
        return None
    return (key, idea_id) if 0 <= idea_id < 2**63 else None
