"""How loud and how negative a series has been: its level and its share by day, as they were known at the time.

Robust in three places, so that yesterday's storm does not become today's "usual": hours far above what was
expected are cut before the week's shape is taken; a day weighs in the level no more than 2.5 times its
fortnight's median, and in the share no more than two standard errors from the median; the newest day has no say
in the level at all. (Farrington et al. 1996 and Noufaily et al. 2013 weigh past outbreaks down likewise.)
"""

from __future__ import annotations

import numpy as np

from parvis.listening.logic.detection.scatter import dispersion_of
from parvis.listening.logic.detection.seasons import SLOTS, Slots, shape_of
from parvis.listening.logic.detection.series import DAY, Floats, Settings, by_day

# A day's weight halves with each of these; the newest day is left out of the level (an onset would teach itself).
_HALF_LIFE_DAYS = 5.0
_GUARD_DAYS = 1
_ENOUGH_DAYS = 6
_MOST_DAY = 2.5  # times the median day
_CUT_AT = 3.0  # standard deviations
_FIRST_DISPERSION = 0.12  # until the shape is known
# A beginning that is this much quieter than what follows is no past: the series had not begun yet.
_QUIET_BEGINNING = 0.05


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


def segments_of(hours: int, starts: list[int]) -> Slots:
    """0 up to the first source that was added, 1 from there on…: a level does not reach across."""
    marks = np.zeros(hours, dtype=np.int64)
    for start in starts:
        if 0 < start < hours:
            marks[start] += 1
    return np.cumsum(marks)


def week_of(
    counts: Floats, slots: Slots, segments: Slots, *, days: float, settings: Settings
) -> tuple[Floats, Floats, float]:
    """The week's shape, the counts with what lies far above cut off, and the shape's relative variance."""
    by_hour = np.full(24, np.inf)
    for hour in range(24):
        values = counts[(slots % 24 == hour) & ~np.isnan(counts)]
        if len(values):
            low, high = np.quantile(values, (0.25, 0.75))
            by_hour[hour] = high + 3 * (high - low) + 3
    cut = np.minimum(counts, by_hour[slots % 24])
    shape, dispersion, doubt = np.ones(SLOTS), _FIRST_DISPERSION, 0.0
    for _ in range(2):
        level = _smooth_level(cut, np.where(np.isnan(counts), np.nan, shape[slots]), segments)
        shape, doubt = shape_of(
            cut, level, slots, days=days, seasonal_days=settings.seasonal_days, dispersion=dispersion
        )
        shape = shape / shape.mean()
        usual = level * shape[slots]
        dispersion = dispersion_of(cut, usual)
        cut = np.minimum(counts, usual + _CUT_AT * np.sqrt(usual + dispersion * usual**2) + 1)
    return shape, cut, doubt


def levels_of(cut: Floats, shaped: Floats, segments: Slots) -> tuple[Floats, Floats, tuple[float, float]]:
    """For each hour the level that was known at the time, and how many mentions it rests on; and today's."""
    seen, usual = by_day(cut, np.nan), by_day(shaped, np.nan)
    last_part = by_day(segments.astype(np.float64), float(segments[0]))
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


def shares_of(negatives: Floats, analysed: Floats) -> tuple[Floats, float | None]:
    """For each hour the negative share that was known at the time, and today's."""
    bad_days = np.nansum(by_day(negatives, np.nan), axis=1)
    all_days = np.nansum(by_day(analysed, np.nan), axis=1)
    days = len(bad_days)
    shares = np.array([_usual_share(bad_days[:day], all_days[:day]) for day in range(days + 1)])
    now = None if np.isnan(shares[-1]) else float(shares[-1])
    return np.repeat(_filled_back(shares)[:-1], DAY)[-len(negatives) :], now


def _smooth_level(cut: Floats, shaped: Floats, segments: Slots) -> Floats:
    """A level for each hour from the week around it: for the shape only, where looking ahead does no harm."""
    seen, usual = by_day(cut, np.nan), by_day(shaped, np.nan)
    part = by_day(segments.astype(np.float64), float(segments[0]))[:, -1]
    known = ~np.isnan(seen) & ~np.isnan(usual)
    seen_days, usual_days = np.where(known, seen, 0).sum(1), np.where(known, usual, 0).sum(1)
    level = np.empty(len(seen_days))
    for day in range(len(level)):
        near = slice(max(0, day - 3), day + 4)
        same = part[near] == part[day]
        exposure = (usual_days[near] * same).sum()
        level[day] = (seen_days[near] * same).sum() / exposure if exposure > 0 else np.nan
    return np.repeat(level, DAY)[-len(cut) :]


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
