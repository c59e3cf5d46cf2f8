"""Themes for ideas, and the promise that what many want is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.idea_promise import set_idea_promise
from parvis.community.actions.idea_sessions import (
    SessionWords,
    change_idea_session,
    create_idea_session,
    publish_outcome,
)
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, TAKES_PART, UNWRITTEN
from parvis.community.logic.ideas import LEAST_DAYS, LEAST_VOTES, MOST_DAYS, MOST_VOTES, IdeaPromise
from parvis.community.models import IdeaSession
from parvis.community.reads.idea_promise import idea_promise
from parvis.community.reads.idea_sessions import MOST, get_idea_session, idea_sessions
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Moment, examples

DATES = {"wrong-dates": (422, "It would end before it begins.")}


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


def _session(session_id: int) -> IdeaSession:
    if not IdeaSession.objects.filter(pk=session_id).exists():
        raise not_found()
    return get_idea_session(session_id)


def _session_out(session: IdeaSession) -> IdeaSessionOut:
    session.refresh_from_db()
    return IdeaSessionOut.model_validate(session)


def _words(given: IdeaSessionIn) -> SessionWords:
    return SessionWords(given.title, given.about, given.language, given.opens_at, given.closes_at)
