"""What is usual for a series: its week, its level, how widely it scatters, and how odd its oddest hour of a day is.

Learned once a day from the past (some milliseconds), then held against each new hour. Robust in three places, so
that yesterday's storm does not become today's "usual": counts far above what was expected are cut before the
week's shape is taken; a day weighs in the level no more than 2.5 times its fortnight's median; the newest day
has no say in the level at all.

Scatter: variance = mean + dispersion · mean² (negative binomial), for each length of window apart, from how
far past windows lay from what was expected of them at the time, without a look ahead. Farrington et al. (1996)
and Noufaily et al. (2013) weigh past outbreaks down likewise.

Calibration: no formula knows how heavy this series' tail is. The most unusual hour of each past day is kept; half
of the days lie above their median, and what lies above falls off exponentially (peaks over a threshold, Pickands
1975, with shape 0). The scale comes from the median excess, not the mean: real storms of the past must not teach
that storms are usual. It is drawn towards 1, its value where the model holds, and is never below that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log

import numpy as np

from parvis.listening.logic.detection import windows
from parvis.listening.logic.detection.seasons import SLOTS, Slots, shape_of, slots_of
from parvis.listening.logic.detection.series import Floats, Kind, Mode, Series, Settings, as_floats

DAY = 24
# A day's weight in the level halves with each of these; the newest day is left out (an onset would teach itself).
_HALF_LIFE_DAYS = 5.0
_GUARD_DAYS = 1
_ENOUGH_DAYS = 6
_MEDIAN_OF_SQUARES = 0.455
_MOST_DAY = 2.5  # times the median day
_CUT_AT = 3.0  # standard deviations
# What is assumed before a series has shown it, and how many windows or days that is worth.
_PRIOR_DISPERSION, _PRIOR_LIKENESS, _PRIOR_WINDOWS = 0.12, 0.01, 6.0
_PRIOR_MEDIAN, _PRIOR_SCALE, _PRIOR_DAYS = 4.2, 1.2, 12.0
_LEAST_DISPERSION, _MOST_DISPERSION, _MOST_LIKENESS = 0.001, 20.0, 0.5
# A beginning that is this much quieter than what follows is no past: the series had not begun yet.
_QUIET_BEGINNING = 0.05


@dataclass(frozen=True, slots=True)
class Calibration:
    """Half of all days have their oddest hour above `median` (in −ln of a chance); beyond, a tail of `scale`."""

    median: float
    scale: float

    def chance(self, surprise: float) -> float:
        """Of a quiet day with an hour at least this odd."""
        return 1.0 if surprise <= self.median else 0.5 * exp(-(surprise - self.median) / self.scale)


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
    segments = _segments(len(counts), starts)
    shape, cut = _week(counts, slots, segments, days=days, settings=settings)
    shaped = np.where(np.isnan(counts), np.nan, shape[slots])
    level, evidence, (now_level, now_evidence) = _levels(cut, shaped, segments)
    expected = level * shape[slots]
    dispersion = {
        f"{kind}/{hours}": value
        for kind in ("volume_up", "silence")
        for hours, value in _dispersions(kind, counts, expected, evidence).items()  # type: ignore[arg-type]
    }
    share, likeness, calibrations = None, {}, {}
    for kind in ("volume_up", "silence"):
        odd = oddness_of_counts(kind, counts, expected, dispersion, doubt=1 / np.maximum(evidence, 1.0))  # type: ignore[arg-type]
        calibrations[kind] = _calibrate(odd.max(axis=0), expected)
    if series.analysed:
        analysed, negatives = (as_floats(row[begin + 0 : end]) for row in (series.analysed, series.negatives))
        past_shares, share = _shares(negatives, analysed)
        likeness = _likenesses(negatives, analysed, past_shares)
        odd = oddness_of_shares(negatives, analysed, past_shares, likeness)
        calibrations["negative_up"] = _calibrate(odd.max(axis=0), past_shares)
    return Baseline(
        learned_at=learned_at,
        mode=mode,
        zone=settings.zone,
        days=days,
        mentions=mentions,
        level=now_level,
        shape=tuple(map(float, shape)),
        level_doubt=1 / max(now_evidence, 1.0),
        dispersion=dispersion,
        share=share,
        likeness=likeness,
        calibrations=calibrations,  # type: ignore[arg-type]
        withheld=withheld,
    )


def beginning_of(counts: Floats, *, least: int) -> int:
    """The hour in which a series really begins: 0, unless a nearly silent stretch comes before it.

    A handful of strays before a source was connected is no past from which silence would be usual.
    """
    seen = np.cumsum(np.nan_to_num(counts))
    if not len(seen) or seen[-1] < least:
        return 0
    known = np.cumsum(~np.isnan(counts))
    hour = int(np.searchsorted(seen, least))
    # The hour that holds the least-th mention may lie inside the loud part: go back while hours are not empty.
    while hour > 0 and counts[hour - 1] > 0:
        hour -= 1
    before = seen[hour - 1] / max(known[hour - 1], 1) if hour else 0.0
    after = (seen[-1] - (seen[hour - 1] if hour else 0)) / max(
        known[-1] - (known[hour - 1] if hour else 0), 1
    )
    return hour if hour >= DAY and before < _QUIET_BEGINNING * after else 0


def expected_hours(baseline: Baseline, start: datetime, hours: int) -> Floats:
    """What is usual for each hour from `start` on."""
    slots = slots_of(start, hours, zone=baseline.zone)
    return np.asarray(baseline.level * np.asarray(baseline.shape)[slots])


def oddness_of_counts(
    kind: Kind, counts: Floats, expected: Floats, dispersion: Mapping[str, float], *, doubt: Floats | float
) -> Floats:
    """−ln of the chance, a row for each window of the kind, a column for each hour."""
    known = windows.known_both(counts, expected)
    rows = []
    for hours in windows.WINDOWS[kind]:
        seen = windows.window_sums(counts, hours=hours, known=known)
        usual = windows.window_sums(expected, hours=hours, known=known)
        rows.append(windows.surprise_of_counts(kind, seen, usual, dispersion[f"{kind}/{hours}"] + doubt))
    return np.stack(rows)


def oddness_of_shares(
    negatives: Floats, analysed: Floats, shares: Floats, likeness: Mapping[int, float]
) -> Floats:
    known = windows.known_both(negatives, analysed)
    rows = []
    for hours in windows.WINDOWS["negative_up"]:
        bad = windows.window_sums(negatives, hours=hours, known=known)
        all_ = windows.window_sums(analysed, hours=hours, known=known)
        rows.append(windows.surprise_of_shares(bad, all_, shares, likeness[hours]))
    return np.stack(rows)


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


def _segments(hours: int, starts: list[int]) -> Slots:
    """0 up to the first source that was added, 1 from there on…: a level does not reach across."""
    marks = np.zeros(hours, dtype=np.int64)
    for start in starts:
        if 0 < start < hours:
            marks[start] += 1
    return np.cumsum(marks)


def _by_day(row: Floats, fill: float) -> Floats:
    """Rows of 24 hours, counted back from the end, the first one filled up."""
    missing = -len(row) % DAY
    return np.concatenate((np.full(missing, fill), row)).reshape(-1, DAY)


def _week(
    counts: Floats, slots: Slots, segments: Slots, *, days: float, settings: Settings
) -> tuple[Floats, Floats]:
    """The week's shape, and the counts with what lies far above cut off."""
    by_hour = np.full(24, np.inf)
    for hour in range(24):
        values = counts[(slots % 24 == hour) & ~np.isnan(counts)]
        if len(values):
            low, high = np.quantile(values, (0.25, 0.75))
            by_hour[hour] = high + 3 * (high - low) + 3
    cut = np.minimum(counts, by_hour[slots % 24])
    shape = np.ones(SLOTS)
    for _ in range(2):
        level = _smooth_level(cut, np.where(np.isnan(counts), np.nan, shape[slots]), segments)
        shape = shape_of(cut, level, slots, days=days, seasonal_days=settings.seasonal_days)
        shape = shape / shape.mean()
        usual = level * shape[slots]
        dispersion = _solve_dispersion(cut, usual)
        cut = np.minimum(counts, usual + _CUT_AT * np.sqrt(usual + dispersion * usual**2) + 1)
    return shape, cut


