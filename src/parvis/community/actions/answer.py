"""Answering a question, or commenting on an answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.community.actions.first_shown import answer_shown, note_names
from parvis.community.actions.flow import check_answer_flow, check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.logic.errors import EmptyText, MayNot, QuestionClosed, TextTooLong
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned, html_of
from parvis.community.models import Answer, Draft, Follow, Member, Question
from parvis.community.permissions import can_answer, visible_questions

COMMENT_LONGEST = 2_000


def answer(
    question: Question,
    *,
    text: str,
    by: Member,
    now: datetime,
    parent: Answer | None = None,
    origin: str = "web",
    once: str | None = None,
) -> Answer:
    """Publish an answer, or a comment on `parent`, or hold it for a moderator (actions/look.py).

    Its author follows the question from now on.

    once: a name of this sending (a form's, a mail's Message-ID); what comes twice is one answer.
    Raises EmptyText, TextTooLong, QuestionClosed, MayNot, TooOften.
    """
    text = cleaned(text)
    if not text:
        raise EmptyText
    most = COMMENT_LONGEST if parent else MOST_CHARACTERS
    if len(text) > most:
        raise TextTooLong(limit=most, length=len(text))
    html = html_of(text)
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = Answer.objects.filter(origin=origin, external_id=once, author=by).first()
            if sent is not None:
                return sent
        # Locked and asked for in one: who may not read it does not find it.
        held = (
            visible_questions(by)
            .select_for_update(of=("self",), no_key=True)
            .defer("text", "html")
            .filter(pk=question.pk)
            .first()
        )
        if held is None:
            raise MayNot("question")
        if not can_answer(by, held):
            raise QuestionClosed
        if parent is not None and (parent.question_id != held.pk or parent.parent_id is not None):
            raise MayNot("comment-on-comment")
        check_answer_flow(by, held, now=now)
        check_text(by, text)
        written = Answer.objects.create(
            question=held, parent=parent, author=by, position=held.last_position + 1, text=text, html=html,
            language=held.language, written_at=now, origin=origin, external_id=once,
        )  # fmt: skip
        note_pictures(written)
        follow = Follow(question=held, member=by, at=now, told_position=written.position)
        Follow.objects.bulk_create([follow], ignore_conflicts=True)
        if origin == "web":  # a mail leaves what is being written on the page alone
            Draft.objects.filter(member=by, place=f"answer:{held.pk}").delete()
        if look_first(written, by=by, now=now):
            answer_shown(written, under=held, now=now)
            note_names(written)
        else:
            Question.objects.filter(pk=held.pk).update(last_position=written.position)
    return written
