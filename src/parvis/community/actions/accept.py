"""The answer that solved it: chosen by the asker; after a delay others who know may choose where they did not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from parvis.community.actions.flow import hold_member
from parvis.community.events import AcceptanceWithdrawn, AnswerAccepted
from parvis.community.logic.errors import MayNot
from parvis.community.models import Answer, Member, Question
from parvis.community.permissions import can_accept
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish

OTHERS_AFTER = timedelta(days=7)


def accept(answer: Answer, *, by: Member, now: datetime) -> bool:
    """Returns whether anything changed. Raises MayNot("accept" | "accept-yet" | "accept-comment")."""
    with transaction.atomic():
        by = hold_member(by, now=now, beside=_counted(answer.question_id, answer.author_id))
        question = _held(answer.question_id)
        answer = Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
        if not can_accept(by, question):
            raise MayNot("accept")
        if answer.parent_id is not None or answer.state != Answer.SHOWN:
            raise MayNot("accept-comment")
        if by.pk != question.author_id and now - answer.written_at < OTHERS_AFTER:
            raise MayNot("accept-yet")
        if question.accepted_id == answer.pk:
            return False
        if question.accepted_id is not None:
            if by.pk != question.author_id and by.staff_id is None:
                raise MayNot("accept")  # the asker's own choice stays
            _uncount(question)
        Question.objects.filter(pk=question.pk).update(accepted=answer, accepted_at=now)
        if answer.author_id != question.author_id:
            Member.objects.filter(pk=answer.author_id).update(accepted_count=F("accepted_count") + 1)
        publish(AnswerAccepted(question.pk, answer.pk), by=Actor("member", by.pk, by.name))
        return True


def withdraw_acceptance(question: Question, *, by: Member, now: datetime) -> bool:
    """Returns whether anything changed. Raises MayNot("accept")."""
    with transaction.atomic():
        by = hold_member(by, now=now, beside=_counted(question.pk))
        question = _held(question.pk)
        if by.pk != question.author_id and by.staff_id is None:
            raise MayNot("accept")
        if question.accepted_id is None:
            return False
        _uncount(question)
        Question.objects.filter(pk=question.pk).update(accepted=None, accepted_at=None)
        publish(AcceptanceWithdrawn(question.pk, question.accepted_id), by=Actor("member", by.pk, by.name))
        return True


def set_aside(answer: Answer, *, by: Actor) -> datetime | None:
    """It is shown no more, so it solves nothing: the question is open again. Returns since when it was accepted, if so.

    Call it with the question's row locked, and the author's.
    """
    question = Question.objects.defer("text", "html").get(pk=answer.question_id)
    if question.accepted_id != answer.pk:
        return None
    _uncount(question)
    Question.objects.filter(pk=question.pk).update(accepted=None, accepted_at=None)
    publish(AcceptanceWithdrawn(question.pk, answer.pk), by=by)
    return question.accepted_at


def accept_again(answer: Answer, *, since: datetime, by: Actor) -> bool:
    """It is shown again. Where another was accepted meanwhile, that one stays. Locked as for `set_aside`."""
    question = Question.objects.defer("text", "html").get(pk=answer.question_id)
    if question.accepted_id is not None:
        return False
    Question.objects.filter(pk=question.pk).update(accepted=answer, accepted_at=since)
    if answer.author_id != question.author_id:
        Member.objects.filter(pk=answer.author_id).update(accepted_count=F("accepted_count") + 1)
    publish(AnswerAccepted(question.pk, answer.pk), by=by)
    return True


def _counted(question_id: int, *authors: int) -> list[int]:
    """Whose count of accepted answers may change: the author of what is accepted now, and of what will be."""
    now_accepted = Answer.objects.filter(accepted_for__pk=question_id).values_list("author_id", flat=True)
    return [*authors, *now_accepted]


def _held(question_id: int) -> Question:
    return Question.objects.select_for_update(no_key=True).defer("text", "html").get(pk=question_id)


def _uncount(question: Question) -> None:
    Member.objects.filter(pk__in=Answer.objects.filter(pk=question.accepted_id or 0).exclude(author=question.author_id)
                          .values("author_id")).update(accepted_count=F("accepted_count") - 1)  # fmt: skip
