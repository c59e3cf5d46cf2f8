"""Ideas: read, answered, put in somebody's charge, merged; the themes and the promise."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.community.actions.idea_comments import mark_extension
from parvis.community.actions.idea_merge import merge_ideas, undo_idea_merge
from parvis.community.actions.idea_promise import set_idea_promise
from parvis.community.actions.idea_sessions import (
    SessionWords,
    change_idea_session,
    create_idea_session,
    publish_outcome,
)
from parvis.community.actions.idea_status import put_in_charge, set_idea_status
from parvis.community.actions.join import member_of_staff
from parvis.community.api.endpoints import ENDPOINTS
from parvis.community.logic.ideas import (
    LEAST_DAYS,
    LEAST_VOTES,
    MOST_DAYS,
    MOST_VOTES,
    IdeaPromise,
    clock_of,
)
from parvis.community.models import Idea, IdeaComment, IdeaMerge, IdeaSession
from parvis.community.reads.idea_desk import desk_idea, desk_ideas
from parvis.community.reads.idea_page import comments, credits, status_changes
from parvis.community.reads.idea_promise import idea_promise
from parvis.community.reads.idea_sessions import MOST, get_idea_session, idea_sessions
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Moment, Typed, examples

TAKES_PART: dict[str, Any] = {"permission": "community.answer"}
MANAGES: dict[str, Any] = {"permission": "community.manage"}
Reason = Annotated[str, Field(min_length=1, max_length=4000, description="Markdown; everybody reads it.")]
Said = Literal["under_review", "planned", "in_work", "done", "declined"]
View = Literal["due", "overdue", "new", "open", "mine", "done", "declined"]
MAY_NOT = {"may-not": (409, "This act is not possible here.")}
UNWRITTEN = {"empty-text": (422, "Nothing was written.")}
MEANWHILE = {
    "said-meanwhile": (409, "A colleague has answered since: read it, then send its number as `seen`.")
}
DATES = {"wrong-dates": (422, "It would end before it begins.")}


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


class NewIdeaMerge(Body):
    into_id: Id
    reason: Reason


class IdeaMergeEnd(Body):
    reason: Reason

    model_config = examples({"reason": "One asks for a bell, the other for a horn."})


class IdeaSessionIn(Body):
    title: Annotated[str, Field(max_length=120)]
    about: Annotated[str, Field(max_length=32_000, description="Markdown.")] = ""
    language: Literal["", "fr", "en"] = ""
    opens_at: Moment
    closes_at: Moment

    model_config = examples(
        {
            "title": "Travelling with children",
            "opens_at": "2026-06-01T00:00:00+02:00",
            "closes_at": "2026-07-01T00:00:00+02:00",
        }
    )


class IdeaOutcomeIn(Body):
    outcome: Annotated[str, Field(min_length=1, max_length=32_000, description="Markdown.")]

    model_config = examples({"outcome": "Two of the twelve ideas are planned."})


class IdeaPromiseIn(Body):
    votes: Annotated[int, Field(ge=LEAST_VOTES, le=MOST_VOTES)]
    days: Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS)]

    model_config = examples({"votes": 10, "days": 14})


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


class IdeaMergeOut(Answer):
    id: int
    merged_id: int
    into_id: int
    moved_votes: int
    at: datetime
    undone_at: datetime | None


class IdeaSessionOut(Answer):
    id: int
    title: str
    about: str
    language: str
    opens_at: datetime
    closes_at: datetime
    outcome: str
    outcome_at: datetime | None
    url: str


class IdeaSessionList(Answer):
    items: list[IdeaSessionOut]


class IdeaPromiseOut(Answer):
    votes: int
    days: int


@ENDPOINTS.get("/community/ideas", **TAKES_PART)
def list_ideas(caller: Caller, view: View = "due", cursor: Typed = "") -> IdeaPageOut:
    """Ideas as the desk lists them; `due` and `overdue`: those that wait for an answer, the earliest date first."""
    page = desk_ideas(caller.user, view=view, now=caller.now, after=key_of(cursor))
    return IdeaPageOut(
        items=[_idea(one, now=caller.now) for one in page.ideas], next_cursor=cursor_of(page.after)
    )


@ENDPOINTS.get("/community/ideas/promise", **TAKES_PART)
def get_idea_promise(caller: Caller) -> IdeaPromiseOut:
    """How many votes bring an idea an answer, and within how many days."""
    return IdeaPromiseOut.model_validate(idea_promise())


@ENDPOINTS.put("/community/ideas/promise", problems=MAY_NOT, **MANAGES)
def replace_idea_promise(caller: Caller, given: IdeaPromiseIn) -> IdeaPromiseOut:
    """Promise otherwise. Dates that were told stay; ideas past the new number get one from now."""
    set_idea_promise(IdeaPromise(given.votes, given.days), by=caller.actor, now=caller.now)
    return IdeaPromiseOut.model_validate(idea_promise())


@ENDPOINTS.get("/community/ideas/sessions", **TAKES_PART)
def list_idea_sessions(caller: Caller) -> IdeaSessionList:
    """Themes, those that end last first."""
    return IdeaSessionList(items=[IdeaSessionOut.model_validate(one) for one in idea_sessions()[:MOST]])


@ENDPOINTS.post("/community/ideas/sessions", status=201, problems=DATES, **MANAGES)
def create_one_idea_session(caller: Caller, given: IdeaSessionIn) -> IdeaSessionOut:
    """Make a theme; it opens and closes by itself."""
    made = create_idea_session(_words(given), by=caller.actor, now=caller.now)
    return IdeaSessionOut.model_validate(made)


@ENDPOINTS.put("/community/ideas/sessions/{idea_session_id}", problems=DATES, **MANAGES)
def replace_idea_session(caller: Caller, idea_session_id: Id, given: IdeaSessionIn) -> IdeaSessionOut:
    """Change a theme's words and dates."""
    found = _session(idea_session_id)
    change_idea_session(found, _words(given), by=caller.actor, now=caller.now)
    return _session_out(found)


