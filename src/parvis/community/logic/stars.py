"""Stars of a product: their distribution, their mean over all shown reviews, and how sure the mean is.

The interval is Gaffke's bound for the mean of a bounded variable (Gaffke 2005; Learned-Miller & Thomas 2019) in
normal approximation: for the lower end one review of one star is added, for the upper end one of five stars, and
each end lies 1.96 standard errors from the mean that follows. With n reviews of shares p₁…p₅ after the addition,
m = Σ k·p_k and se = √((Σ k²·p_k − m²) / (n + 2)). docs/method/community.md has how often it holds the true mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from parvis.foundation.logic.intervals import Z_95

FEWEST, MOST = 1, 5
# Below so many the page says that they are few.
FEW = 5


@dataclass(frozen=True, slots=True)
class Stars:
    """counts: how many of one star, two … five. mean, low, high: None without a review."""

    counts: tuple[int, int, int, int, int]
    n: int
    mean: float | None
    low: float | None
    high: float | None

    @property
    def are_few(self) -> bool:
        return 0 < self.n < FEW

    @property
    def shares(self) -> list[tuple[int, int, int]]:
        """(stars, how many, percent), five stars first."""
        return [
            (stars, self.counts[stars - 1], round(100 * self.counts[stars - 1] / self.n) if self.n else 0)
            for stars in range(MOST, FEWEST - 1, -1)
        ]


def stars_of(counted: Mapping[int, int]) -> Stars:
    """counted: stars → how many; others than 1 to 5 are not looked at."""
    counts = tuple(counted.get(stars, 0) for stars in range(FEWEST, MOST + 1))
    n = sum(counts)
    if not n:
        return Stars((0, 0, 0, 0, 0), 0, None, None, None)
    mean = sum(stars * count for stars, count in enumerate(counts, 1)) / n
    low, high = _end(counts, FEWEST, -Z_95), _end(counts, MOST, Z_95)
    return Stars(
        counts,  # type: ignore[arg-type]  # five of them
        n,
        mean,
        max(float(FEWEST), min(mean, low)),
        min(float(MOST), max(mean, high)),
    )


def _end(counts: tuple[int, ...], added: int, z: float) -> float:
    n = sum(counts) + 1
    shares = [(count + (stars == added)) / n for stars, count in enumerate(counts, 1)]
    mean = sum(stars * share for stars, share in enumerate(shares, 1))
    variance = max(0.0, sum(stars * stars * share for stars, share in enumerate(shares, 1)) - mean * mean)
    return mean + z * sqrt(variance / (n + 1))
