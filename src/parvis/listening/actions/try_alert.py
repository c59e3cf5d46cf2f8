"""What a rule would have told over the stored past, kept beside it until its settings change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from parvis.listening.logic.detection import Alarm as Told
from parvis.listening.logic.detection import backtest
from parvis.listening.logic.detection.series import SERIES_KINDS, whole_hour
from parvis.listening.models import AlertBacktest, AlertRule
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
    if kinds:
        key = rule.query_id or EVERYTHING
        series = hourly_series([key], end=end, days=TRIED_DAYS + HISTORY_DAYS)[key]
        result = backtest(series, replace(settings, kinds=kinds), first=end - timedelta(days=TRIED_DAYS))
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
    # Whoever changed the rule meanwhile asked for another try.
    AlertBacktest.objects.filter(rule_id=rule_id, asked_at=waiting.asked_at).update(
        state=AlertBacktest.DONE,
        done_at=now,
        asked={"kinds": rule.kinds, "minimum_mentions": rule.minimum_mentions, "cool_down": rule.cool_down_hours,
               "budget": settings.false_alarms_a_month},
        found=found,
    )  # fmt: skip


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