def _smooth_level(cut: Floats, shaped: Floats, segments: Slots) -> Floats:
    """A level for each hour from the week around it: for the shape only, where looking ahead does no harm."""
    seen, usual = _by_day(cut, np.nan), _by_day(shaped, np.nan)
    part = _by_day(segments.astype(np.float64), float(segments[0]))[:, -1]
    known = ~np.isnan(seen) & ~np.isnan(usual)
    seen_days, usual_days = np.where(known, seen, 0).sum(1), np.where(known, usual, 0).sum(1)
    level = np.empty(len(seen_days))
    for day in range(len(level)):
        near = slice(max(0, day - 3), day + 4)
        same = part[near] == part[day]
        exposure = (usual_days[near] * same).sum()
        level[day] = (seen_days[near] * same).sum() / exposure if exposure > 0 else np.nan
    return np.repeat(level, DAY)[-len(cut) :]


def _levels(cut: Floats, shaped: Floats, segments: Slots) -> tuple[Floats, Floats, tuple[float, float]]:
    """For each hour the level that was known at the time, and how many mentions it rests on; and today's."""
    seen, usual = _by_day(cut, np.nan), _by_day(shaped, np.nan)
    last_part = _by_day(segments.astype(np.float64), float(segments[0]))
    known = ~np.isnan(seen) & ~np.isnan(usual)
    seen_days, usual_days = np.where(known, seen, 0).sum(1), np.where(known, usual, 0).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.where(usual_days > 0, seen_days / usual_days, np.nan)
    fade = 0.5 ** (1 / _HALF_LIFE_DAYS)
    days = len(rates)
    level, evidence = np.full(days + 1, np.nan), np.zeros(days + 1)
    total, exposure, part = 0.0, 0.0, last_part[0, 0]
    # level[d] is for day d and knows the days up to d − 1 − guard; level[days] is for the day that follows.
    for day in range(days + 1):
        source = day - 1 - _GUARD_DAYS
        if source >= 0 and last_part[source, -1] != part:
            total, exposure, part = 0.0, 0.0, last_part[source, -1]
        if source >= 0 and usual_days[source] > 0 and last_part[source, 0] == part:
            recent = rates[max(0, source - 13) : source + 1]
            most = _MOST_DAY * np.nanmedian(recent)
            total = fade * total + min(rates[source], most if most > 0 else np.inf) * usual_days[source]
            exposure = fade * exposure + usual_days[source]
        if exposure > 0:
            # Half a mention more: a series that was silent so far is not expected to stay at exactly none.
            level[day], evidence[day] = (total + 0.5) / (exposure + 0.5), total
    hours = len(cut)
    now = (float(level[-1]) if not np.isnan(level[-1]) else 0.0, float(evidence[-1]))
    level, evidence = _filled_back(level), _filled_back(evidence)
    return np.repeat(level[:-1], DAY)[-hours:], np.repeat(evidence[:-1], DAY)[-hours:], now


