"""Reporting, withholding, undoing, appealing, judging. Nothing disappears silently, and all of it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from parvis.accounts.models import User
from parvis.community.actions.accept import accept_again, set_aside
from parvis.community.actions.first_shown import first_shown
from parvis.community.actions.flow import hold_member
from parvis.community.actions.looks import close_look, open_look
from parvis.community.events import (
    AppealJudged,
    ReportDecided,
    TextRestored,
    TextShown,
    TextWithheld,
)
from parvis.community.logic.errors import EmptyText, MayNot, TooOften
from parvis.community.logic.limits import limits_of
from parvis.community.models import (
    KINDS,
    Answer,
    Appeal,
    Ground,
    Look,
    Member,
    Question,
    Report,
    Restriction,
    Said,
)
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
    with transaction.atomic():
        by = hold_member(by, now=now)
        day = Report.objects.filter(by=by, at__gt=now - timedelta(days=1)).count()
        if day >= limits_of(by.trust).flags_a_day:
            raise TooOften(seconds=3600)
        made, is_made = Report.objects.get_or_create(
            kind=text.kind, text_id=text.pk, by=by, defaults={"ground": ground, "reasons": reasons, "at": now}
        )
        if is_made:
            open_look(text, reasons=["report"], priority=Look.REPORTED, now=now)
    return made


def let_stay(text: Said, *, by: User, now: datetime, answer: str = "", seen: str = "") -> bool:
    """The text breaks no rule. One that was held is shown now; every open report of it is answered so.

    seen: the wording that was read; raises MayNot("changed-since") where its author has changed it meanwhile.
    Returns whether anything waited. A text that is restricted stays so: `restore` undoes that, with its reason.
    """
    with transaction.atomic():
        held = _held(text)
        _check_wording(held, seen)
        was_held = held.state == Said.HELD
        declined = _decide(_reports_of(held), Report.DECLINED, by=by, now=now, answer=answer)
        looks = Look.objects.filter(kind=held.kind, text_id=held.pk, outcome="").exists()
        if was_held:
            _show_first(held, state=held.SHOWN_STATES[0], by=by, now=now)
        close_look(held, outcome=Look.SHOWN, by=by, now=now)
        return bool(was_held or declined or looks)


def withhold(
    text: Said,
    *,
    ground: Ground,
    facts: str,
    found_by: str,
    by: User | None,
    now: datetime,
    measure: str = Restriction.WITHHELD,
    look_id: int | None = None,
    seen: str = "",
) -> Restriction:
    """Withhold a text (or remove it: measure) with the reasons its author reads; open reports are upheld by it.

    A restriction that is there already is returned as it is: two moderators deciding at once restrict once.
    look_id: the look it is decided from; where a colleague has just let the text stay, theirs is the decision.
    seen: as for let_stay.
    Raises EmptyText where no facts are given: a restriction without reasons is none; MayNot("decided"), and
    MayNot("changed-since").
    """
    facts = facts.strip()[:MOST_WORDS]
    if not facts:
        raise EmptyText
    with transaction.atomic():
        held = _held(text)
        there = Restriction.objects.filter(kind=held.kind, text_id=held.pk, undone_at=None).first()
        if there is not None:
            return there
        if look_id and Look.objects.filter(pk=look_id).exclude(outcome="").exists():
            raise MayNot("decided")
        _check_wording(held, seen)
        restriction = Restriction.objects.create(
            measure=measure, kind=held.kind, text_id=held.pk, state_before=held.state, author_id=held.author_id,
            accepted_at=set_aside(held, by=_actor(by)) if isinstance(held, Answer) else None,
            ground=ground, facts=facts, found_by=found_by, at=now, by_id=by.pk if by else None,
        )  # fmt: skip
        type(held)._default_manager.filter(pk=held.pk).update(state=measure)
        _decide(_reports_of(held), Report.UPHELD, by=by, now=now)
        close_look(held, outcome=Look.WITHHELD, by=by, now=now)
        record("text.withheld", held, by=_actor(by), now=now, ground=ground.number, measure=measure)
        publish(TextWithheld(restriction.pk), by=_actor(by))
        return restriction


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
            there = KINDS[held.kind]._default_manager.filter(pk=held.text_id).first()
            text = _held(there) if there is not None else None
            if text is None or text.state != held.measure:
                pass
            elif held.state_before == Said.HELD:
                _show_first(text, state=text.SHOWN_STATES[0], by=by, now=now)
            else:
                type(text)._default_manager.filter(pk=text.pk).update(state=held.state_before)
                if isinstance(text, Answer) and held.accepted_at is not None:
                    accept_again(text, since=held.accepted_at, by=_actor(by))
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


def _show_first(text: Said, *, state: str, by: User, now: datetime) -> None:
    type(text)._default_manager.filter(pk=text.pk).update(state=state)
    text.state = state
    first_shown(text, now=now)
    record("text.shown", text, by=_actor(by), now=now)
    publish(TextShown(text.kind, text.pk), by=_actor(by))


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


def _check_wording(text: Said, seen: str) -> None:
    """Nobody has a text shown, or withheld, that says something else than what was read."""
    if seen and seen != text.wording:
        raise MayNot("changed-since")


def _held(text: Said) -> Said:
    """The text's row, locked, after its author's and its question's: as by who writes and who accepts, so that
    neither waits for the other for ever."""
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=text.author_id)
    if isinstance(text, Answer):
        Question.objects.select_for_update(no_key=True).only("pk").get(pk=text.question_id)
    return type(text)._default_manager.select_for_update(no_key=True).get(pk=text.pk)


def _actor(user: User | None) -> Actor:
    return Actor("user", user.pk, str(user)) if user else Actor("system")
