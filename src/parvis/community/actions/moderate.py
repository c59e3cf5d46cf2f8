"""Reporting, withholding, undoing, appealing, judging. Nothing disappears silently, and all of it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from parvis.accounts.models import User
from parvis.community.events import TextRestored, TextWithheld
from parvis.community.logic.errors import EmptyText, MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import Answer, Appeal, Ground, Member, Question, Report, Restriction
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish

MOST_WORDS = 2000
APPEAL_WITHIN = timedelta(days=183)  # six months: art. 20 DSA


def report(text: Question | Answer, *, ground: Ground, reasons: str, by: Member, now: datetime) -> Report:
    """Say that a text breaks a rule. Said again by the same member, it is the same report.

    Raises EmptyText, MayNot("report"), TooOften.
    """
    reasons = reasons.strip()[:MOST_WORDS]
    if not reasons:
        raise EmptyText
    if text.author_id == by.pk:
        raise MayNot("report")
    day = Report.objects.filter(by=by, at__gt=now - timedelta(days=1)).count()
    if day >= limits_of(by.trust).flags_a_day:
        raise TooOften(seconds=3600)
    made, _ = Report.objects.get_or_create(
        **_of(text), by=by, defaults={"ground": ground, "reasons": reasons, "at": now}
    )
    return made


def decline(report: Report, *, by: User, now: datetime) -> bool:
    """The text breaks no rule and stays. Returns whether the report was open."""
    changed = Report.objects.filter(pk=report.pk, state=Report.OPEN).update(
        state=Report.DECLINED, decided_at=now, decided_by_id=by.pk
    )
    return bool(changed)


def withhold(
    text: Question | Answer, *, ground: Ground, facts: str, found_by: str, by: User | None, now: datetime
) -> Restriction:
    """Withhold a text with the reasons that its author reads; open reports of it are upheld by it.

    A restriction that is there already is returned as it is: two moderators deciding at once restrict once.
    Raises EmptyText where no facts are given: a restriction without reasons is none.
    """
    facts = facts.strip()[:MOST_WORDS]
    if not facts:
        raise EmptyText
    with transaction.atomic():
        held = _held(text)
        there = Restriction.objects.filter(**_of(held), undone_at=None).first()
        if there is not None:
            return there
        restriction = Restriction.objects.create(
            **_of(held), author_id=held.author_id, ground=ground, facts=facts, found_by=found_by, at=now,
            by_id=by.pk if by else None,
        )  # fmt: skip
        type(held).objects.filter(pk=held.pk).update(state="withheld")
        Report.objects.filter(**_of(held), state=Report.OPEN).update(
            state=Report.UPHELD, decided_at=now, decided_by_id=by.pk if by else None
        )
        record("text.withheld", held, by=_actor(by), now=now, ground=ground.number)
        publish(TextWithheld(restriction.pk), by=_actor(by))
        return restriction


def restore(restriction: Restriction, *, why: str, by: User, now: datetime) -> bool:
    """Show the text again. Returns whether anything changed."""
    with transaction.atomic():
        held = Restriction.objects.select_for_update().get(pk=restriction.pk)
        if held.undone_at is not None:
            return False
        held.undone_at, held.undone_by_id, held.undone_why = now, by.pk, why.strip()[:500]
        held.save(update_fields=["undone_at", "undone_by_id", "undone_why"])
        if held.question_id:
            Question.objects.filter(pk=held.question_id).update(state=Question.OPEN)
        else:
            Answer.objects.filter(pk=held.answer_id or 0).update(state=Answer.SHOWN)
        record("text.restored", held, by=_actor(by), now=now)
        publish(TextRestored(held.pk), by=_actor(by))
        return True


def appeal(restriction: Restriction, *, words: str, by: Member, now: datetime) -> Appeal:
    """The author asks for another look, once and within six months. Raises EmptyText, MayNot("appeal")."""
    words = words.strip()[:MOST_WORDS]
    if not words:
        raise EmptyText
    if restriction.author_id != by.pk or restriction.undone_at or now - restriction.at > APPEAL_WITHIN:
        raise MayNot("appeal")
    try:
        with transaction.atomic():
            return Appeal.objects.create(restriction=restriction, words=words, at=now)
    except IntegrityError as error:
        raise MayNot("appeal") from error


def judge(appeal: Appeal, *, is_granted: bool, judgement: str, by: User, now: datetime) -> bool:
    """Decide an appeal; granted, the text is shown again. Returns whether it was open.

    Raises EmptyText, and MayNot("judge") for whoever restricted the text: another has to look.
    """
    judgement = judgement.strip()[:MOST_WORDS]
    if not judgement:
        raise EmptyText
    with transaction.atomic():
        held = Appeal.objects.select_for_update().select_related("restriction").get(pk=appeal.pk)
        if held.state != Appeal.OPEN:
            return False
        if held.restriction.by_id == by.pk:
            raise MayNot("judge")
        held.state = Appeal.GRANTED if is_granted else Appeal.REFUSED
        held.judged_by_id, held.judged_at, held.judgement = by.pk, now, judgement
        held.save(update_fields=["state", "judged_by_id", "judged_at", "judgement"])
        record("appeal.judged", held, by=_actor(by), now=now, is_granted=is_granted)
        if is_granted:
            restore(held.restriction, why=judgement, by=by, now=now)
        return True


def _of(text: Question | Answer) -> dict[str, Question | Answer]:
    return {"question": text} if isinstance(text, Question) else {"answer": text}


def _held(text: Question | Answer) -> Question | Answer:
    return type(text)._default_manager.select_for_update(no_key=True).get(pk=text.pk)


def _actor(user: User | None) -> Actor:
    return Actor("user", user.pk, str(user)) if user else Actor("system")
