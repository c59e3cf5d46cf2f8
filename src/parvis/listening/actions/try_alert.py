"""What a rule would have told over the stored past, kept beside it until its settings change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from parvis.listening.logic.detection import Alarm as Told
from parvis.listening.logic.detection import alarm_of, backtest
from parvis.listening.logic.detection.series import SERIES_KINDS, whole_hour
from parvis.listening.models import AlertBacktest, AlertRule
from parvis.listening.reads.alert_replay import authors_between, topics_by_day
from parvis.listening.reads.alert_series import HISTORY_DAYS, false_alarms_a_month, hourly_series, settings_of
from parvis.listening.reads.cells import EVERYTHING

TRIED_DAYS = 60
MOST_SHOWN = 60


def try_alert(rule_id: int, *, now: datetime) -> None:
    """Replay the last days hour by hour with the rule as it stands. Deterministic; run twice, the same."""
    rule = AlertRule.objects.select_related("query").filter(pk=rule_id, removed_at=None).first()
    waiting = AlertBacktest.objects.filter(rule_id=rule_id).first()
    if rule is None or waiting is None:
        return
    end = whole_hour(now.astimezone(UTC))
    monitored = AlertRule.objects.filter(is_on=True, removed_at=None).exclude(pk=rule.pk).count() + 1
    settings = settings_of(rule, monitored=monitored, budget=false_alarms_a_month())
    kinds = tuple(kind for kind in settings.kinds if kind in SERIES_KINDS)
    found: dict[str, Any] = {"days": TRIED_DAYS, "monitored": monitored, "alarms": [], "judged_hours": 0}
    if kinds or "new_topic" in rule.kinds:
        key = rule.query_id or EVERYTHING
        series = hourly_series([key], end=end, days=TRIED_DAYS + HISTORY_DAYS)[key]
        result = backtest(
            series,
            replace(settings, kinds=kinds),
            first=end - timedelta(days=TRIED_DAYS),
            topics=topics_by_day(key) if "new_topic" in rule.kinds else None,
        )
        found |= {
            "alarms": [_as_json(one) for one in result.alarms[-MOST_SHOWN:]],
            "count": len(result.alarms),
            "a_month": result.alarms_a_month,
            "judged_hours": result.judged_hours,
            "withheld": [
                {"kind": kind, "reason": reason, "hours": hours}
                for (kind, reason), hours in sorted(result.withheld.items())
            ],
            "modes": dict(result.modes),
        }
    if "influential_author" in rule.kinds:
        found |= _with_authors(found, rule, end=end)
    # Whoever changed the rule meanwhile asked for another try.
    AlertBacktest.objects.filter(rule_id=rule_id, asked_at=waiting.asked_at).update(
        state=AlertBacktest.DONE,
        done_at=now,
        asked={"kinds": rule.kinds, "minimum_mentions": rule.minimum_mentions, "cool_down": rule.cool_down_hours,
               "budget": settings.false_alarms_a_month},
        found=found,
    )  # fmt: skip


def _with_authors(found: Mapping[str, Any], rule: AlertRule, *, end: datetime) -> dict[str, Any]:
    """Large authors have a budget of their own, so they are put beside what was told of series."""
    first = end - timedelta(days=TRIED_DAYS)
    authors = authors_between(
        rule.query_id or EVERYTHING,
        first=first,
        end=end,
        most_a_month=rule.authors_a_month,
        cool_down_hours=rule.cool_down_hours,
    )
    told = [_as_json(alarm_of(one, limit=rule.authors_a_month / 30)) for one in authors]
    alarms = sorted([*found["alarms"], *told], key=lambda one: str(one["at"]))
    return {
        "alarms": alarms[-MOST_SHOWN:],
        "count": found.get("count", 0) + len(told),
        "authors": len(told),
        "judged_hours": found["judged_hours"] or (24 * TRIED_DAYS if told else 0),
    }


def _as_json(alarm: Told) -> dict[str, Any]:
    return {
        "at": alarm.at.isoformat(),
        "kind": alarm.kind,
        "observed": alarm.observed,
        "expected": alarm.expected,
        "low": alarm.low,
        "high": alarm.high,
        "severity": alarm.severity,
        "reason_code": alarm.reason_code,
        "facts": dict(alarm.facts),
        "subject": alarm.subject,
    }
