"""The same question in the other language."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.actions.flow import hold_member
from parvis.community.logic.errors import MayNot
from parvis.community.models import Member, Question
from parvis.community.permissions import is_staff, visible_questions


def link_counterpart(question: Question, other: Question | None, *, by: Member, now: datetime) -> bool:
    """Say which question is this one in another language; None takes the link away. Returns whether anything changed.

    Staff link both ways. The author links from their own page; the other's page changes where it is theirs too.
    Raises MayNot("edit" | "counterpart").
    """
    if question.author_id != by.pk and not is_staff(by):
        raise MayNot("edit")
    if other is not None:
        is_seen = visible_questions(None).filter(pk=other.pk).exists()
        if other.pk == question.pk or other.language == question.language or not is_seen:
            raise MayNot("counterpart")
    with transaction.atomic():
        hold_member(by, now=now)
        ids = sorted({question.pk, *([other.pk] if other else [])})
        held = {one.pk: one for one in Question.objects.select_for_update(no_key=True).filter(pk__in=ids)
                .defer("text", "html").order_by("pk")}  # fmt: skip
        here = held[question.pk]
        if here.counterpart_id == (other.pk if other else None):
            return False
        before = here.counterpart_id
        Question.objects.filter(pk=here.pk).update(counterpart=other)
        if before is not None and is_staff(by):
            Question.objects.filter(pk=before, counterpart=here).update(counterpart=None)
        if other is not None and (is_staff(by) or other.author_id == by.pk):
            Question.objects.filter(pk=other.pk).update(counterpart=here)
        return True
