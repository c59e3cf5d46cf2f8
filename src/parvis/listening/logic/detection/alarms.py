"""From findings to alarms: one budget of false alarms over everything monitored, and silence after an alarm.

Benjamini & Hochberg (1995) over all series and kinds at once, at q = false alarms a day. Where nothing is
happening this bounds the chance of any alarm that day by q; where much is happening at once (a storm over a whole
market) each true alarm makes room for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from parvis.foundation.logic.intervals import Estimate, share
from parvis.listening.logic.detection.series import HOUR, Alarm, Evaluation, Finding, Kind, Settings, Severity

Name = TypeVar("Name")

# How much rarer than the threshold an event must be to be called more than notable.
_STRONG, _SEVERE = 1e-2, 1e-4
_ORDER: tuple[Severity, ...] = ("notable", "strong", "severe")


@dataclass(frozen=True, slots=True)
class Seen:
    """When a kind of event was last unusual, told or not, and how severe it was when told."""

    at: datetime
    severity: Severity


Key = tuple[Name, Kind, str]  # series, kind, subject


def raise_alarms(
    evaluations: Mapping[Name, Evaluation],
    settings: Settings,
    *,
    seen: Mapping[Key[Name], Seen],
    cool_downs: Mapping[Name, int] | None = None,
) -> tuple[dict[Name, list[Alarm]], dict[Key[Name], Seen]]:
    """The alarms of one hour over all series, and what to keep of it for the next (put it over `seen`).

    An event is told once: again only after a cool-down without it, or when it has become more severe.
    cool_downs: hours, of the series that have their own. An hour that is judged again later tells nothing twice.
    """
    told: dict[Name, list[Alarm]] = {}
    kept: dict[Key[Name], Seen] = {}
    pairs = [(name, one) for name, evaluation in evaluations.items() for one in evaluation.findings]
    tests = max(settings.monitored, len(evaluations)) * max(1, len(settings.kinds))
    limit = threshold([one.chance for _, one in pairs], tests=tests, rate=settings.chance_a_day)
    for name, one in pairs:
        if one.chance > limit:
            continue
        key = (name, one.kind, one.subject)
        alarm, last = alarm_of(one, limit=limit), seen.get(key)
        cool_down = (cool_downs or {}).get(name, settings.cool_down_hours)
        is_new = last is None or one.at - last.at >= cool_down * HOUR
        at = one.at if last is None else max(one.at, last.at)
        if last is None or is_new or _ORDER.index(alarm.severity) > _ORDER.index(last.severity):
            told.setdefault(name, []).append(alarm)
            kept[key] = Seen(at, alarm.severity)
        else:
            kept[key] = Seen(at, last.severity)
    return told, kept


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
