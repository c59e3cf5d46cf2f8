"""How sure a figure is: 95 % intervals for a share, for a difference of two shares, and for a median.

Sources: Wilson (1927) for a share; Rocks (2016), The American Statistician 70(4), the adjusted Wald interval
for a difference of two shares of one sample (net promoters, net sentiment); order statistics for a median
(Conover, Practical Nonparametric Statistics, 3.2): no assumption on the shape of the distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, floor, sqrt

Z_95 = 1.959963984540054  # the normal quantile at 0.975
# From here on the binomial is close enough to the normal that the rank is the same or one wider.
_EXACT_RANKS_UP_TO = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and its interval; low and high are None where n is too small to have one."""

    value: float
    low: float | None
    high: float | None
    n: int


def share(count: int, n: int, *, z: float = Z_95) -> Estimate | None:
    """count of n as a share in 0..1 with Wilson's interval; None where there is nothing to divide by."""
    if n <= 0:
        return None
    p = count / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half), n)


def net_share(positive: int, negative: int, n: int, *, z: float = Z_95) -> Estimate | None:
    """(positive − negative) / n in −1..1. The headline is the plain difference; the interval is centred on
    the adjusted one (3/4 of an answer added to either side, 3 to n), widened to the headline, cut at ±1.
    """
    if n <= 0:
        return None
    p, d = (positive + 0.75) / (n + 3), (negative + 0.75) / (n + 3)
    half = z * sqrt((p + d - (p - d) ** 2) / (n + 3))
    value = (positive - negative) / n
    # With a handful of answers the headline can lie outside; an interval that leaves it out would mislead.
    return Estimate(value, max(-1.0, min(value, p - d - half)), min(1.0, max(value, p - d + half)), n)


def median_ranks(n: int) -> tuple[int, int] | None:
    """The ranks (from 1, ascending) of the two values that hold the median between them with ≥ 95 %.

    For databases: pick the rows of these ranks. None below 6 values, where no two values do.
    """
    if n < 6:
        return None
    if n > _EXACT_RANKS_UP_TO:
        rank = floor((n + 1) / 2 - Z_95 * sqrt(n) / 2)
        return rank, n + 1 - rank
    # The greatest rank whose lower tail, P(Binomial(n, 1/2) < rank), is at most 2.5 %.
    tail, rank, most = 0, 0, 2**n * 25
    while (tail := tail + comb(n, rank)) * 1000 <= most:
        rank += 1
    return rank, n + 1 - rank


def median(values: Sequence[float]) -> Estimate | None:
    """The median of the values, in their unit, with its distribution-free interval; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    n = len(ordered)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    ranks = median_ranks(n)
    if ranks is None:
        return Estimate(middle, None, None, n)
    return Estimate(middle, ordered[ranks[0] - 1], ordered[ranks[1] - 1], n)
