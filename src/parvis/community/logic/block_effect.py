"""What a block does to purchases: two arms drawn by chance, compared by the share of tabs that bought.

The interval of the difference is Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10),
made of both Wilson intervals. How many tabs an arm needs to show a difference Δ: n ≈ 16·p(1 − p)/Δ² (80 % power,
5 % level; van Belle, Statistical Rules of Thumb, 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from parvis.foundation.logic.intervals import share

# Fewer purchases than that in one arm tell nothing.
FEWEST_BOUGHT = 5
FEWEST_TABS = 100


@dataclass(frozen=True, slots=True)
class Effect:
    """Shares of tabs that bought, in 0..1. difference: shown minus held back, with its 95 % interval."""

    shown: float
    held: float
    difference: float
    low: float
    high: float
    n_shown: int
    n_held: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out "no effect"."""
        return self.low > 0 or self.high < 0


def effect_of(*, shown: int, shown_bought: int, held: int, held_bought: int) -> Effect | None:
    """None: not enough data. Counts of tabs and of those that bought."""
    if min(shown, held) < FEWEST_TABS or min(shown_bought, held_bought) < FEWEST_BOUGHT:
        return None
    one, other = min(shown_bought, shown) / shown, min(held_bought, held) / held
    low, high = difference_interval(min(shown_bought, shown), shown, min(held_bought, held), held)
    return Effect(one, other, one - other, low, high, shown, held)


def difference_interval(count: int, n: int, other_count: int, other_n: int) -> tuple[float, float]:
    """95 % interval of count/n − other_count/other_n; n and other_n above 0."""
    one, other = share(count, n), share(other_count, other_n)
    assert one is not None and other is not None
    assert one.low is not None and one.high is not None and other.low is not None and other.high is not None
    difference = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return difference - below, difference + above


def tabs_needed(base: float, difference: float) -> int:
    """Tabs in each arm that show `difference` (both as shares) where `base` buys."""
    return ceil(16 * base * (1 - base) / (difference * difference))
