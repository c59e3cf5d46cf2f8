"""Two pure figures: the difference of two shares, and how long things take when some have not happened yet.

Sources: Newcombe (1998), Statistics in Medicine 17, 873–890, method 10 (hybrid score interval of a difference of
two independent shares). Kaplan & Meier (1958), JASA 53, 457–481; Greenwood's variance on the log-minus-log scale
(Kalbfleisch & Prentice, 1.4); the interval of the median after Brookmeyer & Crowley (1982), Biometrics 38, 29–41.
Gini: half the relative mean difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parvis.foundation.logic.intervals import Z_95, Estimate, share


def difference(count: int, n: int, other_count: int, other_n: int) -> Estimate | None:
    """share − other share, with Newcombe's interval; None where either has nothing to divide by."""
    one, other = share(count, n), share(other_count, other_n)
    if one is None or other is None:
        return None
    assert one.low is not None and one.high is not None and other.low is not None and other.high is not None
    value = one.value - other.value
    below = math.sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = math.sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(value, max(-1.0, value - below), min(1.0, value + above), n + other_n)


@dataclass(frozen=True, slots=True)
class Survival:
    """What share still waits after each time at which something happened, with its interval.

    median: None where fewer than half have happened so far; its high end is None where it is not reached.
    """

    times: tuple[float, ...]
    waiting: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    n: int
    happened: int
    median: Estimate | None

    def share_within(self, time: float) -> Estimate | None:
        """The share that has happened by then; None without cases."""
        if not self.n:
            return None
        place = sum(1 for each in self.times if each <= time) - 1
        if place < 0:
            return Estimate(0.0, None, None, self.n)
        return Estimate(1 - self.waiting[place], 1 - self.high[place], 1 - self.low[place], self.n)


def kaplan_meier(happened: Iterable[float], still_waiting: Iterable[float]) -> Survival:
    """happened: the times it took; still_waiting: how long the others have waited so far (censored)."""
    happened, still_waiting = sorted(happened), sorted(still_waiting)
    n = len(happened) + len(still_waiting)
    at_risk, waiting, greenwood = n, 1.0, 0.0
    times: list[float] = []
    curve: list[float] = []
    low: list[float] = []
    high: list[float] = []
    left = place = 0
    while place < len(happened):
        time = happened[place]
        # Whoever stopped being seen before this moment is no longer at risk; at the same moment they still are.
        while left < len(still_waiting) and still_waiting[left] < time:
            left += 1
        at_risk = n - place - left
        ties = 1
        while place + ties < len(happened) and happened[place + ties] == time:
            ties += 1
        waiting *= 1 - ties / at_risk
        if at_risk > ties:
            greenwood += ties / (at_risk * (at_risk - ties))
        times.append(time)
        curve.append(waiting)
        bounds = _log_log(waiting, greenwood)
        low.append(bounds[0])
        high.append(bounds[1])
        place += ties
    return Survival(
        tuple(times),
        tuple(curve),
        tuple(low),
        tuple(high),
        n,
        len(happened),
        _median(times, curve, low, high, n),
    )


def gini(values: Sequence[float]) -> float | None:
    """0: all the same; towards 1: one has all. None without values, or where all are nothing."""
    ordered = sorted(values)
    total, n = sum(ordered), len(ordered)
    if not total:
        return None
    return sum((2 * rank - n - 1) * value for rank, value in enumerate(ordered, 1)) / (n * total)


def top_share(values: Sequence[float], part: float) -> float | None:
    """What the most active `part` of them (at least one) made of all."""
    total = sum(values)
    if not total:
        return None
    return sum(sorted(values, reverse=True)[: max(1, math.ceil(len(values) * part))]) / total


def rank_in(history: Sequence[float], value: float) -> float | None:
    """The share of one's own past weeks that lay below, ties counted half; None below 8 weeks."""
    if len(history) < 8:
        return None
    return (sum(past < value for past in history) + sum(past == value for past in history) / 2) / len(history)


def _log_log(waiting: float, greenwood: float) -> tuple[float, float]:
    if not 0 < waiting < 1:
        return waiting, waiting
    wide = Z_95 * math.sqrt(greenwood) / math.log(waiting)
    return waiting ** math.exp(-wide), waiting ** math.exp(wide)


def _median(
    times: list[float], curve: list[float], low: list[float], high: list[float], n: int
) -> Estimate | None:
    value = _first(times, curve)
    if value is None:
        return None
    return Estimate(value, _first(times, low), _first(times, high), n)


def _first(times: list[float], curve: list[float]) -> float | None:
    return next((time for time, share_left in zip(times, curve, strict=True) if share_left <= 0.5), None)
