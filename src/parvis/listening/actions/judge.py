"""The hour's job of alerts: all rules at once, each hour once, within one budget of false alarms.

Everything of a run commits together, with the hour it came to: killed in between, it is done again from the
same hour; run twice, the second finds each event told. The last hours are judged again, as posts come late.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from parvis.foundation.events import publish
from parvis.foundation.live import announce
from parvis.listening.events import AlarmRaised
from parvis.listening.logic.detection import Alarm as Told
from parvis.listening.logic.detection import (
    Baseline,
    Evaluation,
    Seen,
    Series,
    Settings,
    alarm_of,
    learn,
    raise_alarms,
)
from parvis.listening.logic.detection import evaluate as evaluate_hour
from parvis.listening.logic.detection.series import HOUR, SERIES_KINDS, Kind, whole_hour
from parvis.listening.models import Alarm, AlertClock, AlertRule, AlertSeen, BackSearch
from parvis.listening.reads.alert_series import false_alarms_a_month, hourly_series, settings_of
from parvis.listening.reads.alert_subjects import large_authors, new_topics, usual_reach
from parvis.listening.reads.cells import EVERYTHING

# Posts of an hour that come in within so many hours after it are still considered.
LATE_HOURS = 6
# After a longer downtime, hours before these are not judged any more: an alarm of last week helps nobody.
MOST_CAUGHT_UP = 72
RULES_A_READ = 50
FORGET_SEEN_AFTER = timedelta(days=60)


def judge_hours(*, now: datetime) -> list[Alarm]:
    """Judge every hour that ended since the last run. Returns the alarms that were raised now."""
    end = whole_hour(now.astimezone(UTC))
    with transaction.atomic():
        clock, _ = AlertClock.objects.select_for_update().get_or_create(
            pk=1, defaults={"next_hour": end - HOUR}
        )
        first = max(clock.next_hour - LATE_HOURS * HOUR, end - MOST_CAUGHT_UP * HOUR)
        rules = _judged_rules()
        by_hour = _evaluations(rules, first=first, end=end) if rules and first < end else {}
        raised: list[Alarm] = []
        for hour in sorted(by_hour):
            raised += _raise(rules, by_hour[hour], now=now)
        for rule in rules.values():
            if "influential_author" in rule.kinds:
                raised += _raise_authors(rule, first=first, end=end, now=now)
        clock.next_hour = max(clock.next_hour, end)
        clock.save(update_fields=["next_hour"])
        AlertSeen.objects.filter(at__lt=now - FORGET_SEEN_AFTER).delete()
        for alarm in raised:
            publish(
                AlarmRaised(alarm.pk, alarm.query_id or 0, alarm.kind, alarm.severity, alarm.at.isoformat())
            )
        if raised:
            announce("alarms", audience="staff", count=len(raised))
    return raised


def _judged_rules() -> dict[int, AlertRule]:
    """Rules that are on, without those whose past is being searched anew: half a past is no measure."""
    searching = BackSearch.objects.filter(state=BackSearch.RUNNING).values("query_id")
    rules = (
        AlertRule.objects.filter(is_on=True, removed_at=None)
        .filter(Q(query=None) | Q(query__removed_at=None, query__is_active=True))
        .exclude(query_id__in=searching)
        .select_related("query")
    )
    return {rule.pk: rule for rule in rules}


def _evaluations(
    rules: Mapping[int, AlertRule], *, first: datetime, end: datetime
) -> dict[datetime, dict[int, Evaluation]]:
    """Hour → rule → what was found. Each rule is read once, and learned once a day."""
    found: dict[datetime, dict[int, Evaluation]] = {}
    budget = false_alarms_a_month()
    ordered = list(rules.values())
    for begin in range(0, len(ordered), RULES_A_READ):
        some = ordered[begin : begin + RULES_A_READ]
        series = hourly_series([rule.query_id or EVERYTHING for rule in some], end=end)
        for rule in some:
            settings = settings_of(rule, monitored=len(rules), budget=budget)
            one = series[rule.query_id or EVERYTHING]
            baselines: dict[datetime, Baseline] = {}
            for hour in _hours_of(rule, first, end):
                evaluation = _evaluated(one, settings, hour, baselines)
                if "new_topic" in rule.kinds and hour == end - HOUR:
                    topics = new_topics(rule.query_id or EVERYTHING, hour)
                    evaluation = replace(evaluation, findings=(*evaluation.findings, *topics))
                found.setdefault(hour, {})[rule.pk] = evaluation
    return found


def _hours_of(rule: AlertRule, first: datetime, end: datetime) -> list[datetime]:
    """Those that were not over when the rule was switched on."""
    hours = [first + step * HOUR for step in range((end - first) // HOUR)]
    return [hour for hour in hours if rule.on_since is None or hour + HOUR > rule.on_since]


def _evaluated(
    series: Series, settings: Settings, hour: datetime, baselines: dict[datetime, Baseline]
) -> Evaluation:
    midnight = hour.replace(hour=0)
    if midnight not in baselines:
        baselines[midnight] = learn(series, _of_series(settings), until=midnight)
    return evaluate_hour(series, baselines[midnight], _of_series(settings), at=hour)


def _of_series(settings: Settings) -> Settings:
    return replace(settings, kinds=tuple(kind for kind in settings.kinds if kind in SERIES_KINDS))


def _raise(
    rules: Mapping[int, AlertRule], evaluations: Mapping[int, Evaluation], *, now: datetime
) -> list[Alarm]:
    seen = {
        (row.rule_id, row.kind, row.subject): Seen(row.at, row.severity)  # type: ignore[arg-type]
        for row in AlertSeen.objects.filter(rule_id__in=list(evaluations))
    }
    kinds = {kind for rule_id in evaluations for kind in rules[rule_id].kinds}
    settings = replace(
        settings_of(next(iter(rules.values())), monitored=len(rules), budget=false_alarms_a_month()),
        kinds=tuple(kind for kind in (*SERIES_KINDS, "new_topic") if kind in kinds),
    )
    told, kept = raise_alarms(
        evaluations,
        settings,
        seen=seen,  # type: ignore[arg-type]
        cool_downs={key: rule.cool_down_hours for key, rule in rules.items()},
    )
    raised = [
        alarm
        for rule_id, alarms in told.items()
        for one in alarms
        if (alarm := _written(rules[rule_id], one, now=now)) is not None
    ]
    _remember(kept)
    return raised


def _raise_authors(rule: AlertRule, *, first: datetime, end: datetime, now: datetime) -> list[Alarm]:
    """Large authors have a budget of their own: being large is no accident, so none of them is a false alarm."""
    key = rule.query_id or EVERYTHING
    usual = usual_reach(key, end=first)
    raised: list[Alarm] = []
    for hour in _hours_of(rule, first, end) if usual is not None else ():
        quiet_until = hour - rule.cool_down_hours * HOUR
        told = AlertSeen.objects.filter(rule=rule, kind="influential_author", at__gt=quiet_until)
        subjects = set(told.values_list("subject", flat=True))
        found = large_authors(key, hour, usual=usual, most_a_month=rule.authors_a_month, told=subjects)
        for finding in found:
            one = alarm_of(finding, limit=rule.authors_a_month / 30)
            alarm = _written(rule, one, now=now)
            raised += [alarm] if alarm is not None else []
            _remember({(rule.pk, one.kind, one.subject): Seen(one.at, one.severity)})
    return raised


def _written(rule: AlertRule, told: Told, *, now: datetime) -> Alarm | None:
    """None where the hour was judged before and told then."""
    facts = asdict(told)
    named = {name: facts.pop(name) for name in ("at", "kind")}
    alarm, is_new = Alarm.objects.get_or_create(
        rule=rule,
        kind=named["kind"],
        subject=facts.pop("subject")[:200],
        at=named["at"],
        defaults={
            "query": rule.query,
            "query_version": rule.query.version if rule.query else None,
            "raised_at": now,
            **{name: value for name, value in facts.items() if name != "facts"},
            "facts": dict(told.facts),
        },
    )
    return alarm if is_new else None


def _remember(kept: Mapping[tuple[int, Kind, str], Seen]) -> None:
    rows: Sequence[AlertSeen] = [
        AlertSeen(rule_id=rule_id, kind=kind, subject=subject[:200], at=one.at, severity=one.severity)
        for (rule_id, kind, subject), one in kept.items()
    ]
    AlertSeen.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["rule", "kind", "subject"],
        update_fields=["at", "severity"],
    )
