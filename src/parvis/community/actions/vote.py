""" "Helpful" and "me too": one each, taken back by the same hand; the counts move with the rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from parvis.community.actions.flow import hold_member
from parvis.community.logic.errors import MayNot, OwnText, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import Answer, HelpfulVote, Member, MeToo, Question


def vote_helpful(answer: Answer, *, by: Member, is_helpful: bool, now: datetime) -> bool:
    """Returns whether anything changed. Raises OwnText, TooOften, MayNot("vote")."""
    if answer.author_id == by.pk:
        raise OwnText
    if answer.state != Answer.SHOWN:
        raise MayNot("vote")
    with transaction.atomic():
        by = hold_member(by, now=now, beside=[answer.author_id])
        if is_helpful:
            day = HelpfulVote.objects.filter(member=by, at__gt=now - timedelta(days=1))
            if day.count() >= limits_of(by.trust).helpful_a_day:
                raise TooOften(seconds=3600)
            _, has_changed = HelpfulVote.objects.get_or_create(answer=answer, member=by, defaults={"at": now})
        else:
            has_changed = bool(HelpfulVote.objects.filter(answer=answer, member=by).delete()[0])
        if has_changed:
            step = 1 if is_helpful else -1
            Answer.objects.filter(pk=answer.pk).update(helpful_count=F("helpful_count") + step)
            Member.objects.filter(pk=answer.author_id).update(helpful_count=F("helpful_count") + step)
        return has_changed


def say_me_too(question: Question, *, by: Member, is_said: bool, now: datetime) -> bool:
    """Returns whether anything changed. Raises OwnText, TooOften."""
    if question.author_id == by.pk:
        raise OwnText
    with transaction.atomic():
        by = hold_member(by, now=now)
        if is_said:
            day = MeToo.objects.filter(member=by, at__gt=now - timedelta(days=1))
            if day.count() >= limits_of(by.trust).helpful_a_day:
                raise TooOften(seconds=3600)
            _, has_changed = MeToo.objects.get_or_create(question=question, member=by, defaults={"at": now})
        else:
            has_changed = bool(MeToo.objects.filter(question=question, member=by).delete()[0])
        if has_changed:
            Question.objects.filter(pk=question.pk).update(
                me_too_count=F("me_too_count") + (1 if is_said else -1)
            )
        return has_changed
