"""One question with a page of what is said under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.community.models import Member, Question
from parvis.community.permissions import is_staff

PAGE = 20


@dataclass(frozen=True, slots=True)
class AnswerShown:
    id: int
    parent_id: int | None
    position: int
    html: str
    state: str
    helpful_count: int
    written_at: datetime
    edited_at: datetime | None
    origin: str
    author_id: int
    author: str
    author_picture: str
    author_trust: int
    author_is_super_user: bool
    author_is_staff: bool
    author_has_left: bool
    is_voted: bool
    comments: list[AnswerShown]


@dataclass(frozen=True, slots=True)
class AnswersShown:
    """accepted: of the first page, shown before the others; later pages hold it in its place."""

    accepted: AnswerShown | None
    answers: list[AnswerShown]
    page: int
    pages: int


_SELECT = """
    SELECT a.id, a.parent_id, a.position, a.html, a.state, a.helpful_count, a.written_at, a.edited_at, a.origin,
           m.id, m.name, m.picture, m.trust, m.is_super_user, m.staff_id IS NOT NULL, m.left_at IS NOT NULL,
           {voted}
    FROM community_answer a JOIN community_member m ON m.id = a.author_id
"""
_VOTED = "EXISTS (SELECT FROM community_helpful_vote v WHERE v.answer_id = a.id AND v.member_id = %s)"


def answers(
    question: Question, reader: Member | None, *, page: int = 1, order: str = "oldest"
) -> AnswersShown:
    """A page of answers with their comments. order: oldest | helpful. A page that is not there is the last one."""
    pages = max(1, -(-question.answer_count // PAGE))
    page = min(max(page, 1), pages)
    select = _SELECT.format(voted=_VOTED if reader else "false")
    first: list[int] = [reader.pk] if reader else []
    # What is withheld is shown to its author and to staff, and as a note to all others.
    seen = "TRUE" if is_staff(reader) else "(a.state NOT IN ('removed', 'held') OR a.author_id = %s)"
    may: list[int] = [] if is_staff(reader) else [reader.pk if reader else 0]
    by = "a.helpful_count DESC, a.position" if order == "helpful" else "a.position"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{select} WHERE a.question_id = %s AND a.parent_id IS NULL AND {seen} "
            f"ORDER BY {by} LIMIT %s OFFSET %s",
            [*first, question.pk, *may, PAGE, (page - 1) * PAGE],
        )
        shown = [_answer(row) for row in cursor.fetchall()]
        ids = [one.id for one in shown]
        wanted = question.accepted_id if page == 1 else None
        missing = [wanted] if wanted and wanted not in ids else []
        if ids or missing:
            cursor.execute(
                f"{select} WHERE (a.parent_id = ANY(%s) OR a.id = ANY(%s)) AND {seen} ORDER BY a.position",
                [*first, ids + missing, missing, *may],
            )
            by_id = {one.id: one for one in shown}
            rest = [_answer(row) for row in cursor.fetchall()]
            by_id |= {one.id: one for one in rest if one.parent_id is None}
            for one in rest:
                # Comments on an accepted answer that this reader may not see stand nowhere.
                if one.parent_id is not None and one.parent_id in by_id:
                    by_id[one.parent_id].comments.append(one)
            return AnswersShown(by_id.get(wanted) if wanted else None, shown, page, pages)
    return AnswersShown(None, shown, page, pages)


def _answer(row: tuple[Any, ...]) -> AnswerShown:
    return AnswerShown(*row, comments=[])  # type: ignore[misc]  # the columns in their order
