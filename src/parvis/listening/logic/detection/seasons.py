"""Where an hour lies in the readers' week, and how loud each of the week's 168 slots usually is.

Shape = hour of day × day of week × what the single slot adds, each factor drawn towards 1 as if a few mentions
had been seen exactly as expected (gamma-Poisson shrinking), so that a quiet series is not given a shape by luck.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from parvis.listening.logic.detection.series import HOUR, Floats

SLOTS = 168
Slots = NDArray[np.int64]

# As if so many mentions had been seen as expected, in every hour of day, day of week and slot.
_PRIOR_HOUR, _PRIOR_WEEKDAY, _PRIOR_SLOT = 10.0, 30.0, 40.0
_WEEKDAYS_FROM_DAYS = 14


def slots_of(start: datetime, hours: int, *, zone: str) -> Slots:
    """Weekday × 24 + hour, where the readers live, of each hour from `start` on; the clock's changes included."""
    here = ZoneInfo(zone)
    found = np.empty(hours, dtype=np.int64)
    index = 0
    while index < hours:
        local = (start + index * HOUR).astimezone(here)
        # Days without a change of offset are counted on; the others are asked hour by hour.
        run = min(24, hours - index)
        after = (start + (index + run) * HOUR).astimezone(here)
        if after.utcoffset() == local.utcoffset():
            first = local.weekday() * 24 + local.hour
            found[index : index + run] = (first + np.arange(run)) % SLOTS
        else:
            for step in range(run):
                one = (start + (index + step) * HOUR).astimezone(here)
                found[index + step] = one.weekday() * 24 + one.hour
        index += run
    return found


def shape_of(
    counts: Floats, level: Floats, slots: Slots, *, days: float, seasonal_days: float, dispersion: float
) -> tuple[Floats, float]:
    """How loud each slot is beside the level of its time: 168 factors around 1; and the relative variance of a
    factor, by which hours to come lie farther from the shape than those it was taken from. NaN is passed over.
    """
    known = ~np.isnan(counts) & ~np.isnan(level)
    y, exposure, slot = counts[known], level[known], slots[known]
    hour, weekday = slot % 24, slot // 24
    by_hour, doubt = _factors(y, exposure, hour, 24, _PRIOR_HOUR, dispersion)
    shape = np.tile(by_hour, 7)
    if days >= _WEEKDAYS_FROM_DAYS:
        by_weekday, _ = _factors(y, exposure * by_hour[hour], weekday, 7, _PRIOR_WEEKDAY, dispersion)
        shape = shape * np.repeat(by_weekday, 24)
    if days >= seasonal_days:
        by_slot, doubt = _factors(y, exposure * shape[slot], slot, SLOTS, _PRIOR_SLOT, dispersion)
        shape = shape * by_slot
    return shape, doubt


def _factors(
    y: Floats, exposure: Floats, group: Slots, groups: int, prior: float, dispersion: float
) -> tuple[Floats, float]:
    """A mention among many of a scattered hour tells less than one alone: by 1 + dispersion · its hour's mean."""
    seen = np.bincount(group, weights=y, minlength=groups)
    expected = np.bincount(group, weights=exposure, minlength=groups)
    hours = np.maximum(np.bincount(group, minlength=groups), 1)
    overall = seen.sum() / expected.sum() if expected.sum() > 0 and seen.sum() > 0 else 1.0
    inflated = 1 + dispersion * expected * overall / hours
    factors = (seen + prior * inflated) / (expected * overall + prior * inflated) * overall
    doubt = float(np.median(inflated / (expected * overall + prior * inflated)))
    return np.asarray(factors), doubt
