"""From findings to alarms: one budget of false alarms over everything monitored, and silence after an alarm.

Benjamini & Hochberg (1995) over all series and kinds at once, at q = false alarms a day. Where nothing is
happening this bounds the chance of any alarm that day by q; where much is happening at once (a storm over a whole
market) each true alarm makes room for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from parvis.foundation.logic.intervals import Estimate, share
from parvis.listening.logic.detection.series import HOUR, Alarm, Evaluation, Finding, Kind, Settings, Severity

Name = TypeVar("Name")

# How much rarer than the threshold an event must be to be called more than notable.
_STRONG, _SEVERE = 1e-2, 1e-4


def raise_alarms(
    evaluations: Mapping[Name, Evaluation],
    settings: Settings,
    *,
    last_alarms: Mapping[tuple[Name, Kind, str], datetime],
) -> dict[Name, list[Alarm]]:
    """The alarms of one hour over all series. last_alarms: when each last told of each kind and
    subject, for the cool-down.
    """
    told: dict[Name, list[Alarm]] = {}
    pairs = [(name, one) for name, evaluation in evaluations.items() for one in evaluation.findings]
    tests = max(settings.monitored, len(evaluations)) * max(1, len(settings.kinds))
    limit = threshold([one.chance for _, one in pairs], tests=tests, rate=settings.chance_a_day)
    for name, one in pairs:
        last = last_alarms.get((name, one.kind, one.subject))
        is_cooling = last is not None and one.at - last < settings.cool_down_hours * HOUR
        if one.chance <= limit and not is_cooling:
            told.setdefault(name, []).append(alarm_of(one, limit=limit))
    return told


def threshold(chances: Sequence[float], *, tests: int, rate: float) -> float:
    """The greatest chance that is still an alarm: the last of the sorted ones with p ≤ rate · rank / tests."""
    limit = rate / tests
    for rank, chance in enumerate(sorted(chances), start=1):
        if chance <= rate * rank / tests:
            limit = rate * rank / tests
    return limit


def alarm_of(finding: Finding, *, limit: float) -> Alarm:
    severity: Severity = "notable"
    if finding.chance <= limit * _STRONG:
        severity = "severe" if finding.chance <= limit * _SEVERE else "strong"
    return Alarm(
        at=finding.at,
        kind=finding.kind,
        observed=finding.observed,
        expected=finding.expected,
        low=finding.low,
        high=finding.high,
        severity=severity,
        reason_code=finding.reason_code,
        facts={**finding.facts, "chance_a_day": finding.chance},
        subject=finding.subject,
    )


def realised_precision(verdicts: Iterable[bool]) -> Estimate | None:
    """Of the alarms that a person judged, the share that was worth it, with Wilson's interval; None without."""
    given = list(verdicts)
    return share(sum(given), len(given))
