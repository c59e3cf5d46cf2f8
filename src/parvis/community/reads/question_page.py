"""One question with a page of what is said under it."""

# ruff: noqa: S608 -- statements are put together from names of this file; what was asked for travels as values

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parvis.community.models import Answer, Member, Question
from parvis.community.permissions import is_staff
from parvis.foundation.prepared import kept

PAGE = 20
# Of the comments on one answer its page shows all up to this number, else the first and the newest; all have a page.
MOST_COMMENTS, FIRST_COMMENTS, NEWEST_COMMENTS = 8, 5, 2
COMMENTS_A_PAGE = 50


@dataclass(slots=True)
class AnswerShown:
    """comment_count: of all its comments that this reader may see, of which `comments` are some."""

    id: int
    parent_id: int | None
    position: int
    html: str
    state: str
    helpful_count: int
    written_at: datetime
    edited_at: datetime | None
    author_id: int
    author: str
    author_is_super_user: bool
    author_is_staff: bool
    author_has_left: bool
    is_voted: bool
    comment_count: int
    comments: list[AnswerShown]


@dataclass(frozen=True, slots=True)
class AnswersShown:
    """accepted: of the first page, shown before the others; later pages hold it in its place."""

    accepted: AnswerShown | None
    answers: list[AnswerShown]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Concern:
    """What a member has to do with a question: whether they follow it, have it too, and what they were writing."""

    is_following: bool = False
    has_said_me_too: bool = False
    draft: str = ""


_COLUMNS = """a.id, a.parent_id, a.position, a.html, a.state, a.helpful_count, a.written_at, a.edited_at,
           m.id, m.name, m.is_super_user, m.staff_id IS NOT NULL, m.left_at IS NOT NULL"""
_FROM = "FROM community_answer a JOIN community_member m ON m.id = a.author_id"
_VOTED = "EXISTS (SELECT FROM community_helpful_vote v WHERE v.answer_id = a.id AND v.member_id = %s)"
_CONCERN = """
    SELECT (SELECT f.is_wanted FROM community_follow f WHERE f.question_id = %s AND f.member_id = %s),
           EXISTS (SELECT FROM community_me_too t WHERE t.question_id = %s AND t.member_id = %s),
           (SELECT d.text FROM community_draft d WHERE d.member_id = %s AND d.place = %s)
"""


