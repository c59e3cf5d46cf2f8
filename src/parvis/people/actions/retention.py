"""Carrying out the periods: a dry run that changes nothing, and a run in batches that goes on where it was killed.

A run that would remove far more than usual stops and waits for a word: a wrong clock or a mistyped period must not
cost the house its customers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.logic.retention_rules import RetentionRule, Sample
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import RetentionPeriod, RetentionRun
from parvis.people.reads.retention import days_of, retention_rules, rule_named, sources_of

MOST_COUNTED = 10_000
SAMPLE = 8
# Held for a word: more than this many at once that are also more than this share of all.
HELD_FROM, HELD_SHARE = 100, 0.2


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would go. is_more: counting stopped at MOST_COUNTED."""

    rule: RetentionRule
    source: str
    before: datetime
    count: int
    is_more: bool
    sample: list[Sample]


def dry_run(rule: RetentionRule, *, source: str = "", now: datetime) -> DryRun:
    """Exactly what a run of this moment would remove: its number, and the first of it. Changes nothing."""
    before = now - timedelta(days=days_of(rule, source))
    first: list[int] = []
    count = 0
    with purpose("legal_duty"):
        for ids in rule.due(before, source):
            count += len(ids)
            first += ids[: SAMPLE - len(first)]
            if count >= MOST_COUNTED:
                break
        sample = rule.shown(first) if first else []
    return DryRun(rule, source, before, min(count, MOST_COUNTED), count >= MOST_COUNTED, sample)


def set_period(
    rule: RetentionRule, *, source: str = "", days: int, reason: str = "", by: Actor, now: datetime
) -> None:
    """Keep it for so long. Raises RightsRefused: "period-too-short", "period-too-long", "reason-missing".

    Longer than the rule's own period asks for the house's reason: what has none is not kept (art. 5(1)(e) GDPR).
    """
    if days < rule.least_days:
        raise RightsRefused("period-too-short")
    if days > 36_525:
        raise RightsRefused("period-too-long")
    if days > rule.days and not reason.strip():
        raise RightsRefused("reason-missing")
    if source and source not in dict(sources_of(rule)):
        raise RightsRefused("source-unknown")
    with transaction.atomic():
        held = RetentionPeriod.objects.filter(rule=rule.key, source=source).first()
        was = held.days if held else days_of(rule, source)
        RetentionPeriod.objects.update_or_create(
            rule=rule.key,
            source=source,
            defaults={"days": days, "reason": reason.strip(), "changed_at": now, "changed_by_id": by.id},
        )
        record(
            "retention.changed", by=by, now=now, rule=rule.key, source=source, days={"from": was, "to": days}
        )


def run_rule(
    rule: RetentionRule,
    *,
    source: str = "",
    is_confirmed: bool = False,
    by: Actor = SYSTEM,
    now: datetime,
) -> RetentionRun:
    """Remove what is due, a batch a transaction. Of a run that was killed the rest is done under the same moment."""
    run = _run_begun(rule, source, by=by, now=now)
    if not is_confirmed and _is_too_much(rule, run):
        RetentionRun.objects.filter(pk=run.pk).update(state=RetentionRun.HELD)
        record("retention.held", by=by, now=now, rule=rule.key, source=source, count=run.count_due)
        run.refresh_from_db()
        return run
    while ids := _next_batch(rule, run):
        with purpose("legal_duty"), transaction.atomic():
            held = RetentionRun.objects.select_for_update().get(pk=run.pk)
            counts = rule.purge(ids)
            for table, count in counts.items():
                held.counts[table] = held.counts.get(table, 0) + count
            held.count_gone += len(ids)
            held.save(update_fields=["counts", "count_gone"])
    RetentionRun.objects.filter(pk=run.pk).update(state=RetentionRun.DONE, done_at=now)
    run.refresh_from_db()
    if run.count_gone:
        record("retention.run", by=by, now=now, rule=rule.key, source=source, count=run.count_gone)
    else:
        # A night on which nothing was due leaves no line of its own: the last one says since when.
        RetentionRun.objects.filter(rule=rule.key, source=source, state="done", count_gone=0).exclude(
            pk=run.pk
        ).delete()
    return run


def run_all(*, now: datetime) -> list[RetentionRun]:
    """Every rule for every source, except those that wait for a word."""
    return [
        run_rule(rule, source=source, now=now)
        for rule in retention_rules()
        for source, _name in sources_of(rule)
        if not RetentionRun.objects.filter(rule=rule.key, source=source, state=RetentionRun.HELD).exists()
    ]


def confirm_held(run: RetentionRun, *, by: Actor, now: datetime) -> RetentionRun:
    """Somebody looked: it is as it should be. Raises RightsRefused("not-held")."""
    if not RetentionRun.objects.filter(pk=run.pk, state=RetentionRun.HELD).update(state=RetentionRun.RUNNING):
        raise RightsRefused("not-held")
    record("retention.confirmed", by=by, now=now, rule=run.rule, source=run.source, count=run.count_due)
    return run_rule(rule_named(run.rule), source=run.source, is_confirmed=True, by=by, now=now)


def dismiss_held(run: RetentionRun, *, by: Actor, now: datetime) -> None:
    """It was not as it should be: the period was put right, the next night counts anew."""
    if not RetentionRun.objects.filter(pk=run.pk, state=RetentionRun.HELD).update(
        state=RetentionRun.DONE, done_at=now
    ):
        raise RightsRefused("not-held")
    record("retention.dismissed", by=by, now=now, rule=run.rule, source=run.source)


def _run_begun(rule: RetentionRule, source: str, *, by: Actor, now: datetime) -> RetentionRun:
    held = RetentionRun.objects.filter(rule=rule.key, source=source, state=RetentionRun.RUNNING).first()
    if held is not None:
        return held
    found = dry_run(rule, source=source, now=now)
    return RetentionRun.objects.create(
        rule=rule.key, source=source, before=found.before, state=RetentionRun.RUNNING, count_due=found.count,
        started_at=now, started_by_kind=by.kind, started_by_id=by.id,
    )  # fmt: skip


def _is_too_much(rule: RetentionRule, run: RetentionRun) -> bool:
    if run.count_due < HELD_FROM:
        return False
    with purpose("legal_duty"):
        return run.count_due > HELD_SHARE * max(1, rule.total(run.source))


def _next_batch(rule: RetentionRule, run: RetentionRun) -> list[int]:
    with purpose("legal_duty"):
        batches: Iterator[list[int]] = rule.due(run.before, run.source)
        return next((ids for ids in batches if ids), [])
