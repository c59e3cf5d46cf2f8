"""Questions that the house looks after: found by rule or sent by somebody, handed to the inbox, closed when solved."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet

from parvis.accounts.models import User
from parvis.channels.actions.hand_over import hand_over
from parvis.channels.models import Connection
from parvis.community.actions.house_source import community_connection
from parvis.community.events import CaseGrew, QuestionNeedsHouse
from parvis.community.logic.cases import (
    LOOKS_BACK,
    MOST_AT_ONCE,
    UNANSWERED_HOURS,
    is_in_difficulty,
    sounds_in_difficulty,
)
from parvis.community.logic.errors import MayNot
from parvis.community.models import Case, Question
from parvis.community.reads.items import case_texts, items_of_texts
from parvis.foundation.audit import SYSTEM, Actor, changed, record
from parvis.foundation.events import publish
from parvis.foundation.installation import fact, state_fact
from parvis.labelling.reads.labels import labels_for
from parvis.people.reads.behind import person_behind
from parvis.people.reads.touches import touches_of

MOST_HOURS = 720
HOURS_FACT = "community_case_hours"
LOOKED_FACT = "community_cases_looked_until"


def unanswered_hours() -> int:
    """After so many hours without an answer a question is a case; 0: never by itself."""
    return int(fact(HOURS_FACT, {"hours": UNANSWERED_HOURS})["hours"])


def set_unanswered_hours(hours: int, *, by: User, now: datetime) -> None:
    """hours: 0 to MOST_HOURS."""
    hours, before = min(max(hours, 0), MOST_HOURS), unanswered_hours()
    if hours != before:
        with transaction.atomic():
            state_fact(HOURS_FACT, {"hours": hours})
            by_account = Actor("user", by.pk, str(by))
            record(
                "community.case_hours_set",
                by=by_account,
                now=now,
                **changed({"hours": before}, {"hours": hours}),
            )


def send_to_inbox(question: Question, *, words: str, by: User, now: datetime) -> Case:
    """An employee asks colleagues to look after it; a case that is there already is returned.

    Raises MayNot("inbox") for what is not shown.
    """
    if not question.is_shown:
        raise MayNot("inbox")
    return _open(question, why=Case.SENT, words=words.strip()[:500], by=by, now=now)


def look_for_cases(*, now: datetime) -> int:
    """Open what the rules find. Returns how many."""
    found = [(one, Case.UNANSWERED) for one in _unanswered(now=now)]
    seen = {one.pk for one, _ in found}
    found += [(one, Case.DIFFICULTY) for one in _in_difficulty(now=now) if one.pk not in seen]
    for question, why in found:
        _open(question, why=why, words="", by=None, now=now)
    return len(found)


def grow_cases(*, now: datetime) -> int:
    """Hand over what was said under cases since. Returns how many grew."""
    grown = Case.objects.filter(handed_position__lt=F("question__last_position"))
    connection = community_connection(now=now)
    count = 0
    for case_id in list(grown.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case_id)
            question = Question.objects.select_related("author", "board").get(pk=case.question_id)
            batch_id = _hand_over(case, question, connection, now=now)
            if batch_id:
                publish(CaseGrew(case.pk, batch_id))
                count += 1
    return count


def close_case(question_id: int, *, now: datetime) -> Case | None:
    """Its asker found the answer. Returns the case that this closed."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(question_id=question_id, closed_at=None).first()
        if case is not None:
            case.closed_at, case.outcome = now, Case.SOLVED
            case.save(update_fields=["closed_at", "outcome"])
        return case


def open_again(question_id: int) -> Case | None:
    """The asker took the acceptance back. Returns the case that is open again."""
    with transaction.atomic():
        case = (
            Case.objects.select_for_update().filter(question_id=question_id).exclude(closed_at=None).first()
        )
        if case is not None:
            case.closed_at, case.outcome = None, ""
            case.save(update_fields=["closed_at", "outcome"])
        return case


