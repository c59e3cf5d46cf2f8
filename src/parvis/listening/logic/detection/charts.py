"""Control charts over standardised values: CUSUM, EWMA, EARS; and how often each raises an alarm for nothing.

Kept beside the seasonal detector as its measure (the benchmark runs both on the same events) and for series
that are already even, one value a day. Average run length (ARL): how many values until an alarm; ARL0 where
nothing changed. By a Markov chain over the chart's inner value (Brook & Evans 1972).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist, fmean, stdev

import numpy as np

_NORMAL = NormalDist()


def cusum(values: Sequence[float], *, allowance: float = 0.5) -> list[float]:
    """S = max(0, S + z − k) (Page 1954): an alarm where it passes h."""
    sums, total = [], 0.0
    for value in values:
        total = max(0.0, total + value - allowance)
        sums.append(total)
    return sums


def ewma(values: Sequence[float], *, weight: float = 0.2) -> list[float]:
    """E = λz + (1 − λ)E in units of its own standard deviation √(λ / (2 − λ)): an alarm beyond ±L."""
    scale, total, found = sqrt(weight / (2 - weight)), 0.0, []
    for value in values:
        total = weight * value + (1 - weight) * total
        found.append(total / scale)
    return found


def ears(values: Sequence[float], *, lag: int = 0, days: int = 7) -> list[float | None]:
    """(y − mean) / sd of the `days` values before, C1 without and C2 with a lag of 2 (Hutwagner et al. 2003).

    None where there are too few before; without any scatter, one mention more counts as one sd.
    """
    scores: list[float | None] = []
    for index, value in enumerate(values):
        past = values[max(0, index - lag - days) : max(0, index - lag)]
        scores.append((value - fmean(past)) / (stdev(past) or 1.0) if len(past) == days else None)
    return scores


def cusum_arl(*, limit: float, allowance: float = 0.5, shift: float = 0.0, two_sided: bool = False) -> float:
    """Values until a one-sided CUSUM of normal values with mean `shift` passes `limit`.

    Two-sided: 1/ARL = 1/ARL⁺ + 1/ARL⁻, exact for two sums that cannot both be up (Kemp 1971).
    """
    if two_sided:
        up, down = (cusum_arl(limit=limit, allowance=allowance, shift=one) for one in (shift, -shift))
        return 1 / (1 / up + 1 / down)

    def nodes(states: int) -> float:
        width = 2 * limit / (2 * states - 1)
        centres = np.arange(states) * width

        def reach(start: float, index: int) -> float:
            centre = centres[index] - start + allowance - shift
            below = 0.0 if index == 0 else _NORMAL.cdf(centre - width / 2)
            return _NORMAL.cdf(centre + width / 2) - below

        return _run_length(centres, reach, 0)

    return _extrapolated(nodes, 60)


def ewma_arl(*, limit: float, weight: float, shift: float = 0.0) -> float:
    """Values until a two-sided EWMA leaves ±limit standard deviations of its own."""
    edge = limit * sqrt(weight / (2 - weight))

    def nodes(states: int) -> float:
        width = 2 * edge / states
        centres = -edge + width * (np.arange(states) + 0.5)

        def reach(start: float, index: int) -> float:
            off = (1 - weight) * start + weight * shift
            high, low = ((centres[index] + side * width / 2 - off) / weight for side in (1, -1))
            return _NORMAL.cdf(high) - _NORMAL.cdf(low)

        return _run_length(centres, reach, states // 2)

    return _extrapolated(nodes, 51)


def _run_length(centres: np.ndarray, reach: Callable[[float, int], float], start: int) -> float:
    """Solve (I − R) a = 1: how many steps until the chain leaves its states, from state `start`."""
    size = len(centres)
    moves = np.array([[reach(float(centre), index) for index in range(size)] for centre in centres])
    return float(np.linalg.solve(np.eye(size) - moves, np.ones(size))[start])


def _extrapolated(nodes: Callable[[int], float], states: int) -> float:
    """The error falls with the square of the number of states: two runs give the limit (Richardson)."""
    more = 2 * states + 1
    coarse, fine = nodes(states), nodes(more)
    ratio = (more / states) ** 2
    return (ratio * fine - coarse) / (ratio - 1)
