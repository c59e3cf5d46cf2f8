"""Which values of the past stood out: Rosner's many-outlier test, and the same after the season is taken away.

For looking back (what to mark on a chart, what to leave out of a comparison), not for the newest hour.
Generalised ESD: Rosner (1983), Technometrics 25. Seasonal hybrid: Hochenbaum, Vallis & Kejariwal (2017), with the
season as the median of each slot and the median and MAD in place of mean and standard deviation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from parvis.listening.logic.detection.series import Floats
from parvis.listening.logic.detection.tails import student_quantile

_MAD_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class Outliers:
    """indices: where they are, the farthest first; steps: (R, λ) of each step of the test."""

    indices: tuple[int, ...]
    steps: tuple[tuple[float, float], ...]


def outliers(values: Sequence[float], *, most: int, chance: float = 0.05, robust: bool = False) -> Outliers:
    """Up to `most`. As many as the last step with R > λ says, though an earlier one fails: outliers mask others."""
    rest = np.asarray(values, dtype=np.float64)
    places = np.arange(len(rest))
    size = len(rest)
    order: list[int] = []
    steps: list[tuple[float, float]] = []
    for step in range(1, min(most, size - 2) + 1):
        centre = float(np.median(rest)) if robust else float(rest.mean())
        off = np.abs(rest - centre)
        spread = _MAD_TO_SD * float(np.median(off)) if robust else float(rest.std(ddof=1))
        farthest = int(np.argmax(off))
        if spread == 0:
            break
        steps.append((float(off[farthest]) / spread, _limit(size, step, chance)))
        order.append(int(places[farthest]))
        rest, places = np.delete(rest, farthest), np.delete(places, farthest)
    count = max((step for step, (r, limit) in enumerate(steps, start=1) if r > limit), default=0)
    return Outliers(tuple(order[:count]), tuple(steps))


def seasonal_outliers(
    values: Sequence[float | None], *, season: int, most_share: float = 0.02, chance: float = 0.05
) -> tuple[int, ...]:
    """The hours or days that stand out once the median of their slot is taken away, in order of time."""
    row: Floats = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    known = np.flatnonzero(~np.isnan(row))
    if len(known) < 3:
        return ()
    residual = row - np.median(row[known])
    for slot in range(season):
        here = known[known % season == slot]
        if len(here):
            residual[here] = row[here] - np.median(row[here])
    most = max(1, int(most_share * len(known)))
    found = outliers(list(residual[known]), most=most, chance=chance, robust=True)
    return tuple(sorted(int(known[index]) for index in found.indices))


def _limit(size: int, step: int, chance: float) -> float:
    """λ of Rosner: (n − i) t / √((n − i − 1 + t²)(n − i + 1)), t at 1 − α / (2 (n − i + 1))."""
    t = student_quantile(1 - chance / (2 * (size - step + 1)), size - step - 1)
    return (size - step) * t / sqrt((size - step - 1 + t * t) * (size - step + 1))
