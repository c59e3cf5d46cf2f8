"""Reporting, withholding, undoing, appealing, judging. Nothing disappears silently, and all of it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from parvis.accounts.models import User
from parvis.community.events import AppealJudged, MemberSuspended, ReportDecided, TextRestored, TextWithheld
from parvis.community.logic.errors import EmptyText, MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import KINDS, Appeal, Ground, Member, Report, Restriction, Said
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish

MOST_WORDS = 2000
APPEAL_WITHIN = timedelta(days=183)  # six months: art. 20 DSA


def report(text: Said, *, ground: Ground, reasons: str, by: Member, now: datetime) -> Report:
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
        kind=text.kind, text_id=text.pk, by=by, defaults={"ground": ground, "reasons": reasons, "at": now}
    )
    return made


def decline(report: Report, *, by: User, now: datetime, answer: str = "") -> bool:
    """The text breaks no rule and stays; who reported it is told. Returns whether the report was open."""
    with transaction.atomic():
        return bool(
            _decide(Report.objects.filter(pk=report.pk), Report.DECLINED, by=by, now=now, answer=answer)
        )


def decline_all(text: Said, *, by: User, now: datetime, answer: str = "") -> int:
    """The text breaks no rule: every open report of it is answered so. Returns how many were open."""
    with transaction.atomic():
        _held(text)
        return _decide(_reports_of(text), Report.DECLINED, by=by, now=now, answer=answer)


def withhold(
    text: Said,
    *,
    ground: Ground,
    facts: str,
    found_by: str,
    by: User | None,
    now: datetime,
    measure: str = Restriction.WITHHELD,
) -> Restriction:
    """Withhold a text (or remove it: measure) with the reasons its author reads; open reports are upheld by it.

    A restriction that is there already is returned as it is: two moderators deciding at once restrict once.
    Raises EmptyText where no facts are given: a restriction without reasons is none.
    """
    facts = facts.strip()[:MOST_WORDS]
    if not facts:
        raise EmptyText
    with transaction.atomic():
        held = _held(text)
        there = Restriction.objects.filter(kind=held.kind, text_id=held.pk, undone_at=None).first()
        if there is not None:
            return there
        restriction = Restriction.objects.create(
            measure=measure, kind=held.kind, text_id=held.pk, state_before=held.state, author_id=held.author_id,
            ground=ground, facts=facts, found_by=found_by, at=now, by_id=by.pk if by else None,
        )  # fmt: skip
        type(held)._default_manager.filter(pk=held.pk).update(state=measure)
        _decide(_reports_of(held), Report.UPHELD, by=by, now=now)
        record("text.withheld", held, by=_actor(by), now=now, ground=ground.number, measure=measure)
        publish(TextWithheld(restriction.pk), by=_actor(by))
        return restriction


def suspend(
    member: Member, *, ground: Ground, facts: str, until: datetime | None, by: User, now: datetime
) -> Restriction:
    """The member writes nothing until then (None: for good, or until it is undone); they still read, appeal, leave.

    Raises EmptyText without facts, MayNot("suspend") for an employee or a time that is past, MayNot("suspended").
    """
    facts = facts.strip()[:MOST_WORDS]
    if not facts:
        raise EmptyText
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        if held.staff_id is not None or (until is not None and until <= now):
            raise MayNot("suspend")
        if suspension_of(held, now=now) is not None:
            raise MayNot("suspended")
        restriction = Restriction.objects.create(
            measure=Restriction.SUSPENDED, author=held, ground=ground, facts=facts, until=until,
            found_by=Restriction.MODERATOR, at=now, by_id=by.pk,
        )  # fmt: skip
        record("member.suspended", held, by=_actor(by), now=now, ground=ground.number)
        publish(MemberSuspended(restriction.pk), by=_actor(by))
        return restriction


def suspension_of(member: Member, *, now: datetime) -> Restriction | None:
    """What keeps the member from writing now."""
    found = Restriction.objects.filter(author=member, measure=Restriction.SUSPENDED, undone_at=None)
    return found.exclude(until__lte=now).first()


def restore(restriction: Restriction, *, why: str, by: User, now: datetime) -> bool:
    """Everything is as it was before. Returns whether anything changed."""
    with transaction.atomic():
        held = Restriction.objects.select_for_update().get(pk=restriction.pk)
        if held.undone_at is not None:
            return False
        held.undone_at, held.undone_by_id, held.undone_why = now, by.pk, why.strip()[:500]
        held.save(update_fields=["undone_at", "undone_by_id", "undone_why"])
        if held.text_id is not None:
            # Only what this restriction made: a text that its author has taken away since stays away.
            KINDS[held.kind]._default_manager.filter(pk=held.text_id, state=held.measure).update(
                state=held.state_before
            )
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
        publish(AppealJudged(held.pk), by=_actor(by))
        return True


def _reports_of(text: Said) -> QuerySet[Report]:
    return Report.objects.filter(kind=text.kind, text_id=text.pk)


def _decide(
    reports: QuerySet[Report], state: str, *, by: User | None, now: datetime, answer: str = ""
) -> int:
    """Those of them that are open; whoever made one hears of it."""
    open_ones = list(reports.filter(state=Report.OPEN).select_for_update().values_list("pk", flat=True))
    Report.objects.filter(pk__in=open_ones).update(
        state=state, decided_at=now, decided_by_id=by.pk if by else None, answer=answer.strip()[:MOST_WORDS]
    )
    for report_id in open_ones:
        publish(ReportDecided(report_id), by=_actor(by))
    return len(open_ones)


def _held(text: Said) -> Said:
    return type(text)._default_manager.select_for_update(no_key=True).get(pk=text.pk)


def _actor(user: User | None) -> Actor:
    return Actor("user", user.pk, str(user)) if user else Actor("system")
