"""Changing what one wrote: the earlier wording stays as a revision that everybody may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from parvis.community.actions.flow import check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.events import TextEdited
from parvis.community.logic.errors import MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.logic.markdown import html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.logic.titled import checked_text, checked_title
from parvis.community.models import Answer, Member, Question, Revision
from parvis.community.permissions import can_edit
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish


def edit_question(
    question: Question,
    *,
    title: str,
    text: str,
    tags: Iterable[str],
    by: Member,
    now: datetime,
    why: str = "",
) -> bool:
    """Returns whether anything changed. Raises EmptyText, TitleTooShort, TextTooLong, MayNot, TooOften."""
    text, title = checked_text(text), checked_title(title)
    with transaction.atomic():
        by = hold_member(by, now=now)
        question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
        _check(question, by=by, text=text, now=now)
        wanted = clean_tags(tags)
        if (question.title, question.text, question.tags) == (title, text, wanted):
            return False
        if (question.title, question.text) != (title, text):
            Revision.objects.create(
                question=question, title=question.title, text=question.text, by=by, why=why[:200], at=now
            )
            question.edited_at = now
        if question.text != text:
            question.html = html_of(text)
        question.title, question.slug, question.text, question.tags = title, slug_of(title), text, wanted
        question.save(update_fields=["title", "slug", "text", "html", "tags", "edited_at"])
        note_pictures(question)
        look_first(question, by=by, now=now, is_new=False)
        publish(TextEdited(question.pk, 0), by=Actor("member", by.pk, by.name))
        return True


def edit_answer(answer: Answer, *, text: str, by: Member, now: datetime, why: str = "") -> bool:
    """Returns whether anything changed. Raises EmptyText, TextTooLong, MayNot, TooOften."""
    text = checked_text(text)
    with transaction.atomic():
        by = hold_member(by, now=now)
        answer = Answer.objects.select_for_update(no_key=True).get(pk=answer.pk)
        _check(answer, by=by, text=text, now=now)
        if answer.text == text:
            return False
        Revision.objects.create(answer=answer, text=answer.text, by=by, why=why[:200], at=now)
        answer.text, answer.html = text, html_of(text)
        Answer.objects.filter(pk=answer.pk).update(text=text, html=answer.html, edited_at=now)
        note_pictures(answer)
        look_first(answer, by=by, now=now, is_new=False)
        publish(TextEdited(answer.question_id, answer.pk), by=Actor("member", by.pk, by.name))
        return True


def _check(written: Question | Answer, *, by: Member, text: str, now: datetime) -> None:
    if not can_edit(by, written) or written.state in ("withheld", "removed"):
        raise MayNot("edit")
    if (
        Revision.objects.filter(by=by, at__gt=now - timedelta(days=1)).count()
        >= limits_of(by.trust).edits_a_day
    ):
        raise TooOften(seconds=3600)
    check_text(by, text)