def _solve_dispersion(seen: Floats, usual: Floats, doubt: Floats | float = 0.0) -> float:
    """The d for which ((seen − usual)² cut at 3 standard deviations) / (usual + d·usual²) is 1 on average."""
    known = ~np.isnan(seen) & ~np.isnan(usual) & (usual > 0)
    y, m = seen[known], usual[known]
    if len(y) < 2:
        return _PRIOR_DISPERSION
    off, square = (y - m) ** 2, m * m
    extra = doubt[known] * square if isinstance(doubt, np.ndarray) else doubt * square
    low, high = _LEAST_DISPERSION, _MOST_DISPERSION
    for _ in range(18):
        middle = (low * high) ** 0.5
        scatter = np.minimum(off / (m + extra + middle * square), _CUT_AT**2).mean()
        low, high = (middle, high) if scatter > 1 else (low, middle)
    return float((low * high) ** 0.5)


def _dispersions(kind: Kind, counts: Floats, expected: Floats, evidence: Floats) -> dict[int, float]:
    known = windows.known_both(counts, expected)
    doubt = 1 / np.maximum(evidence, 1.0)
    found = {}
    for hours in windows.WINDOWS[kind]:
        seen = windows.window_sums(counts, hours=hours, known=known)
        usual = windows.window_sums(expected, hours=hours, known=known)
        apart = float(known.sum()) / hours
        learned = _solve_dispersion(seen, usual, doubt)
        found[hours] = (apart * learned + _PRIOR_WINDOWS * _PRIOR_DISPERSION) / (apart + _PRIOR_WINDOWS)
    return found


