"""Giving a question to somebody of the house, or to a super-user, to answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.events import QuestionAssigned
from parvis.community.logic.errors import MayNot
from parvis.community.models import Member, Question
from parvis.community.permissions import is_house
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish


def assign(question: Question, *, to: Member | None, by: User, now: datetime) -> bool:
    """to: an employee's member or a super-user; None: nobody in particular. Returns whether anything changed.

    Raises MayNot("assign").
    """
    if to is not None and not is_house(to):
        raise MayNot("assign")
    with transaction.atomic():
        held = Question.objects.select_for_update(no_key=True).defer("text", "html").get(pk=question.pk)
        wanted = to.pk if to is not None else None
        if held.assigned_id == wanted:
            return False
        Question.objects.filter(pk=held.pk).update(assigned_id=wanted)
        actor = Actor("user", by.pk, str(by))
        record("question.assigned", held, by=actor, now=now, member=wanted)
        publish(QuestionAssigned(held.pk, wanted or 0), by=actor)
        return True
