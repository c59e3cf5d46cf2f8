"""Net sentiment: how far praise outweighs complaint, in points from −100 to 100.

Two denominators are in use in the field and both are shown: all analysed mentions, neutral ones included (the
headline here: it does not swing when most of what is said is neutral), and positive and negative ones only.
The interval is the adjusted Wald interval of Rocks (2016), as for a net promoter score; a change between two
periods is told by z = (a − b) / √(SE_a² + SE_b²).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from parvis.foundation.logic.intervals import Z_95, net_share


@dataclass(frozen=True, slots=True)
class SentimentCounts:
    """How many mentions of each label; `not_analysed` is in no denominator."""

    negative: int = 0
    neutral: int = 0
    positive: int = 0
    not_analysed: int = 0

    @property
    def analysed(self) -> int:
        return self.negative + self.neutral + self.positive

    @property
    def total(self) -> int:
        return self.analysed + self.not_analysed

    def __add__(self, other: SentimentCounts) -> SentimentCounts:
        return SentimentCounts(
            self.negative + other.negative,
            self.neutral + other.neutral,
            self.positive + other.positive,
            self.not_analysed + other.not_analysed,
        )


@dataclass(frozen=True, slots=True)
class NetSentiment:
    """In points (−100 … 100). over_polar: over positive and negative only; None where there are none."""

    value: float
    low: float
    high: float
    over_polar: float | None
    n: int


def net_sentiment(counts: SentimentCounts) -> NetSentiment | None:
    """None where nothing was analysed."""
    estimate = net_share(counts.positive, counts.negative, counts.analysed)
    if estimate is None or estimate.low is None or estimate.high is None:
        return None
    polar = counts.positive + counts.negative
    return NetSentiment(
        value=100 * estimate.value,
        low=100 * estimate.low,
        high=100 * estimate.high,
        over_polar=100 * (counts.positive - counts.negative) / polar if polar else None,
        n=estimate.n,
    )


def standard_error(counts: SentimentCounts) -> float:
    """Of the adjusted estimate, in points: 3/4 of a mention on either side, 3 in all (never 0 by luck)."""
    n = counts.analysed + 3
    p, d = (counts.positive + 0.75) / n, (counts.negative + 0.75) / n
    return 100 * sqrt((p + d - (p - d) ** 2) / n)


def has_changed(now: SentimentCounts, before: SentimentCounts, *, z: float = Z_95) -> bool:
    """Whether two periods differ by more than chance explains (95 %); never without data on both sides."""
    one, other = net_sentiment(now), net_sentiment(before)
    if one is None or other is None:
        return False
    least = z * sqrt(standard_error(now) ** 2 + standard_error(before) ** 2)
    # With a handful of mentions the headline jumps where the adjusted estimate does not: both must have moved.
    return min(abs(one.value - other.value), abs(_adjusted(now) - _adjusted(before))) > least


def _adjusted(counts: SentimentCounts) -> float:
    return 100 * (counts.positive - counts.negative) / (counts.analysed + 3)