def _open(question: Question, *, why: str, words: str, by: User | None, now: datetime) -> Case:
    connection = community_connection(now=now)
    with transaction.atomic():
        # One after the other: a rule and a moderator may find the same question at once.
        held = Question.objects.select_for_update(no_key=True).select_related("author").get(pk=question.pk)
        case, is_new = Case.objects.get_or_create(
            question=held,
            defaults={"why": why, "words": words, "by_id": by.pk if by else None, "opened_at": now},
        )
        if is_new:
            batch_id = _hand_over(case, held, connection, now=now)
            actor = Actor("user", by.pk, str(by)) if by else SYSTEM
            record("community.case_opened", held, by=actor, now=now, why=why)
            publish(QuestionNeedsHouse(case.pk, batch_id), by=actor)
        return case


def _hand_over(case: Case, question: Question, connection: Connection, *, now: datetime) -> int:
    """What the conversation does not hold yet, as a batch; 0 where nothing of it is shown."""
    texts = case_texts(question, after=case.handed_position)
    if case.handed_position:
        texts = [text for text in texts if text is not question]
    reached = max((getattr(text, "position", 0) for text in texts), default=0)
    # Withheld ones count as handed over: they come, if at all, when they are shown again.
    case.handed_position = reached if len(texts) >= 500 else question.last_position
    case.save(update_fields=["handed_position"])
    # Answers from the inbox lie in the conversation already, under the id that their sending gave them.
    items = items_of_texts([text for text in texts if getattr(text, "origin", "") != "inbox"], addressed=True)
    return hand_over(connection, items, now=now).pk if items else 0


def _unanswered(*, now: datetime) -> list[Question]:
    hours = unanswered_hours()
    if not hours:
        return []
    waiting = Question.objects.filter(answer_count=0, state=Question.OPEN, case=None, author__staff=None)
    waiting = waiting.filter(asked_at__lte=now - timedelta(hours=hours), asked_at__gt=now - LOOKS_BACK)
    return list(_ours(waiting).order_by("asked_at", "pk")[:MOST_AT_ONCE])


def _in_difficulty(*, now: datetime) -> list[Question]:
    """New questions in a strong mood, or of members whose linked record shows trouble."""
    last = int(fact(LOOKED_FACT, 0))
    if not last:
        # From now on: what was asked before there was this rule is not looked through.
        state_fact(LOOKED_FACT, Question.objects.aggregate(last=Max("pk"))["last"] or 1)
        return []
    new = Question.objects.filter(
        pk__gt=last - 50, asked_at__gt=now - LOOKS_BACK, state__in=Question.SHOWN_STATES
    )
    new = new.filter(case=None, author__staff=None)
    questions = list(_ours(new).order_by("pk")[: MOST_AT_ONCE * 2])
    if not questions:
        return []
    labels = labels_for(
        [f"{one.title}\n{one.text}" for one in questions],
        languages=settings.INSTALLATION_LANGUAGES,
        wanted=frozenset({"sentiment", "intents"}),
    )
    found = [
        one
        for one, label in zip(questions, labels, strict=True)
        if sounds_in_difficulty(label.sentiment, label.sentiment_probability, label.intents)
        or _has_trouble(one, now=now)
    ]
    state_fact(LOOKED_FACT, max(last, questions[-1].pk))
    return found


def _has_trouble(question: Question, *, now: datetime) -> bool:
    """Only where the member linked their record, which they did to be known."""
    identity_id = question.author.identity_id
    person = person_behind(identity_id) if identity_id else None
    if person is None:
        return False
    touches = touches_of([person.pk])[person.pk]
    return is_in_difficulty([(touch.at, touch.sentiment) for touch in touches if touch.is_theirs], at=now)


def _ours(questions: QuerySet[Question]) -> QuerySet[Question]:
    """On public boards, of now: what was imported is history."""
    return questions.filter(board__is_private=False, origin__in=("web", "mail")).select_related(
        "author", "board"
    )
