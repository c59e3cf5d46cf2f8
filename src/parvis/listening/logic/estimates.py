"""Intervals for shares, ratios and comparisons of what is said over days.

Posts come in bursts: a day with a scandal is one event, not ten thousand independent ones. So shares and changes are
judged by how much days differ among themselves (a ratio of sums over clusters; Cochran, Sampling Techniques, 3rd
ed., 6.3 and 9A.1), from seven days with data on; below, only mentions have an interval, Wilson's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import fmean, median, stdev

from parvis.foundation.logic.intervals import Z_95, Estimate, share
from parvis.listening.logic.sketches import STANDARD_ERROR

LEAST_DAYS = 7


def share_over_days(
    parts: Sequence[float], wholes: Sequence[float], *, is_count: bool = True
) -> Estimate | None:
    """Σ parts / Σ wholes in 0..1, its error from the days; None where there is nothing to divide by."""
    part, whole = sum(parts), sum(wholes)
    if whole <= 0:
        return None
    days = [(p, w) for p, w in zip(parts, wholes, strict=True) if w]
    ratio = part / whole
    if len(days) < LEAST_DAYS:
        if is_count:
            return share(round(part), round(whole))
        return Estimate(ratio, None, None, round(whole))
    n = len(days)
    error = sqrt(n / (n - 1) * sum((p - ratio * w) ** 2 for p, w in days)) / whole
    low, high = max(0.0, ratio - Z_95 * error), min(1.0, ratio + Z_95 * error)
    if is_count and (wilson := share(round(part), round(whole))):
        # Days that happen to agree make no small number sure.
        low, high = min(low, wilson.low or 0.0), max(high, wilson.high or 1.0)
    return Estimate(ratio, low, high, round(whole))


def shares_of_sketches(counts: Sequence[float], *, are_exact: bool = False) -> list[Estimate | None]:
    """Each count of the sum of all, with the error of the sketches: (σs)² [(1 − s)² + Σ other shares²]."""
    whole = sum(counts)
    if whole <= 0:
        return [None] * len(counts)
    shares = [count / whole for count in counts]
    squares = sum(s * s for s in shares)
    found: list[Estimate | None] = []
    for s in shares:
        error = 0.0 if are_exact else STANDARD_ERROR * s * sqrt((1 - s) ** 2 + squares - s * s)
        found.append(Estimate(s, max(0.0, s - Z_95 * error), min(1.0, s + Z_95 * error), round(whole)))
    return found


@dataclass(frozen=True, slots=True)
class Notoriety:
    """How known a brand is in its market. index: 1 is the median of the market's brands, 2 twice as many authors.

    percentile: the share of the other brands with fewer authors, ties counted half, 0 to 100.
    """

    index: Estimate | None
    percentile: float | None


def notoriety(counts: Sequence[float], *, are_exact: bool = False) -> list[Notoriety]:
    """Of each brand by its distinct authors; nothing to compare with in a market of one."""
    if len(counts) < 2:
        return [Notoriety(None, None) for _ in counts]
    middle = median(counts)
    found = []
    for place, count in enumerate(counts):
        others = [other for at, other in enumerate(counts) if at != place]
        fewer = sum(other < count for other in others) + sum(other == count for other in others) / 2
        index = None
        if middle > 0:
            # The error of a quotient of two sketches.
            error = 0.0 if are_exact else Z_95 * STANDARD_ERROR * sqrt(2)
            ratio = count / middle
            index = Estimate(ratio, ratio * (1 - error), ratio * (1 + error), round(count))
        found.append(Notoriety(index, 100 * fewer / len(others)))
    return found


def change_of_means(now: Sequence[float], before: Sequence[float]) -> Estimate | None:
    """How many times as much a day as before: the ratio of daily means, its interval on the logarithm.

    None where a period says nothing; without an interval below seven days with data on either side.
    """
    if not now or not before or fmean(now) <= 0 or fmean(before) <= 0:
        return None
    ratio = fmean(now) / fmean(before)
    if min(len(now), len(before)) < LEAST_DAYS:
        return Estimate(ratio, None, None, len(now))
    error = sqrt(_relative_error(now) ** 2 + _relative_error(before) ** 2)
    return Estimate(ratio, exp(log(ratio) - Z_95 * error), exp(log(ratio) + Z_95 * error), len(now))


def _relative_error(values: Sequence[float]) -> float:
    # Counts vary at least as Poisson's law says, also where a handful of days happen to be equal.
    mean = fmean(values)
    return max(stdev(values), sqrt(mean)) / mean / sqrt(len(values))
