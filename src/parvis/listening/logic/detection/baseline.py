"""What is usual for a series: its week, its level, how widely it scatters, and how odd its oddest hour of a day is.

Learned once a day from the past (some milliseconds), then held against each new hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from parvis.listening.logic.detection import windows
from parvis.listening.logic.detection.levels import beginning_of, levels_of, segments_of, shares_of, week_of
from parvis.listening.logic.detection.scatter import Calibration, calibrated, dispersions_of, likenesses_of
from parvis.listening.logic.detection.seasons import SLOTS, slots_of
from parvis.listening.logic.detection.series import DAY, Floats, Kind, Mode, Series, Settings, as_floats

# Modelled as counts, against an expected count.
COUNT_KINDS: tuple[Kind, ...] = ("volume_up", "silence")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Plain numbers: may be kept as JSON between two learnings. `level` is mentions an hour, over the week."""

    learned_at: datetime  # the first hour that it did not see
    mode: Mode
    zone: str
    days: float
    mentions: int
    level: float
    shape: tuple[float, ...]
    level_doubt: float = 0.0  # relative variance of the level
    shape_doubt: float = 0.0  # and of one hour's factor
    dispersion: Mapping[str, float] = field(default_factory=dict)  # by kind and hours: "silence/6"
    share: float | None = None
    likeness: Mapping[int, float] = field(default_factory=dict)  # by hours
    calibrations: Mapping[Kind, Calibration] = field(default_factory=dict)
    withheld: str = (
        ""  # why nothing is said: "no_history", "too_few_mentions", "series_begins", "source_added"
    )


def learn(series: Series, settings: Settings, *, until: datetime | None = None) -> Baseline:
    """What the hours before `until` (all of them by default) teach."""
    end = len(series) if until is None else max(0, min(len(series), series.index(until)))
    counts = as_floats(series.counts[:end])
    begin = beginning_of(counts, least=settings.least_history_mentions)
    counts = counts[begin:]
    known = int(np.sum(~np.isnan(counts)))
    mentions, days = int(np.nansum(counts)), known / DAY
    learned_at = series.at(end)
    mode: Mode = "seasonal" if days >= settings.seasonal_days else "short"
    starts = [series.index(moment) - begin for moment in series.source_starts]
    withheld = _why_not(begin, days, mentions, starts, len(counts), settings)
    if withheld in ("no_history", "series_begins", "too_few_mentions"):
        return Baseline(
            learned_at, "none", settings.zone, days, mentions, 0.0, (1.0,) * SLOTS, withheld=withheld
        )

    first = series.at(begin)
    slots = slots_of(first, len(counts), zone=settings.zone)
    segments = segments_of(len(counts), starts)
    shape, cut, shape_doubt = week_of(counts, slots, segments, days=days, settings=settings)
    shaped = np.where(np.isnan(counts), np.nan, shape[slots])
    level, evidence, (now_level, now_evidence) = levels_of(cut, shaped, segments)
    expected = level * shape[slots]
    dispersion = {
        f"{kind}/{hours}": value
        for kind in COUNT_KINDS
        for hours, value in dispersions_of(kind, counts, expected, evidence).items()
    }
    share: float | None = None
    likeness: dict[int, float] = {}
    calibrations: dict[Kind, Calibration] = {}
    for kind in COUNT_KINDS:
        odd = oddness_of_counts(kind, counts, expected, dispersion, doubt=1 / np.maximum(evidence, 1.0))
        calibrations[kind] = calibrated(odd.max(axis=0), expected)
    if series.analysed:
        analysed, negatives = (as_floats(row[begin:end]) for row in (series.analysed, series.negatives))
        past_shares, share = shares_of(negatives, analysed)
        likeness = likenesses_of(negatives, analysed, past_shares)
        odd = oddness_of_shares(negatives, analysed, past_shares, likeness)
        calibrations["negative_up"] = calibrated(odd.max(axis=0), past_shares)
    return Baseline(
        learned_at=learned_at,
        mode=mode,
        zone=settings.zone,
        days=days,
        mentions=mentions,
        level=now_level,
        shape=tuple(map(float, shape)),
        level_doubt=1 / max(now_evidence, 1.0),
        shape_doubt=shape_doubt,
        dispersion=dispersion,
        share=share,
        likeness=likeness,
        calibrations=calibrations,
        withheld=withheld,
    )


def doubts(baseline: Baseline, kind: Kind) -> dict[int, float]:
    """By window, what to add to the dispersion for hours that the baseline was not learned from.

    A shape fits the hours that made it closer than it will fit others: by its variance on either side. Over a
    window the errors of its hours even out.
    """
    return {hours: baseline.level_doubt + 2 * baseline.shape_doubt / hours for hours in windows.WINDOWS[kind]}


def expected_hours(baseline: Baseline, start: datetime, hours: int) -> Floats:
    """What is usual for each hour from `start` on."""
    slots = slots_of(start, hours, zone=baseline.zone)
    return np.asarray(baseline.level * np.asarray(baseline.shape)[slots])


def oddness_of_counts(
    kind: Kind,
    counts: Floats,
    expected: Floats,
    dispersion: Mapping[str, float],
    *,
    doubt: Floats | float,
    newest: int | None = None,
) -> Floats:
    """−ln of the chance, a row for each window of the kind, a column for each hour (or the `newest` ones)."""
    known = windows.known_both(counts, expected)
    part = slice(None) if newest is None else slice(-newest, None)
    seen = windows.window_sums(counts, kind=kind, known=known)[:, part]
    usual = windows.window_sums(expected, kind=kind, known=known)[:, part]
    scatter = np.array([[dispersion[f"{kind}/{hours}"]] for hours in windows.WINDOWS[kind]])
    return windows.surprise_of_counts(kind, seen, usual, scatter + doubt)


def oddness_of_shares(
    negatives: Floats,
    analysed: Floats,
    shares: Floats | float,
    likeness: Mapping[int, float],
    *,
    newest: int | None = None,
) -> Floats:
    """The same for the negative share."""
    known = windows.known_both(negatives, analysed)
    part = slice(None) if newest is None else slice(-newest, None)
    bad = windows.window_sums(negatives, kind="negative_up", known=known)[:, part]
    all_ = windows.window_sums(analysed, kind="negative_up", known=known)[:, part]
    alike = np.array([[likeness[hours]] for hours in windows.WINDOWS["negative_up"]])
    return windows.surprise_of_shares(bad, all_, np.asarray(shares), alike)


def _why_not(
    begin: int, days: float, mentions: int, starts: list[int], hours: int, settings: Settings
) -> str:
    if days < settings.least_days:
        return "series_begins" if begin or mentions else "no_history"
    if mentions < settings.least_history_mentions:
        return "too_few_mentions"
    if any(0 < start < hours + 1 and hours - start < settings.settling_hours for start in starts):
        return "source_added"
    return ""
