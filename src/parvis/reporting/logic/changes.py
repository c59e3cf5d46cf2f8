"""What changed between two periods, and whether chance would explain it.

Counts: z = (a − b) / √(a + b), two Poisson counts over periods of equal length (the normal form of
Przyborowski and Wilenski 1940). Values with an interval: z = (a − b) / √(SE_a² + SE_b²), each standard error
read back from its 95 % interval (for a median this is the usual approximation).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from parvis.foundation.logic.intervals import Z_95
from parvis.foundation.logic.metrics import Figure


@dataclass(frozen=True, slots=True)
class Change:
    """difference in the figure's unit; share: relative to the value before, None where that was 0.

    is_sure: more than chance explains (95 %); never said without an interval or a count on both sides.
    """

    difference: float
    share: float | None
    direction: Literal["up", "down", ""]
    is_sure: bool


def change(now: Figure, before: Figure, *, is_count: bool) -> Change | None:
    """None where one of the two has no value, or a count has nothing before it to compare with."""
    if now.value is None or before.value is None or (is_count and not before.value):
        return None
    difference = now.value - before.value
    return Change(
        difference=difference,
        share=difference / before.value if before.value else None,
        direction="up" if difference > 0 else "down" if difference < 0 else "",
        is_sure=_counts_differ(now.value, before.value) if is_count else _values_differ(now, before),
    )


def _counts_differ(now: float, before: float) -> bool:
    return now + before > 0 and abs(now - before) / sqrt(now + before) > Z_95


def _values_differ(now: Figure, before: Figure) -> bool:
    one, other = _centre_and_error(now), _centre_and_error(before)
    if one is None or other is None or now.value is None or before.value is None or one[1] + other[1] == 0:
        return False
    least = Z_95 * sqrt(one[1] ** 2 + other[1] ** 2)
    # With a handful of rows the headline jumps where the adjusted centre does not: both must have moved.
    return min(abs(now.value - before.value), abs(one[0] - other[0])) > least


def _centre_and_error(figure: Figure) -> tuple[float, float] | None:
    if figure.low is None or figure.high is None:
        return None
    return (figure.low + figure.high) / 2, (figure.high - figure.low) / (2 * Z_95)
