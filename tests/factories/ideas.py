"""Ideas and themes for tests, through the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from parvis.community.actions.idea_comments import comment_idea
from parvis.community.actions.idea_sessions import SessionWords, create_idea_session
from parvis.community.actions.idea_votes import vote_idea
from parvis.community.actions.propose import propose
from parvis.community.models import Idea, IdeaSession, Member
from parvis.foundation.audit import SYSTEM
from tests.factories.channels import NOON
from tests.factories.community import make_member

LONG_AGO = NOON - timedelta(days=30)


def make_idea(*, by: Member | None = None, **fields: Any) -> Idea:
    given: dict[str, Any] = {
        "title": "A bell that rings", "text": "Cars do not hear mine.", "language": "en", "now": NOON, **fields,
    }  # fmt: skip
    return propose(by=by or make_member(joined_at=LONG_AGO), **given)


def make_voters(
    idea: Idea, count: int, *, now: datetime = NOON, joined_at: datetime = LONG_AGO
) -> list[Member]:
    """So many members who vote for it."""
    voters = [make_member(joined_at=joined_at) for _ in range(count)]
    for voter in voters:
        vote_idea(idea, by=voter, is_wanted=True, now=now)
    return voters


def make_idea_session(
    title: str = "Travelling with children", *, opens_at: datetime = NOON, closes_at: datetime | None = None
) -> IdeaSession:
    words = SessionWords(
        title, "What do you miss?", "en", opens_at, closes_at or opens_at + timedelta(days=14)
    )
    return create_idea_session(words, by=SYSTEM, now=NOON)


def made_ideas() -> dict[str, Any]:
    """One object of each kind, by the name that addresses give its id."""
    idea = make_idea()
    said = comment_idea(idea, text="With a light, too.", by=make_member(), now=NOON)
    return {
        "idea_id": idea.pk,
        "other_idea_id": make_idea().pk,
        "idea_comment_id": said.pk,
        "idea_session_id": make_idea_session().pk,
    }
