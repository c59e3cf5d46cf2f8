"""The desk: what waits for the house, the community's health, boards that are fused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.assign import assign
from parvis.community.actions.fuse import fuse, take_apart
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, TAKES_PART
from parvis.community.api.moderation import CommunityShareOut, share_out
from parvis.community.models import Board, Member, Question
from parvis.community.reads.desk import (
    assigned_to,
    hot,
    unanswered,
    waiting_for_acceptance,
    worth_an_article,
)
from parvis.community.reads.health import health
from parvis.community.reads.members import member_of_account
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id


class QuestionAssignment(Body):
    member_id: Id | None = Field(
        description="An employee's member or a super-user; null: nobody in particular."
    )


class BoardFusion(Body):
    into_id: Id


class DeskQuestionOut(Answer):
    """figure: what the list is sorted by, where it is views."""

    id: int
    title: str
    url: str
    board: str
    author_id: int
    asked_at: datetime
    answers: int
    views: int
    assigned_id: int | None
    figure: int


class DeskList(Answer):
    items: list[DeskQuestionOut]


class AssignmentOut(Answer):
    question_id: int
    member_id: int | None


class CommunityBoardOut(Answer):
    id: int
    name: str
    slug: str
    about: str
    language: str
    is_private: bool
    is_closed: bool
    fused_into_id: int | None


class FactorOut(Answer):
    """Of the last four full weeks. rank: the share of its own past weeks that lay below; null: not enough data."""

    name: str
    now: float | None
    a_year_ago: float | None
    rank: float | None


class SignOut(Answer):
    sign: str
    value: float
    threshold: float
    act: str


class CommunityHealthOut(Answer):
    """state: not-enough, alive, at-risk or dying, with the signs that say so and the act each calls for."""

    state: str
    signs: list[SignOut]
    factors: list[FactorOut]
    questions: int
    replied: CommunityShareOut | None
    first_answer_median_hours: CommunityShareOut | None
    by_customers: CommunityShareOut | None
    by_super_users: CommunityShareOut | None
    by_staff: CommunityShareOut | None
    newcomers_returned: CommunityShareOut | None
    gini: float | None


@ENDPOINTS.get("/community/desk-questions", **TAKES_PART)
def list_desk_questions(
    caller: Caller,
    view: Annotated[
        Literal["unanswered", "mine", "waiting", "hot", "articles"], Field(description="Which list.")
    ] = "unanswered",
) -> DeskList:
    """Questions that wait for the house: unanswered ones the oldest first, those most read the most read first."""
    match view:
        case "mine":
            rows = assigned_to(member_of_account(caller.user))
        case "waiting":
            rows = waiting_for_acceptance(now=caller.now)
        case "hot":
            rows = hot(now=caller.now)
        case "articles":
            rows = worth_an_article()
        case _:
            rows = unanswered(now=caller.now)
    return DeskList(
        items=[
            DeskQuestionOut(
                id=one.id, title=one.title, url=one.url, board=one.board, author_id=one.author_id,
                asked_at=one.asked_at, answers=one.answers, views=one.views, assigned_id=one.assigned_id,
                figure=one.figure,
            )
            for one in rows
        ]
    )  # fmt: skip


@ENDPOINTS.put("/community/questions/{question_id}/assigned", **TAKES_PART, problems=MAY_NOT)
def assign_question(caller: Caller, question_id: Id, given: QuestionAssignment) -> AssignmentOut:
    """Ask a colleague or a super-user to answer."""
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise not_found()
    to = Member.objects.filter(pk=given.member_id).first() if given.member_id else None
    if given.member_id and to is None:
        raise not_found()
    assign(question, to=to, by=caller.user, now=caller.now)
    return AssignmentOut(question_id=question_id, member_id=given.member_id)


@ENDPOINTS.get(
    "/community/health",
    problems={"not-found": (404, "There is no such public board.")},
    **TAKES_PART,
)
def get_community_health(
    caller: Caller,
    board_id: Annotated[
        int | None, Field(ge=1, le=2**63 - 1, description="One public board; without it the whole place.")
    ] = None,
) -> CommunityHealthOut:
    """How the community or one board is, and what is wrong with it."""
    board = _board(board_id) if board_id else None
    if board is not None and (board.is_private or board.fused_into_id):
        raise not_found()
    found = health(now=caller.now, board=board)
    return CommunityHealthOut(
        state=found.state,
        signs=[
            SignOut(sign=one.sign, value=one.value, threshold=one.threshold, act=one.act)
            for one in found.signs
        ],
        factors=[
            FactorOut(name=one.name, now=one.now, a_year_ago=one.a_year_ago, rank=one.rank)
            for one in found.factors
        ],
        questions=found.questions,
        replied=share_out(found.replied),
        first_answer_median_hours=share_out(found.first_answer.median),
        by_customers=share_out(found.by_customers),
        by_super_users=share_out(found.by_super_users),
        by_staff=share_out(found.by_staff),
        newcomers_returned=share_out(found.returned),
        gini=found.gini,
    )


@ENDPOINTS.post("/community/boards/{board_id}/fuse", **MANAGES, problems=MAY_NOT)
def fuse_board(caller: Caller, board_id: Id, given: BoardFusion) -> CommunityBoardOut:
    """The other board shows the questions of both; nothing is moved."""
    fuse(_board(board_id), into=_board(given.into_id), by=caller.user, now=caller.now)
    return board_out(_board(board_id))


@ENDPOINTS.post("/community/boards/{board_id}/take-apart", **MANAGES)
def take_board_apart(caller: Caller, board_id: Id) -> CommunityBoardOut:
    """It is a board of its own again."""
    take_apart(_board(board_id), by=caller.user, now=caller.now)
    return board_out(_board(board_id))


def _board(board_id: int) -> Board:
    found = Board.objects.filter(pk=board_id).first()
    if found is None:
        raise not_found()
    return found


def board_out(one: Board) -> CommunityBoardOut:
    return CommunityBoardOut.model_validate(one)
