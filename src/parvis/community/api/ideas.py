"""Ideas: what the desk sees of them, the answers of the company, who is in charge, credit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.community.actions.idea_comments import mark_extension
from parvis.community.actions.idea_status import put_in_charge, set_idea_status
from parvis.community.actions.join import member_of_staff
from parvis.community.api.endpoints import ENDPOINTS, MAY_NOT, TAKES_PART, UNWRITTEN
from parvis.community.logic.ideas import clock_of
from parvis.community.models import Idea, IdeaComment
from parvis.community.reads.idea_desk import desk_idea, desk_ideas
from parvis.community.reads.idea_page import comments, credits, status_changes
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples

Reason = Annotated[str, Field(min_length=1, max_length=4000, description="Markdown; everybody reads it.")]
Said = Literal["under_review", "planned", "in_work", "done", "declined"]
View = Literal["due", "overdue", "new", "open", "mine", "done", "declined"]
MEANWHILE = {
    "said-meanwhile": (409, "A colleague has answered since: read it, then send its number as `seen`.")
}


class NewIdeaStatus(Body):
    status: Said
    reason: Reason
    seen: Annotated[int, Field(ge=0, description="status_number of the idea as you know it.")]

    model_config = examples({"status": "planned", "reason": "It comes with the spring models.", "seen": 0})


class NewIdeaCharge(Body):
    user_id: Id | None = Field(description="null: nobody in particular.")


class IdeaExtensionMark(Body):
    is_extension: bool

    model_config = examples({"is_extension": True})


class IdeaOut(Answer):
    """clock: "" (none runs), due, overdue or answered. in_charge_id: an account."""

    id: int
    title: str
    text: str
    language: str
    url: str
    state: str
    status: str
    status_number: int
    status_at: datetime
    merged_into_id: int | None
    author_id: int
    in_charge_id: int | None
    session_id: int | None
    vote_count: int
    comment_count: int
    proposed_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    clock: str


class IdeaPageOut(Listed):
    items: list[IdeaOut]


class IdeaAnswerOut(Answer):
    number: int
    before: str
    after: str
    reason: str
    by: str
    at: datetime


class IdeaCommentOut(Answer):
    id: int
    author_id: int
    text: str
    state: str
    written_at: datetime
    is_extension: bool


class IdeaCreditOut(Answer):
    member_id: int
    name: str
    part: Annotated[str, Field(description="idea or extension")]


class IdeaWhole(Answer):
    idea: IdeaOut
    answers: list[IdeaAnswerOut]
    comments: Annotated[
        list[IdeaCommentOut], Field(description="The page that was asked for, in their order.")
    ]
    comment_pages: int
    credits: list[IdeaCreditOut]


@ENDPOINTS.get("/community/ideas", **TAKES_PART)
def list_ideas(caller: Caller, view: View = "due", cursor: Typed = "") -> IdeaPageOut:
    """Ideas as the desk lists them; `due` and `overdue`: those that wait for an answer, the earliest date first."""
    page = desk_ideas(caller.user, view=view, now=caller.now, after=key_of(cursor))
    return IdeaPageOut(
        items=[idea_out(one, now=caller.now) for one in page.ideas], next_cursor=cursor_of(page.after)
    )


@ENDPOINTS.get("/community/ideas/{idea_id}", **TAKES_PART)
def get_one_idea(
    caller: Caller, idea_id: Id, page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
) -> IdeaWhole:
    """An idea with what the company answered, a page of its comments and whom it is owed to."""
    return whole_idea(caller, idea_id, page=page)


@ENDPOINTS.post(
    "/community/ideas/{idea_id}/status", problems={**MAY_NOT, **UNWRITTEN, **MEANWHILE}, **TAKES_PART
)
def answer_one_idea(caller: Caller, idea_id: Id, given: NewIdeaStatus) -> IdeaWhole:
    """Say what becomes of an idea and why; everybody who follows it is told. For whoever is in charge, or manages."""
    found = existing_idea(idea_id)
    set_idea_status(
        found, status=given.status, reason=given.reason, seen=given.seen, by=caller.user, now=caller.now
    )
    return whole_idea(caller, idea_id)


@ENDPOINTS.put("/community/ideas/{idea_id}/charge", problems=MAY_NOT, **TAKES_PART)
def put_idea_in_charge(caller: Caller, idea_id: Id, given: NewIdeaCharge) -> IdeaOut:
    """Name the employee who looks after an idea. Who does not manage takes what nobody has, and gives it back."""
    found = existing_idea(idea_id)
    whom = User.objects.filter(pk=given.user_id).first() if given.user_id else None
    if given.user_id and whom is None:
        raise not_found()
    put_in_charge(found, whom=whom, by=caller.user, now=caller.now)
    return idea_out(existing_idea(idea_id), now=caller.now)


@ENDPOINTS.put(
    "/community/ideas/{idea_id}/comments/{idea_comment_id}/extension", problems=MAY_NOT, **TAKES_PART
)
def mark_idea_extension(
    caller: Caller, idea_id: Id, idea_comment_id: Id, given: IdeaExtensionMark
) -> IdeaCommentOut:
    """Say that a comment extends the idea, or does not: its author is credited with it."""
    said = IdeaComment.objects.filter(idea=existing_idea(idea_id), pk=idea_comment_id).first()
    if said is None:
        raise not_found()
    member = member_of_staff(caller.user, now=caller.now)
    mark_extension(said, by=member, is_extension=given.is_extension, now=caller.now)
    said.refresh_from_db()
    return _comment(said)


def existing_idea(idea_id: int) -> Idea:
    if not Idea.objects.filter(pk=idea_id).exists():
        raise not_found()
    return desk_idea(idea_id)


def whole_idea(caller: Caller, idea_id: int, *, page: int = 1) -> IdeaWhole:
    idea = existing_idea(idea_id)
    said = comments(idea, None, page=page, at_desk=True)
    return IdeaWhole(
        idea=idea_out(idea, now=caller.now),
        answers=[
            IdeaAnswerOut(
                number=one.number,
                before=one.before,
                after=one.after,
                reason=one.reason,
                by=one.by.name,
                at=one.at,
            )
            for one in status_changes(idea)
        ],
        comments=[_comment(one) for one in said.comments],
        comment_pages=said.pages,
        credits=[
            IdeaCreditOut(member_id=one.member_id, name=one.name, part=one.part) for one in credits(idea)
        ],
    )


def _comment(said: IdeaComment) -> IdeaCommentOut:
    return IdeaCommentOut(
        id=said.pk, author_id=said.author_id, text=said.text, state=said.state, written_at=said.written_at,
        is_extension=said.extended_at is not None,
    )  # fmt: skip


def idea_out(idea: Idea, *, now: datetime) -> IdeaOut:
    return IdeaOut(
        id=idea.pk, title=idea.title, text=idea.text, language=idea.language, url=idea.url, state=idea.state,
        status=idea.status, status_number=idea.status_number, status_at=idea.status_at,
        merged_into_id=idea.merged_into_id, author_id=idea.author_id,
        in_charge_id=idea.in_charge.staff_id if idea.in_charge else None, session_id=idea.session_id,
        vote_count=idea.vote_count, comment_count=idea.comment_count, proposed_at=idea.proposed_at,
        due_at=idea.due_at, answered_at=idea.answered_at,
        clock=clock_of(due_at=idea.due_at, answered_at=idea.answered_at, status=idea.status, now=now),
    )  # fmt: skip
