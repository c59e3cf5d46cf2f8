"""Tails: published Poisson limits, sums made by hand, and the sum of the probabilities as a second way."""

from __future__ import annotations

from math import comb, exp, inf, lgamma, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.listening.logic.detection import tails


# Alarm limits at 1 %, 0.1 %, 0.01 %: the first count whose tail is at most that.
@pytest.mark.parametrize(("mean", "limits"), [(2, (7, 9, 10)), (5, (12, 14, 16)), (20, (32, 36, 40))])
def test_published_poisson_limits(mean: int, limits: tuple[int, ...]) -> None:
    found = tuple(
        next(k for k in range(100) if exp(float(tails.log_poisson_at_least(k, mean))) <= chance)
        for chance in (0.01, 0.001, 0.0001)
    )
    assert found == limits


def test_negative_binomial_by_hand() -> None:
    # mean 2, dispersion 1/2: r = 2, p = r / (r + mean) = 1/2. P(0) = p² = 1/4, P(1) = 2·p²·1/2 = 1/4.
    assert exp(float(tails.log_count_at_most(0, 2, 0.5))) == pytest.approx(1 / 4)
    assert exp(float(tails.log_count_at_most(1, 2, 0.5))) == pytest.approx(1 / 2)
    assert exp(float(tails.log_count_at_least(2, 2, 0.5))) == pytest.approx(1 / 2)
    assert float(tails.log_count_at_least(0, 2, 0.5)) == 0.0


def test_share_by_hand() -> None:
    # 3 of 4 or more at 1/2, independent: (4 + 1) / 16.
    assert exp(float(tails.log_share_at_least(3, 4, 0.5, 0.0))) == pytest.approx(5 / 16)
    # Wholly alike posts are one post: 3 of 4 is then as sure as 3/4 of a head, and no longer rare.
    assert exp(float(tails.log_share_at_least(4, 4, 0.5, 1.0))) == pytest.approx(0.5)


def test_likeness_is_near_the_beta_binomial() -> None:
    # 30 posts, share 0.3, likeness 0.05: a = 0.3·19 = 5.7, b = 13.3; exact sum beside the effective size.
    n, a, b = 30, 5.7, 13.3

    def beta(x: float, y: float) -> float:
        return lgamma(x) + lgamma(y) - lgamma(x + y)

    for k in (14, 17, 20):
        exact = sum(comb(n, i) * exp(beta(i + a, n - i + b) - beta(a, b)) for i in range(k, n + 1))
        near = float(tails.log_share_at_least(k, n, 0.3, 0.05))
        assert near == pytest.approx(log(exact), rel=0.15)


def test_quantiles() -> None:
    # t with 10 degrees at 0.975 is 2.228 in every table; χ²(1) passes 3.841 in 5 %.
    assert tails.student_quantile(0.975, 10) == pytest.approx(2.2281388, abs=1e-6)
    assert tails.chi_square_tail(3.841459) == pytest.approx(0.05, abs=1e-6)
    assert tails.chi_square_tail(0.0) == 1.0


@given(st.floats(0.01, 200), st.floats(0.001, 3), st.integers(1, 400))
@settings(max_examples=200, deadline=None)
def test_both_tails_make_one(mean: float, dispersion: float, k: int) -> None:
    up = exp(float(tails.log_count_at_least(k, mean, dispersion)))
    down = exp(float(tails.log_count_at_most(k - 1, mean, dispersion)))
    assert up + down == pytest.approx(1, abs=1e-9)


def test_probabilities_sum_to_the_tail() -> None:
    # mean 7, dispersion 0.3: the probabilities one by one beside the incomplete beta function.
    r = 1 / 0.3
    p = r / (r + 7)

    def probability(k: int) -> float:
        return exp(lgamma(k + r) - lgamma(r) - lgamma(k + 1) + r * log(p) + k * log(1 - p))

    for k in (1, 5, 12, 30, 60):
        tail = 1 - sum(map(probability, range(k)))
        assert exp(float(tails.log_count_at_least(k, 7, 0.3))) == pytest.approx(tail, rel=1e-8)


def test_far_tails_stay_finite() -> None:
    assert -inf < float(tails.log_count_at_least(10**9, 10.0, 0.05)) < -100
    assert -inf < float(tails.log_count_at_least(10**9, 1e6, 0.1)) < -100
    assert -1e5 < float(tails.log_count_at_most(0, 1e9, 0.1)) < -100
    assert float(tails.log_count_at_least(5, 0.0, 0.1)) < -20


def test_usual_range_holds_what_it_says() -> None:
    low, high = tails.usual_range(20, 0.1)
    # scipy.stats.nbinom.ppf((0.025, 0.975), 10, 10 / 30) is (7, 37).
    assert (low, high) == (7, 37)
    assert tails.usual_range(0.1, 0.1) == (0, 1)