@ENDPOINTS.put("/community/ideas/sessions/{idea_session_id}/outcome", problems=UNWRITTEN, **MANAGES)
def publish_idea_session_outcome(caller: Caller, idea_session_id: Id, given: IdeaOutcomeIn) -> IdeaSessionOut:
    """Say on a theme's page what came of it."""
    found = _session(idea_session_id)
    publish_outcome(found, outcome=given.outcome, by=caller.actor, now=caller.now)
    return _session_out(found)


@ENDPOINTS.get("/community/ideas/{idea_id}", **TAKES_PART)
def get_one_idea(
    caller: Caller, idea_id: Id, page: Annotated[int, Field(ge=1, le=1_000_000)] = 1
) -> IdeaWhole:
    """An idea with what the company answered, a page of its comments and whom it is owed to."""
    return _whole(caller, idea_id, page=page)


@ENDPOINTS.post(
    "/community/ideas/{idea_id}/status", problems={**MAY_NOT, **UNWRITTEN, **MEANWHILE}, **TAKES_PART
)
def answer_one_idea(caller: Caller, idea_id: Id, given: NewIdeaStatus) -> IdeaWhole:
    """Say what becomes of an idea and why; everybody who follows it is told. For whoever is in charge, or manages."""
    found = _found(idea_id)
    set_idea_status(
        found, status=given.status, reason=given.reason, seen=given.seen, by=caller.user, now=caller.now
    )
    return _whole(caller, idea_id)


@ENDPOINTS.put("/community/ideas/{idea_id}/charge", problems=MAY_NOT, **TAKES_PART)
def put_idea_in_charge(caller: Caller, idea_id: Id, given: NewIdeaCharge) -> IdeaOut:
    """Name the employee who looks after an idea. Who does not manage takes what nobody has, and gives it back."""
    found = _found(idea_id)
    whom = User.objects.filter(pk=given.user_id).first() if given.user_id else None
    if given.user_id and whom is None:
        raise not_found()
    put_in_charge(found, whom=whom, by=caller.user, now=caller.now)
    return _idea(_found(idea_id), now=caller.now)