def answers(
    question: Question, reader: Member | None, *, page: int = 1, order: str = "oldest"
) -> AnswersShown:
    """A page of answers with comments of theirs. order: oldest | helpful. A page that is not there is the last one."""
    pages = max(1, -(-question.answer_count // PAGE))
    page = min(max(page, 1), pages)
    seen, may = _may_see(reader, "a")
    seen_under, may_under = _may_see(reader, "c")
    voted, votes = (_VOTED, [reader.pk]) if reader else ("false", [])
    select = (
        f"SELECT {_COLUMNS}, {voted}, (SELECT count(*) FROM community_answer c WHERE c.parent_id = a.id"
        f" AND {seen_under}) {_FROM} WHERE {seen}"
    )
    values: list[Any] = [*votes, *may_under, *may]
    by = "a.helpful_count DESC, a.position" if order == "helpful" else "a.position"
    with kept() as cursor:
        cursor.execute(
            f"{select} AND a.question_id = %s AND a.parent_id IS NULL ORDER BY {by} LIMIT {PAGE} OFFSET %s",
            [*values, question.pk, (page - 1) * PAGE],
        )
        shown = [_answer(row) for row in cursor.fetchall()]
        by_id = {one.id: one for one in shown}
        wanted = question.accepted_id if page == 1 else None
        if wanted and wanted not in by_id:
            cursor.execute(f"{select} AND a.id = %s", [*values, wanted])
            by_id |= {row[0]: _answer(row) for row in cursor.fetchall()}
    _add_comments(by_id, reader)
    return AnswersShown(by_id.get(wanted) if wanted else None, shown, page, pages)


def comments(given: Answer, reader: Member | None, *, page: int = 1) -> AnswersShown:
    """A page of the comments on one answer, the oldest first. A page that is not there is the last one."""
    seen, may = _may_see(reader, "a")
    with kept() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM community_answer a WHERE a.parent_id = %s AND {seen}", [given.pk, *may]
        )
        pages = max(1, -(-cursor.fetchone()[0] // COMMENTS_A_PAGE))
        page = min(max(page, 1), pages)
        cursor.execute(
            f"SELECT {_COLUMNS}, false, 0 {_FROM} WHERE a.parent_id = %s AND {seen}"
            f" ORDER BY a.position LIMIT {COMMENTS_A_PAGE} OFFSET %s",
            [given.pk, *may, (page - 1) * COMMENTS_A_PAGE],
        )
        return AnswersShown(None, [_answer(row) for row in cursor.fetchall()], page, pages)


def place_of(given: Answer) -> str:
    """Where an answer or a comment is read: the page of its question on which it stands, or that of its comments."""
    top, under = given.parent or given, Answer.objects.exclude(state__in=(Answer.REMOVED, Answer.HELD))
    before = under.filter(question_id=given.question_id, parent=None, position__lt=top.position).count()
    if given.parent_id is not None:
        beside = under.filter(parent_id=given.parent_id)
        earlier = beside.filter(position__lt=given.position).count()
        later = beside.filter(position__gt=given.position).count()
        if earlier >= FIRST_COMMENTS and later >= NEWEST_COMMENTS and earlier + later >= MOST_COMMENTS:
            page = earlier // COMMENTS_A_PAGE + 1
            return f"/community/answers/{given.parent_id}/comments/{_numbered(page)}#answer-{given.pk}"
    return f"{given.question.url}{_numbered(before // PAGE + 1)}#answer-{given.pk}"


def _numbered(page: int) -> str:
    return f"?page={page}" if page > 1 else ""


def concern_of(reader: Member, question: Question) -> Concern:
    with kept() as cursor:
        cursor.execute(
            _CONCERN, [question.pk, reader.pk, question.pk, reader.pk, reader.pk, f"answer:{question.pk}"]
        )
        is_wanted, is_said, draft = cursor.fetchone()
    return Concern(bool(is_wanted), is_said, draft or "")


def _may_see(reader: Member | None, row: str) -> tuple[str, list[int]]:
    """What is withheld is shown to its author and to staff, and as a note to all others."""
    if is_staff(reader):
        return "true", []
    return f"({row}.state NOT IN ('removed', 'held') OR {row}.author_id = %s)", [reader.pk if reader else 0]


def _add_comments(by_id: dict[int, AnswerShown], reader: Member | None) -> None:
    """All of few, of many the first and the newest: an answer with thousands of comments stays a page."""
    few = [one.id for one in by_id.values() if 0 < one.comment_count <= MOST_COMMENTS]
    many = [one.id for one in by_id.values() if one.comment_count > MOST_COMMENTS]
    seen, may = _may_see(reader, "c")
    if not few and not many:
        return
    under = f"SELECT c.id FROM community_answer c WHERE c.parent_id = top.id AND {seen} ORDER BY c.position"
    with kept() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, false, 0 {_FROM} WHERE a.id IN ("
            f"SELECT one.id FROM unnest(%s::bigint[]) AS top(id) CROSS JOIN LATERAL ({under}) AS one"
            f" UNION SELECT one.id FROM unnest(%s::bigint[]) AS top(id) CROSS JOIN LATERAL"
            f" (({under} LIMIT {FIRST_COMMENTS}) UNION ({under} DESC LIMIT {NEWEST_COMMENTS})) AS one"
            ") ORDER BY a.position",
            [few, *may, many, *may, *may],
        )
        for row in cursor.fetchall():
            one = _answer(row)
            if one.parent_id is not None:
                by_id[one.parent_id].comments.append(one)


def _answer(row: tuple[Any, ...]) -> AnswerShown:
    return AnswerShown(*row, [])  # type: ignore[call-arg]  # the columns in their order
