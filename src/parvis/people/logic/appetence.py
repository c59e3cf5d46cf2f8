"""Channel appetence: on which channel a person answers when we write, with its interval.

Decayed counts of attempts and answers (half-life 90 days), drawn towards what is usual on the channel: a Beta
prior by the method of moments over the population, its sampling noise taken off (empirical Bayes: Robinson,
Introduction to Empirical Bayes, 2017; Casella, Am. Statistician 39, 1985). An answer within a week counts; that
a mail was opened does not (CNIL: no tracking pixel; and mail programs open by themselves).
What they begin by themselves is counted apart: it says what they like to use, not what they answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log

from parvis.people.logic.touches import SAID, TOLD, WROTE, Touch

HALF_LIFE = timedelta(days=90)
ANSWER_WITHIN = timedelta(days=7)
# Where nothing is known of a channel: one answer in two, worth two attempts (Jeffreys would be one).
FLAT = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Tried:
    """Decayed sums of one person on one channel. begun: what they began there themselves, decayed."""

    attempts: float
    answers: float
    begun: float


@dataclass(frozen=True, slots=True)
class Appetence:
    """score: the chance of an answer within a week, 0…1; low, high: its 95 % credible interval."""

    channel: str
    score: float
    low: float
    high: float
    attempts: float
    answers: float
    begun: float


def tried(touches: Sequence[Touch], *, now: datetime) -> dict[str, Tried]:
    """channel → sums. touches: ascending. Several of ours before they answer are one attempt: the first."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    open_attempt: dict[tuple[str, int], datetime] = {}
    for touch in touches:
        place = (touch.channel, touch.thread)
        if touch.kind in (TOLD, WROTE):
            if place not in open_attempt:
                open_attempt[place] = touch.at
                sums[touch.channel][0] += _weight(touch.at, now=now)
        elif touch.kind == SAID:
            asked = open_attempt.pop(place, None)
            if asked is None:
                sums[touch.channel][2] += _weight(touch.at, now=now)
            elif touch.at - asked <= ANSWER_WITHIN:
                sums[touch.channel][1] += _weight(asked, now=now)
    # Who was written to less than a week ago may still answer: that attempt is not counted yet.
    for (channel, _), asked in open_attempt.items():
        if now - asked < ANSWER_WITHIN:
            sums[channel][0] -= _weight(asked, now=now)
    return {channel: Tried(max(0.0, n), s, begun) for channel, (n, s, begun) in sums.items()}


def prior_of(population: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """(α, β) of the answers on a channel from (answers, attempts) of each person, by moments.

    μ: mean share, v: variance of the shares without what chance alone makes of so few attempts;
    κ = μ(1−μ)/v − 1, α = μκ, β = (1−μ)κ. FLAT where fewer than 20 persons tell, κ between 1 and 1000.
    """
    told = [(s, n) for s, n in population if n >= 1]
    if len(told) < 20:
        return FLAT
    total = sum(n for _, n in told)
    mean = sum(s for s, _ in told) / total
    if not 0 < mean < 1:
        # Everybody answered, or nobody: the rule of succession.
        return (
            (total * mean + 1, total * (1 - mean) + 1)
            if total < 1000
            else (1000 * mean + 1, 1000 * (1 - mean) + 1)
        )
    spread = sum(n * (s / n - mean) ** 2 for s, n in told) / total
    noise = mean * (1 - mean) * len(told) / total
    true_variance = max(spread - noise, 1e-6)
    kappa = min(1000.0, max(1.0, mean * (1 - mean) / true_variance - 1))
    return mean * kappa, (1 - mean) * kappa


def appetence(channel: str, of: Tried, *, prior: tuple[float, float]) -> Appetence:
    """Score = (α + s) / (α + β + n), with the 2.5 % and 97.5 % points of that Beta distribution."""
    a, b = prior[0] + of.answers, prior[1] + max(0.0, of.attempts - of.answers)
    return Appetence(
        channel, a / (a + b), beta_quantile(0.025, a, b), beta_quantile(0.975, a, b),
        of.attempts, of.answers, of.begun,
    )  # fmt: skip


def beta_quantile(p: float, a: float, b: float) -> float:
    """The value below which a Beta(a, b) lies with probability p, to 1e-9 by bisection. a, b > 0."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        if _beta_below(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function by Lentz's continued fraction (Abramowitz & Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / max(1e-300, 1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 300):
        step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _kept(1 + step * d), _kept(1 + step / c)
        fraction *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _kept(1 + step * d), _kept(1 + step / c)
        fraction *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return front * fraction


def _kept(value: float) -> float:
    """Away from zero, where the fraction would end."""
    return value if abs(value) > 1e-300 else 1e-300


def _weight(at: datetime, *, now: datetime) -> float:
    return float(0.5 ** (max(timedelta(0), now - at) / HALF_LIFE))