def _shares(negatives: Floats, analysed: Floats) -> tuple[Floats, float | None]:
    """For each hour the negative share that was known at the time, and today's."""
    bad_days = np.nansum(_by_day(negatives, np.nan), axis=1)
    all_days = np.nansum(_by_day(analysed, np.nan), axis=1)
    days = len(bad_days)
    shares = np.array([_usual_share(bad_days[:day], all_days[:day]) for day in range(days + 1)])
    now = None if np.isnan(shares[-1]) else float(shares[-1])
    return np.repeat(_filled_back(shares)[:-1], DAY)[-len(negatives) :], now


def _usual_share(bad: Floats, all_: Floats) -> float:
    """A fading mean of the days' shares, each drawn to within two standard errors of their fading median.

    So a day of storm counts as a somewhat bad day, and half of the days would have to be storms to teach that
    storms are usual.
    """
    use = all_ > 0
    if not use.any():
        return float("nan")
    age = np.arange(len(bad) - 1, -1, -1)[use]
    bad, all_ = bad[use], all_[use]
    weight = 0.5 ** (age / _HALF_LIFE_DAYS)
    daily = bad / all_
    order = np.argsort(daily, kind="stable")
    reached = np.cumsum((weight * np.minimum(all_, 30))[order])
    middle = float(daily[order][np.searchsorted(reached, reached[-1] / 2)])
    band = np.maximum(0.03, 2 * np.sqrt((middle * (1 - middle) + 0.01) / all_))
    drawn = np.clip(daily, middle - band, middle + band)
    size = float((weight * all_).sum())
    return float(((drawn * weight * all_).sum() + 0.5) / (size + 1))


def _filled_back(by_day: Floats) -> Floats:
    """The first days have little behind them: they are judged by what was known when there was enough."""
    enough = min(_ENOUGH_DAYS, len(by_day) - 1)
    return np.where(np.arange(len(by_day)) < enough, by_day[enough], by_day)


def _likenesses(negatives: Floats, analysed: Floats, shares: Floats) -> dict[int, float]:
    """How much more alike posts of one window are than chance allows, by the length of the window.

    Solved for the median of the squared deviations (0.455 for χ² with one degree), which bears storms in half
    of the windows.
    """
    known = windows.known_both(negatives, analysed)
    found = {}
    for hours in windows.WINDOWS["negative_up"]:
        k = windows.window_sums(negatives, hours=hours, known=known)
        n = windows.window_sums(analysed, hours=hours, known=known)
        use = ~np.isnan(k) & ~np.isnan(shares) & (n > 1)
        k_, n_, p = k[use], n[use], shares[use]
        learned = _PRIOR_LIKENESS
        if len(k_) > 1:
            off, plain = (k_ - n_ * p) ** 2, n_ * p * (1 - p)
            low, high = 1e-5, _MOST_LIKENESS
            for _ in range(18):
                middle = (low * high) ** 0.5
                scatter = float(np.median(off / (plain * (1 + (n_ - 1) * middle))))
                low, high = (middle, high) if scatter > _MEDIAN_OF_SQUARES else (low, middle)
            learned = float((low * high) ** 0.5)
        apart = float(use.sum()) / hours
        found[hours] = (apart * learned + _PRIOR_WINDOWS * _PRIOR_LIKENESS) / (apart + _PRIOR_WINDOWS)
    return found


def _calibrate(odd: Floats, expected: Floats) -> Calibration:
    """From the oddest hour of each past day that could be judged for at least half of its hours."""
    judged = _by_day((~np.isnan(expected)).astype(np.float64), 0.0).sum(1) >= DAY / 2
    worst = _by_day(odd, 0.0).max(axis=1)[judged]
    days = len(worst)
    if not days:
        return Calibration(_PRIOR_MEDIAN, _PRIOR_SCALE)
    median = float(np.median(worst))
    excess = worst[worst > median] - median
    scale = float(np.median(excess)) / log(2) if len(excess) else 1.0
    return Calibration(
        median=(days * median + _PRIOR_DAYS * _PRIOR_MEDIAN) / (days + _PRIOR_DAYS),
        scale=max(1.0, (days * scale + _PRIOR_DAYS * _PRIOR_SCALE) / (days + _PRIOR_DAYS)),
    )
