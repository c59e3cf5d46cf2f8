"""The newest hour of a series held against its baseline: what stands out, how far, and by chance how often.

Reads the last two days only, so it costs the same however long the history is; the same values give the same
answer. Nothing here remembers: whether a finding becomes an alarm is `alarms.raise_alarms`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import sqrt

import numpy as np

from parvis.listening.logic.detection import windows
from parvis.listening.logic.detection.baseline import (
    Baseline,
    expected_hours,
    oddness_of_counts,
    oddness_of_shares,
)
from parvis.listening.logic.detection.series import (
    HOUR,
    Evaluation,
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
    odd: dict[Kind, Floats] = {}
    mood = (np.empty(0), np.empty(0))
    if not baseline.withheld and baseline.calibrations:
        for kind in ("volume_up", "silence"):
            odd[kind] = oddness_of_counts(
                kind,  # type: ignore[arg-type]
                counts,
                expected,
                baseline.dispersion,
                doubt=baseline.level_doubt,
            )
        if series.analysed and baseline.share is not None and baseline.likeness:
            mood = as_floats(series.negatives[begin : last + 1]), as_floats(series.analysed[begin : last + 1])
            usual = np.full(len(counts), baseline.share)
            odd["negative_up"] = oddness_of_shares(*mood, usual, baseline.likeness)
    for hour in range(first, last + 1):
        column, withheld, findings = hour - begin, {}, []
        for kind in settings.kinds:
            reason = _why_not(kind, hour, series, baseline, settings, is_known=kind in odd)
            if reason:
                withheld[kind] = reason
                continue
            # Windows that fail what a person asked for (enough mentions, far enough) do not speak.
            rows = _count_findings if kind != "negative_up" else _share_findings
            given = (counts, expected) if kind != "negative_up" else mood
            best = max(
                rows(kind, series.at(hour), column, given, odd[kind][:, column], baseline, settings),
                key=lambda pair: pair[0],
                default=None,
            )
            if best is not None:
                findings.append(best[1])
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


def _count_findings(
    kind: Kind,
    at: datetime,
    column: int,
    given: tuple[Floats, Floats],
    odd: Floats,
    baseline: Baseline,
    settings: Settings,
) -> Iterable[tuple[float, Finding]]:
    counts, expected = given
    for row, hours in enumerate(windows.WINDOWS[kind]):
        if column + 1 < hours or odd[row] <= baseline.calibrations[kind].median:
            continue
        part = slice(column + 1 - hours, column + 1)
        known = ~np.isnan(counts[part])
        seen, usual = float(counts[part][known].sum()), float(expected[part][known].sum())
        if kind == "silence":
            is_enough = usual >= settings.minimum_mentions and usual >= settings.minimum_ratio * max(
                seen, 0.5
            )
        else:
            is_enough = seen >= settings.minimum_mentions and seen >= settings.minimum_ratio * usual
        if not is_enough:
            continue
        low, high = usual_range(usual, baseline.dispersion[f"{kind}/{hours}"] + baseline.level_doubt)
        facts = _facts(baseline, hours, odd[row]) | {
            "ratio": round(seen / usual, 3) if usual > 0 else 0.0,
            "since": (at - (hours - 1) * HOUR).isoformat(),
        }
        chance = baseline.calibrations[kind].chance(float(odd[row]))
        yield float(odd[row]), Finding(at, kind, chance, seen, usual, low, high, _REASONS[kind], facts)


def _share_findings(
    kind: Kind,
    at: datetime,
    column: int,
    given: tuple[Floats, Floats],
    odd: Floats,
    baseline: Baseline,
    settings: Settings,
) -> Iterable[tuple[float, Finding]]:
    negatives, analysed = given
    usual = baseline.share or 0.0
    for row, hours in enumerate(windows.WINDOWS[kind]):
        if column + 1 < hours or odd[row] <= baseline.calibrations[kind].median:
            continue
        part = slice(column + 1 - hours, column + 1)
        known = ~np.isnan(negatives[part]) & ~np.isnan(analysed[part])
        bad, all_ = float(negatives[part][known].sum()), float(analysed[part][known].sum())
        if all_ < settings.minimum_mentions or bad / all_ < usual + settings.minimum_points:
            continue
        like = 1 + (all_ - 1) * baseline.likeness[hours]
        half = 1.96 * sqrt(usual * (1 - usual) * like / all_)
        facts = _facts(baseline, hours, odd[row]) | {
            "negatives": int(bad),
            "analysed": int(all_),
            "since": (at - (hours - 1) * HOUR).isoformat(),
        }
        yield (
            float(odd[row]),
            Finding(
                at=at,
                kind=kind,
                chance=baseline.calibrations[kind].chance(float(odd[row])),
                observed=bad / all_,
                expected=usual,
                low=max(0.0, usual - half),
                high=min(1.0, usual + half),
                reason_code=_REASONS[kind],
                facts=facts,
            ),
        )


def _facts(baseline: Baseline, hours: int, odd: float) -> dict[str, int | float | str]:
    return {
        "hours": hours,
        "mode": baseline.mode,
        "days_of_history": round(baseline.days, 1),
        "surprise": round(float(odd), 2),
    }
