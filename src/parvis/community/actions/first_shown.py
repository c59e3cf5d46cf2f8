"""What happens once everybody can read a text: it is counted and told of. A held text comes here when it is shown.

Each kind has its own; the texts whose kind has none are shown and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from parvis.community.events import (
    AnswerWritten,
    IdeaCommented,
    IdeaProposed,
    MembersNamed,
    QuestionAsked,
    ReviewWritten,
)
from parvis.community.models import Answer, Idea, IdeaComment, Member, Question, Review, Said
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish
from parvis.foundation.prepared import kept

# Both rows are locked by who counts.
_COUNT = """
    WITH of_author AS (
        UPDATE community_member SET answer_count = answer_count + %s WHERE id = %s AND %s > 0
    )
    UPDATE community_question
    SET answer_count = answer_count + %s, last_position = greatest(last_position, %s), active_at = %s,
        last_answer_by_id = %s, first_answered_at = coalesce(first_answered_at, %s)
    WHERE id = %s
"""


def question_shown(question: Question, *, now: datetime) -> None:
    Member.objects.filter(pk=question.author_id).update(question_count=F("question_count") + 1)
    publish(QuestionAsked(question.pk), by=_author(question))


def answer_shown(answer: Answer, *, now: datetime, under: Question | None = None) -> None:
    """under: its question, where the caller has locked it."""
    question = under or (
        Question.objects.select_for_update(no_key=True).defer("text", "html").get(pk=answer.question_id)
    )
    counted = 1 if answer.parent_id is None else 0
    is_first = counted and question.first_answered_at is None and answer.author_id != question.author_id
    of_others = counted if answer.author_id != question.author_id else 0
    with kept() as cursor:
        cursor.execute(
            _COUNT,
            [of_others, answer.author_id, of_others, counted, answer.position, now, answer.author_id,
             now if is_first else None, question.pk],
        )  # fmt: skip
    publish(AnswerWritten(answer.pk), by=_author(answer))


def idea_shown(idea: Idea, *, now: datetime) -> None:
    publish(IdeaProposed(idea.pk), by=_author(idea))


def idea_comment_shown(comment: IdeaComment, *, now: datetime) -> None:
    Idea.objects.filter(pk=comment.idea_id).update(comment_count=F("comment_count") + 1)
    publish(IdeaCommented(comment.pk), by=_author(comment))


def review_shown(review: Review, *, now: datetime) -> None:
    publish(ReviewWritten(review.pk), by=_author(review))


# kind → what is done in the transaction in which a text of it is shown for the first time.
FIRST_SHOWN: dict[str, Callable[..., None]] = {
    "question": question_shown,
    "answer": answer_shown,
    "idea": idea_shown,
    "idea_comment": idea_comment_shown,
    "review": review_shown,
}


def first_shown(text: Said, *, now: datetime) -> None:
    if text.kind in FIRST_SHOWN:
        FIRST_SHOWN[text.kind](text, now=now)
    note_names(text)


def note_names(text: Said) -> None:
    """Whoever is named with an @ sign hears of it."""
    if "@" in text.text:
        publish(MembersNamed(text.kind, text.pk), by=_author(text))


def _author(text: Said) -> Actor:
    return Actor("member", text.author_id, text.author.name)
