"""Lists of questions: two statements a page, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parvis.community.models import Member
from parvis.community.permissions import is_house, is_staff
from parvis.foundation.prepared import kept

PAGE = 30
# Order → (what the key is made of, the condition that its index carries).
ORDERS = {
    "active": ("q.active_at", ""),
    "newest": ("q.asked_at", ""),
    "unanswered": ("q.asked_at", "q.answer_count = 0 AND q.state = 'open'"),
}


@dataclass(frozen=True, slots=True)
class QuestionRow:
    id: int
    title: str
    slug: str
    board: str
    board_slug: str
    author_id: int
    author: str
    tags: list[str]
    state: str
    asked_at: datetime
    active_at: datetime
    answer_count: int
    me_too_count: int
    view_count: int
    is_solved: bool
    language: str
    last_by: str

    @property
    def url(self) -> str:
        return f"/community/questions/{self.id}/{self.slug}/"


@dataclass(frozen=True, slots=True)
class QuestionPageOfList:
    rows: tuple[QuestionRow, ...]
    after: str  # key of the next page, or empty


_COLUMNS = """
    q.id, q.title, q.slug, b.name, b.slug, q.author_id, m.name, q.tags, q.state, q.asked_at, q.active_at,
    q.answer_count, q.me_too_count, q.view_count, q.accepted_id IS NOT NULL, q.language, coalesce(l.name, '')
"""
_FROM = """
    FROM community_question q JOIN community_board b ON b.id = q.board_id
    JOIN community_member m ON m.id = q.author_id LEFT JOIN community_member l ON l.id = q.last_answer_by_id
"""


def questions(
    reader: Member | None,
    *,
    order: str = "active",
    board_ids: Iterable[int] | None = None,
    tag: str = "",
    language: str = "",
    solved: bool | None = None,
    author_id: int | None = None,
    page_id: int | None = None,
    after: str = "",
    most: int = PAGE,
) -> QuestionPageOfList:
    """One page, newest key first. after: the key that the page before gave; nonsense is the first page."""
    key, condition = ORDERS.get(order, ORDERS["active"])
    conditions: list[str] = [condition] if condition else []
    values: list[Any] = []
    if not is_staff(reader):
        conditions.append("q.state IN ('open', 'closed')")
    if not is_house(reader):
        conditions.append("NOT b.is_private")
    if board_ids is not None:
        conditions.append("q.board_id = ANY(%s)")
        values.append(list(board_ids))
    if tag:
        conditions.append("q.tags @> ARRAY[%s]::varchar[]")
        values.append(tag)
    if language:
        conditions.append("q.language IN (%s, '')")
        values.append(language)
    if solved is not None:
        conditions.append(f"q.accepted_id IS {'NOT ' if solved else ''}NULL")
    if author_id is not None:
        conditions.append("q.author_id = %s")
        values.append(author_id)
    if page_id is not None:
        conditions.append("q.page_id = %s")
        values.append(page_id)
    if (begun := _key_typed(after)) is not None:
        conditions.append(f"({key}, q.id) < (%s, %s)")
        values.extend(begun)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with kept() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} {_FROM} {where} ORDER BY {key} DESC, q.id DESC LIMIT %s",
            [*values, most + 1],
        )
        rows = [QuestionRow(*row) for row in cursor.fetchall()]
    last = rows[most - 1] if len(rows) > most else None
    at = (last.asked_at if key == "q.asked_at" else last.active_at) if last else None
    return QuestionPageOfList(tuple(rows[:most]), f"{at.isoformat()}~{last.id}" if at and last else "")


def questions_by_id(reader: Member | None, ids: list[int]) -> list[QuestionRow]:
    """Those of the ids that this reader may open, in the order of the ids."""
    conditions = ["q.id = ANY(%s)"]
    if not is_staff(reader):
        conditions.append("q.state IN ('open', 'closed')")
    if not is_house(reader):
        conditions.append("NOT b.is_private")
    with kept() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(conditions)}", [ids])
        by_id = {row[0]: QuestionRow(*row) for row in cursor.fetchall()}
    return [by_id[one] for one in ids if one in by_id]


def _key_typed(after: str) -> tuple[datetime, int] | None:
    at, _, number = after.partition("~")
    try:
        key = datetime.fromisoformat(at), int(number)
    except ValueError:
        return None
    return key if key[0].tzinfo is not None and 0 <= key[1] < 2**63 else None
