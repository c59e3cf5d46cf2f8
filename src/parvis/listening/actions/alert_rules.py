"""Deciding what people are told of: rules, the budget of false alarms, verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact
from parvis.foundation.jobs import enqueue
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Alarm, AlarmVerdict, AlertBacktest, AlertRule, Query
from parvis.listening.reads.alert_series import ALERTS_FACT, false_alarms_a_month

MOST_BUDGET = 100.0
MOST_RECIPIENTS = 200


def save_alert_rule(
    rule: AlertRule | None,
    *,
    query_id: int | None,
    kinds: Sequence[str],
    minimum_mentions: int = 10,
    cool_down_hours: int = 24,
    authors_a_month: float = 2.0,
    recipient_ids: Sequence[int] = (),
    by_mail: bool = True,
    by_push: bool = True,
    by: Actor,
    now: datetime,
) -> AlertRule:
    """Make or change a rule; what it watches does not change. A new one is off until somebody has seen what it
    would have told: the past is tried at once, in a job. Raises ListeningRefused.
    """
    chosen = [kind for kind in AlertRule.KINDS if kind in kinds]
    if not chosen or set(kinds) - set(AlertRule.KINDS):
        raise ListeningRefused("alert-kinds")
    if not (
        1 <= minimum_mentions <= 1_000_000 and 1 <= cool_down_hours <= 720 and 0 < authors_a_month <= 100
    ):
        raise ListeningRefused("alert-numbers")
    recipients = sorted(set(recipient_ids))
    if len(recipients) > MOST_RECIPIENTS or User.objects.filter(pk__in=recipients).count() < len(recipients):
        raise ListeningRefused("unknown-recipient")
    with transaction.atomic():
        if rule is None:
            stored = AlertRule(query=_watched(query_id), created_at=now, created_by_id=by.id)
        else:
            stored = AlertRule.objects.select_for_update(of=("self",)).select_related("query").get(pk=rule.pk)
            if stored.removed_at is not None:
                raise ListeningRefused("removed")
        before = _told(stored) if rule else {}
        stored.kinds, stored.minimum_mentions, stored.cool_down_hours = (
            chosen,
            minimum_mentions,
            cool_down_hours,
        )
        stored.authors_a_month, stored.recipient_ids = authors_a_month, recipients
        stored.by_mail, stored.by_push, stored.changed_at = by_mail, by_push, now
        stored.save()
        try_on_past(stored, now=now)
        verb = "alert.changed" if rule else "alert.made"
        record(verb, stored, by=by, now=now, **changed(before, _told(stored)))
    return stored


def switch_alert_rule(rule: AlertRule, *, is_on: bool, by: Actor, now: datetime) -> None:
    with transaction.atomic():
        stored = AlertRule.objects.select_for_update(of=("self",)).select_related("query").get(pk=rule.pk)
        if stored.removed_at is not None:
            raise ListeningRefused("removed")
        if stored.is_on != is_on:
            stored.is_on, stored.on_since = is_on, now if is_on else None
            stored.save(update_fields=["is_on", "on_since"])
            record("alert.on" if is_on else "alert.off", stored, by=by, now=now, watches=_watches(stored))
    rule.is_on = is_on


def remove_alert_rule(rule: AlertRule, *, by: Actor, now: datetime) -> None:
    """Nobody is told any more; its alarms stay on record."""
    with transaction.atomic():
        stored = AlertRule.objects.select_for_update(of=("self",)).select_related("query").get(pk=rule.pk)
        if stored.removed_at is None:
            stored.removed_at, stored.is_on = now, False
            stored.save(update_fields=["removed_at", "is_on"])
            record("alert.removed", stored, by=by, now=now, watches=_watches(stored))


def save_alert_budget(budget: float, *, by: Actor, now: datetime) -> None:
    """How many false alarms a month all rules together may raise. Raises ListeningRefused."""
    if not 0.1 <= budget <= MOST_BUDGET:
        raise ListeningRefused("alert-budget")
    with transaction.atomic():
        before = false_alarms_a_month()
        state_fact(ALERTS_FACT, {"false_alarms_a_month": budget})
        if before != budget:
            record("alert.budget", None, by=by, now=now, budget={"from": before, "to": budget})
            for rule in AlertRule.objects.filter(removed_at=None):
                try_on_past(rule, now=now)


def try_on_past(rule: AlertRule, *, now: datetime) -> None:
    """Have a job find out what the rule would have told; in the caller's transaction."""
    AlertBacktest.objects.update_or_create(
        rule=rule,
        defaults={"state": AlertBacktest.WAITING, "asked_at": now, "asked": {}, "found": {}, "done_at": None},
    )
    enqueue("listening.try_alert", rule_id=rule.pk)


def judge_alarm(alarm: Alarm, *, account_id: int, is_useful: bool, now: datetime) -> AlarmVerdict:
    """Whether it was worth it; a second word of the same person replaces the first."""
    verdict, _ = AlarmVerdict.objects.update_or_create(
        alarm=alarm, account_id=account_id, defaults={"is_useful": is_useful, "at": now}
    )
    return verdict


def _watched(query_id: int | None) -> Query | None:
    """The query, which no other rule watches."""
    query = None
    if query_id is not None:
        query = Query.objects.select_for_update().filter(pk=query_id, removed_at=None).first()
        if query is None:
            raise ListeningRefused("unknown-query")
    if AlertRule.objects.filter(query=query, removed_at=None).exists():
        raise ListeningRefused("alert-exists")
    return query


def _watches(rule: AlertRule) -> str:
    return rule.query.name if rule.query else "*"


def _told(rule: AlertRule) -> dict[str, object]:
    return {
        "watches": _watches(rule),
        "kinds": rule.kinds,
        "minimum_mentions": rule.minimum_mentions,
        "cool_down_hours": rule.cool_down_hours,
        "authors_a_month": rule.authors_a_month,
        "recipients": rule.recipient_ids,
        "by_mail": rule.by_mail,
        "by_push": rule.by_push,
    }
