"""Charts, outliers and bursts against published figures."""

from __future__ import annotations

from itertools import product
from math import inf, log

import pytest

from parvis.listening.logic.detection.bursts import Burst, _prices, burst_states, bursts
from parvis.listening.logic.detection.charts import cusum, cusum_arl, ears, ewma, ewma_arl
from parvis.listening.logic.detection.outliers import outliers, seasonal_outliers

# Rosner (1983), Technometrics 25; as printed in the documentation of R's PMCMRplus::gesdTest.
ROSNER = (
    -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.70,
    1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.40,
    2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64, 5.34, 5.42, 6.01,
)  # fmt: skip


# One-sided, k = 1/2 (Brook & Evans 1972; NIST handbook 6.3.2.3).
@pytest.mark.parametrize(
    ("limit", "shift", "length"), [(4, 0, "335"), (4, 1, "8.38"), (5, 0, "931"), (5, 1, "10.4")]
)
def test_run_lengths_of_cusum(limit: float, shift: float, length: str) -> None:
    digits = len(length.partition(".")[2])
    assert f"{cusum_arl(limit=limit, shift=shift):.{digits}f}" == length


def test_two_sided_cusum() -> None:
    assert round(cusum_arl(limit=5, two_sided=True)) == 465


# λ and L that give 500 values between false alarms (Lucas & Saccucci 1990).
@pytest.mark.parametrize(
    ("weight", "limit", "shift", "length"),
    [(0.2, 2.962, 0, "500"), (0.2, 2.962, 1, "10.5"), (0.1, 2.814, 0, "500"), (0.1, 2.814, 1, "10.3")],
)
def test_run_lengths_of_ewma(weight: float, limit: float, shift: float, length: str) -> None:
    digits = len(length.partition(".")[2])
    assert f"{ewma_arl(limit=limit, weight=weight, shift=shift):.{digits}f}" == length


def test_charts_by_hand() -> None:
    # 0 + 1 − ½ = ½; ½ − 2 − ½ < 0 → 0; 0 + 3 − ½ = 2½.
    assert cusum([1, -2, 3]) == [0.5, 0.0, 2.5]
    # λ = 1 has no memory, and a standard deviation of √(1 / (2 − 1)) = 1.
    assert ewma([1, -2, 3], weight=1.0) == [1, -2, 3]
    # Mean 4 and sd 2.160 of 1…7; (11 − 4) / 2.160 = 3.240. C2 leaves two values out: seven are not there.
    values = [1, 2, 3, 4, 5, 6, 7, 11]
    assert ears(values)[-1] == pytest.approx(3.2404, abs=1e-4)
    assert ears(values, lag=2)[-1] is None
    assert ears([5] * 7 + [8])[-1] == 3.0


def test_rosner_finds_three_though_the_second_step_fails() -> None:
    found = outliers(ROSNER, most=10)
    assert [f"{r:.3f} {limit:.3f}" for r, limit in found.steps[:3]] == [
        "3.119 3.159",
        "2.943 3.151",
        "3.179 3.144",
    ]
    assert [ROSNER[index] for index in found.indices] == [6.01, 5.42, 5.34]


def test_outliers_of_a_season() -> None:
    week = [10, 12, 11, 13, 12, 4, 3]
    values: list[float | None] = [day + (index % 3) for index, day in enumerate(week * 10)]
    values[31] = 60
    values[40] = None
    # The quiet Sundays are no outliers: they are quiet each week.
    assert seasonal_outliers(values, season=7) == (31,)
    assert seasonal_outliers([None] * 20, season=7) == ()
    assert seasonal_outliers([5.0] * 20, season=7) == ()


# The example of the documentation of burst_detection 0.1 (s 2, γ 1).
HITS, TOTALS = (0, 2, 1, 6, 7, 2, 8, 7, 2, 1), (9, 11, 12, 10, 10, 8, 12, 10, 13, 11)


def test_published_bursts() -> None:
    found = bursts(HITS, TOTALS)
    # Printed there: batches 6 and 7 with weight 5.34226, and batch 4 alone with 2.68563. Batch 3 (6 of 10) makes the
    # sequence cheaper still, see below; without it the printed weight comes out.
    assert [f"{one.first}-{one.last} {one.weight:.5f}" for one in found] == ["3-4 3.95597", "6-7 5.34226"]
    prices = _prices(HITS, TOTALS, 2.0)
    assert prices is not None
    assert f"{prices[4][0] - prices[4][1]:.5f}" == "2.68563"


def test_viterbi_finds_the_cheapest_of_all_sequences() -> None:
    prices = _prices(HITS, TOTALS, 2.0)
    assert prices is not None

    def price(states: tuple[int, ...]) -> float:
        ups = sum(one > before for before, one in zip((0, *states), states, strict=False))
        return ups * log(len(states)) + sum(pair[state] for pair, state in zip(prices, states, strict=True))

    best = min(product((0, 1), repeat=len(HITS)), key=price, default=())
    assert list(best) == burst_states(HITS, TOTALS)
    assert price(best) < price((0, 0, 0, 0, 1, 0, 1, 1, 0, 0)) < inf


@pytest.mark.parametrize(("hits", "totals"), [((), ()), ((0, 0), (5, 5)), ((0,), (0,)), ((5, 5), (5, 5))])
def test_no_burst_where_there_is_nothing_to_tell(hits: tuple[int, ...], totals: tuple[int, ...]) -> None:
    assert burst_states(hits, totals) == [0] * len(hits)
    assert bursts(hits, totals) == list[Burst]()
