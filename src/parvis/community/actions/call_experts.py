"""Calling super-users to a board that falls silent: what waits there is given to them, to each about as much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parvis.accounts.models import User
from parvis.community.actions.assign import assign
from parvis.community.models import Member, Question

MOST_AT_ONCE = 20


def call_experts(
    questions: Sequence[Question], *, to: Sequence[Member], by: User, now: datetime
) -> dict[int, int]:
    """Each question is given to one of them in turn; each is told. Returns question → member.

    Nobody is asked to answer themselves, and what somebody was asked already stays theirs.
    """
    given: dict[int, int] = {}
    turn = list(to)
    for question in questions[:MOST_AT_ONCE]:
        whom = next((one for one in turn if one.pk != question.author_id), None)
        if whom is None or question.assigned_id is not None:
            continue
        if assign(question, to=whom, by=by, now=now):
            given[question.pk] = whom.pk
            turn.remove(whom)
            turn.append(whom)
    return given
