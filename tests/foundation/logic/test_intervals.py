from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parvis.foundation.logic.intervals import Z_95, Estimate, median, median_ranks, net_share, share


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (45, 50, 0.7864, 0.9565),  # satisfied answers, 45 of 50
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I, Wilson's score without correction
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson(count, n, low, high):
    answer = share(count, n)
    assert (round(answer.low, 4), round(answer.high, 4)) == (low, high)
    assert answer.value == count / n


def test_rocks_example_of_the_adjusted_wald_interval():
    # 15 promoters and 2 detractors of 36: 100 × (15 − 2) / 36 = 36.11; (15.75 − 2.75) / 39 ± …
    answer = net_share(15, 2, 36)
    assert [round(100 * x, 2) for x in (answer.value, answer.low, answer.high)] == [36.11, 14.42, 52.25]


def test_ten_of_ten_keeps_an_interval_that_ends_at_the_most_possible():
    answer = net_share(10, 0, 10)
    assert (answer.value, round(100 * answer.low, 1), answer.high) == (1.0, 47.5, 1.0)


def test_nothing_is_not_zero():
    assert (share(0, 0), net_share(0, 0, 0), median([])) == (None, None, None)


@pytest.mark.parametrize(
    ("n", "ranks"),
    # Textbook table of order-statistic intervals for the median, ≥ 95 %: n = 6 gives 96.9 %, 10 gives 97.9 %,
    # 15 gives 96.5 %, 20 gives 95.9 %, 25 gives 95.7 %.
    [(5, None), (6, (1, 6)), (8, (1, 8)), (9, (2, 8)), (10, (2, 9)), (15, (4, 12)), (20, (6, 15)),
     (25, (8, 18))],
)
def test_ranks_of_the_median(n, ranks):
    assert median_ranks(n) == ranks


@pytest.mark.parametrize("n", [6, 37, 400, 999, 1000, 1001, 1500, 4001])
def test_the_ranks_cover_at_least_95_percent_and_hardly_more(n):
    low, _high = median_ranks(n)

    def outside(rank):
        return 2 * sum(comb(n, k) for k in range(rank)) / 2**n

    assert outside(low) <= 0.05
    assert outside(low + 2) > 0.05


def test_median_of_minutes():
    # Ten first replies in minutes; ranks 2 and 9 of ten.
    assert median([12, 3, 45, 8, 60, 20, 5, 31, 9, 240]) == Estimate(16.0, 5, 60, 10)
    assert median([7, 1, 3]) == Estimate(3, None, None, 3)


@given(some.integers(0, 500), some.integers(0, 500), some.integers(0, 500))
def test_a_net_share_lies_in_minus_one_to_one_and_turns_with_its_sides(positive, negative, neutral):
    n = positive + negative + neutral
    there, back = net_share(positive, negative, n), net_share(negative, positive, n)
    if n == 0:
        assert there is None
        return
    assert -1 <= there.low <= there.high <= 1
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))


def test_the_quantile():
    assert round(Z_95, 6) == 1.959964