@ENDPOINTS.put(
    "/community/ideas/{idea_id}/comments/{idea_comment_id}/extension", problems=MAY_NOT, **TAKES_PART
)
def mark_idea_extension(
    caller: Caller, idea_id: Id, idea_comment_id: Id, given: IdeaExtensionMark
) -> IdeaCommentOut:
    """Say that a comment extends the idea, or does not: its author is credited with it."""
    said = IdeaComment.objects.filter(idea=_found(idea_id), pk=idea_comment_id).first()
    if said is None:
        raise not_found()
    member = member_of_staff(caller.user, now=caller.now)
    mark_extension(said, by=member, is_extension=given.is_extension, now=caller.now)
    said.refresh_from_db()
    return _comment(said)


@ENDPOINTS.post("/community/ideas/{idea_id}/merge", status=201, problems={**MAY_NOT, **UNWRITTEN}, **MANAGES)
def merge_one_idea(caller: Caller, idea_id: Id, given: NewIdeaMerge) -> IdeaMergeOut:
    """Lead a duplicate to another idea: each member's vote moves once, and who voted is told."""
    made = merge_ideas(
        _found(idea_id), into=_found(given.into_id), reason=given.reason, by=caller.user, now=caller.now
    )
    return IdeaMergeOut.model_validate(made)


@ENDPOINTS.post("/community/ideas/{idea_id}/unmerge", problems={**MAY_NOT, **UNWRITTEN}, **MANAGES)
def take_ideas_apart(caller: Caller, idea_id: Id, given: IdeaMergeEnd) -> IdeaMergeOut:
    """Undo the merge of a duplicate: exactly the votes that it brought leave the other."""
    merge = IdeaMerge.objects.filter(merged=_found(idea_id), undone_at=None).first()
    if merge is None:
        raise not_found()
    undo_idea_merge(merge, reason=given.reason, by=caller.user, now=caller.now)
    merge.refresh_from_db()
    return IdeaMergeOut.model_validate(merge)


def _found(idea_id: int) -> Idea:
    if not Idea.objects.filter(pk=idea_id).exists():
        raise not_found()
    return desk_idea(idea_id)


def _session(session_id: int) -> IdeaSession:
    if not IdeaSession.objects.filter(pk=session_id).exists():
        raise not_found()
    return get_idea_session(session_id)


def _session_out(session: IdeaSession) -> IdeaSessionOut:
    session.refresh_from_db()
    return IdeaSessionOut.model_validate(session)


def _words(given: IdeaSessionIn) -> SessionWords:
    return SessionWords(given.title, given.about, given.language, given.opens_at, given.closes_at)


def _whole(caller: Caller, idea_id: int, *, page: int = 1) -> IdeaWhole:
    idea = _found(idea_id)
    said = comments(idea, None, page=page, at_desk=True)
    return IdeaWhole(
        idea=_idea(idea, now=caller.now),
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


def _idea(idea: Idea, *, now: datetime) -> IdeaOut:
    return IdeaOut(
        id=idea.pk, title=idea.title, text=idea.text, language=idea.language, url=idea.url, state=idea.state,
        status=idea.status, status_number=idea.status_number, status_at=idea.status_at,
        merged_into_id=idea.merged_into_id, author_id=idea.author_id,
        in_charge_id=idea.in_charge.staff_id if idea.in_charge else None, session_id=idea.session_id,
        vote_count=idea.vote_count, comment_count=idea.comment_count, proposed_at=idea.proposed_at,
        due_at=idea.due_at, answered_at=idea.answered_at,
        clock=clock_of(due_at=idea.due_at, answered_at=idea.answered_at, status=idea.status, now=now),
    )  # fmt: skip
