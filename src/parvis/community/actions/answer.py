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
from parvis.community.models import Answer, Member, Question
from parvis.community.permissions import can_answer, hold_question
from parvis.foundation.prepared import kept

COMMENT_LONGEST = 2_000
# One statement: replies come in rows of hundreds when something happens.
_KEEP = """
    WITH followed AS (
        INSERT INTO community_follow (question_id, member_id, is_wanted, told_position, at)
        VALUES (%s, %s, true, %s, %s) ON CONFLICT (question_id, member_id) DO NOTHING
    ), written_out AS (
        DELETE FROM community_draft WHERE member_id = %s AND place = %s
    )
    INSERT INTO community_answer (question_id, parent_id, author_id, position, text, html, language, state,
                                  helpful_count, written_at, origin, external_id)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, %s, %s, %s) RETURNING id
"""


def answer(
    question: Question | int,
    *,
    text: str,
    by: Member,
    now: datetime,
    parent: Answer | None = None,
    origin: str = "web",
    once: str | None = None,
) -> Answer:
    """Publish an answer, or a comment on `parent`, or hold it for a moderator (actions/look.py).

    question: or its number, where its caller has not read it; it is read once, with its row locked.

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
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = _sent_before(by, origin=origin, once=once)
            if sent is not None:
                return sent
        held = hold_question(by, question if isinstance(question, int) else question.pk)
        if held is None:
            raise MayNot("question")
        if not can_answer(by, held):
            raise QuestionClosed
        if parent is not None and (parent.question_id != held.pk or parent.parent_id is not None):
            raise MayNot("comment-on-comment")
        check_answer_flow(by, held, now=now)
        check_text(by, text)
        written = Answer(
            question=held, parent=parent, author=by, position=held.last_position + 1, text=text,
            html=html_of(text), language=held.language, written_at=now, origin=origin, external_id=once,
        )  # fmt: skip
        _keep(written)
        note_pictures(written)
        if look_first(written, by=by, now=now):
            answer_shown(written, under=held, now=now)
            note_names(written)
        else:
            Question.objects.filter(pk=held.pk).update(last_position=written.position)
    return written


def _sent_before(by: Member, *, origin: str, once: str) -> Answer | None:
    with kept() as cursor:
        cursor.execute(
            "SELECT a.id FROM community_answer a WHERE a.origin = %s AND a.external_id = %s AND a.author_id = %s",
            [origin, once, by.pk],
        )
        found = cursor.fetchone()
    return Answer.objects.select_related("question").get(pk=found[0]) if found else None


def _keep(answer: Answer) -> None:
    """The row; its author follows the question; the draft is done with, but a mail leaves the page's alone."""
    place = f"answer:{answer.question_id}" if answer.origin == "web" else None
    with kept() as cursor:
        cursor.execute(
            _KEEP,
            [answer.question_id, answer.author_id, answer.position, answer.written_at, answer.author_id, place,
             answer.question_id, answer.parent_id, answer.author_id, answer.position, answer.text, answer.html,
             answer.language, answer.state, answer.written_at, answer.origin, answer.external_id],
        )  # fmt: skip
        answer.pk = cursor.fetchone()[0]
    answer._state.adding = False
