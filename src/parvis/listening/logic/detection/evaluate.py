"""The newest hour of a series held against its baseline: what stands out, how far, and by chance how often.

Reads the last two days only, so it costs the same however long the history is; the same values give the same
answer. Nothing here remembers: whether a finding becomes an alarm is `alarms.raise_alarms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import sqrt

import numpy as np

from parvis.foundation.logic.intervals import Z_95
from parvis.listening.logic.detection import windows
from parvis.listening.logic.detection.baseline import (
    COUNT_KINDS,
    Baseline,
    doubts,
    expected_hours,
    oddness_of_counts,
    oddness_of_shares,
)
from parvis.listening.logic.detection.series import (
    HOUR,
    Evaluation,
    Fact,
    Finding,
    Floats,
    Kind,
    Series,
    Settings,
    as_floats,
)
from parvis.listening.logic.detection.tails import usual_range

_REASONS: dict[Kind, str] = {
    "volume_up": "far_above_usual",
    "silence": "far_below_usual",
    "negative_up": "more_negative_than_usual",
}


# What a quiet day in ten shows is no finding.
_WORTH_A_LOOK = 0.1


def evaluate(
    series: Series, baseline: Baseline, settings: Settings, *, at: datetime | None = None
) -> Evaluation:
    """The hour `at` (the newest by default)."""
    last = len(series) - 1 if at is None else series.index(at)
    if last < 0:
        return Evaluation(series.start, "none", (), dict.fromkeys(settings.kinds, "no_history"))
    return next(iter(evaluate_hours(series, baseline, settings, first=last, last=last)))


def evaluate_hours(
    series: Series, baseline: Baseline, settings: Settings, *, first: int, last: int
) -> Iterable[Evaluation]:
    """Several hours by one baseline, in order; the windows of an hour never look past it."""
    begin = max(0, first - windows.LONGEST + 1)
    counts = as_floats(series.counts[begin : last + 1])
    expected = expected_hours(baseline, series.at(begin), len(counts))
    newest = last - first + 1
    odd: dict[Kind, Floats] = {}
    mood = (np.empty(0), np.empty(0))
    if baseline.calibrations:
        for kind in COUNT_KINDS:
            doubt = np.array([[one] for one in doubts(baseline, kind).values()])
            odd[kind] = oddness_of_counts(
                kind, counts, expected, baseline.dispersion, doubt=doubt, newest=newest
            )
        if series.analysed and baseline.share is not None and baseline.likeness:
            mood = as_floats(series.negatives[begin : last + 1]), as_floats(series.analysed[begin : last + 1])
            odd["negative_up"] = oddness_of_shares(*mood, baseline.share, baseline.likeness, newest=newest)
    for hour in range(first, last + 1):
        withheld: dict[Kind, str] = {}
        findings = []
        for kind in settings.kinds:
            reason = _why_not(kind, hour, series, baseline, settings, is_known=kind in odd)
            if reason:
                withheld[kind] = reason
                continue
            column, surprises = hour - begin, odd[kind][:, hour - first]
            if kind == "negative_up":
                found = _share_finding(series.at(hour), column, mood, surprises, baseline, settings)
            else:
                found = _count_finding(
                    kind, series.at(hour), column, (counts, expected), surprises, baseline, settings
                )
            if found is not None:
                findings.append(found)
        yield Evaluation(series.at(hour), baseline.mode, tuple(findings), withheld)


def _why_not(
    kind: Kind, hour: int, series: Series, baseline: Baseline, settings: Settings, *, is_known: bool
) -> str:
    if kind not in _REASONS:
        return "not_of_a_series"
    if baseline.withheld and not (baseline.withheld == "source_added" and kind == "negative_up"):
        return baseline.withheld
    if not is_known:
        return "not_analysed" if kind == "negative_up" else baseline.withheld or "no_history"
    for moment in series.source_starts:
        if 0 <= hour - series.index(moment) < settings.settling_hours:
            return "source_added"
    return "gap" if series.counts[hour] is None else ""


def _count_finding(
    kind: Kind,
    at: datetime,
    column: int,
    given: tuple[Floats, Floats],
    odd: Floats,
    baseline: Baseline,
    settings: Settings,
) -> Finding | None:
    """Of the windows in which enough happened, far enough from the usual, the most unusual one."""
    counts, expected = given
    best: tuple[float, int, float, float] | None = None
    for surprise, hours in zip(odd, windows.WINDOWS[kind], strict=True):
        if column + 1 < hours or baseline.calibrations[kind].chance(float(surprise)) > _WORTH_A_LOOK:
            continue
        part = slice(column + 1 - hours, column + 1)
        known = ~np.isnan(counts[part])
        seen, usual = float(counts[part][known].sum()), float(expected[part][known].sum())
        if kind == "silence":
            is_enough = usual >= max(settings.minimum_mentions, settings.minimum_ratio * seen)
        else:
            is_enough = seen >= max(settings.minimum_mentions, settings.minimum_ratio * usual)
        if is_enough and (best is None or surprise > best[0]):
            best = (float(surprise), hours, seen, usual)
    if best is None:
        return None
    surprise, hours, seen, usual = best
    low, high = usual_range(usual, baseline.dispersion[f"{kind}/{hours}"] + doubts(baseline, kind)[hours])
    facts = _facts(baseline, at, hours, surprise)
    if usual > 0:
        facts["ratio"] = round(seen / usual, 3)
    chance = baseline.calibrations[kind].chance(surprise)
    return Finding(at, kind, chance, seen, usual, low, high, _REASONS[kind], facts)


def _share_finding(
    at: datetime,
    column: int,
    mood: tuple[Floats, Floats],
    odd: Floats,
    baseline: Baseline,
    settings: Settings,
) -> Finding | None:
    negatives, analysed = mood
    usual, calibration = baseline.share or 0.0, baseline.calibrations["negative_up"]
    best: tuple[float, int, float, float] | None = None
    for surprise, hours in zip(odd, windows.WINDOWS["negative_up"], strict=True):
        if column + 1 < hours or calibration.chance(float(surprise)) > _WORTH_A_LOOK:
            continue
        part = slice(column + 1 - hours, column + 1)
        known = ~np.isnan(negatives[part]) & ~np.isnan(analysed[part])
        bad, all_ = float(negatives[part][known].sum()), float(analysed[part][known].sum())
        is_enough = all_ >= settings.minimum_mentions and bad >= all_ * (usual + settings.minimum_points)
        if is_enough and (best is None or surprise > best[0]):
            best = (float(surprise), hours, bad, all_)
    if best is None:
        return None
    surprise, hours, bad, all_ = best
    like = 1 + (all_ - 1) * baseline.likeness[hours]
    half = Z_95 * sqrt(usual * (1 - usual) * like / all_)
    return Finding(
        at=at,
        kind="negative_up",
        chance=calibration.chance(surprise),
        observed=bad / all_,
        expected=usual,
        low=max(0.0, usual - half),
        high=min(1.0, usual + half),
        reason_code=_REASONS["negative_up"],
        facts=_facts(baseline, at, hours, surprise) | {"negatives": int(bad), "analysed": int(all_)},
    )


def _facts(baseline: Baseline, at: datetime, hours: int, surprise: float) -> dict[str, Fact]:
    return {
        "hours": hours,
        "since": (at - (hours - 1) * HOUR).isoformat(),
        "mode": baseline.mode,
        "days_of_history": round(baseline.days, 1),
        "surprise": round(surprise, 2),
    }
