"""Shares corrected for known errors: worked examples, invariants, and planted shares that are found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.labelling.logic.adjusted_counts import adjusted_shares, true_shares


def test_rogan_and_gladen_for_two_of_the_three_classes():
    # Sensitivity 0.9, specificity 0.8, nothing neutral: q = (0.41 − 0.2) / (0.9 − 0.2) = 0.3.
    matrices = np.array([[[0.9, 0, 0.2], [0, 1, 0], [0.1, 0, 0.8]]])
    assert true_shares(np.array([[0.41, 0, 0.59]]), matrices)[0] == pytest.approx([0.3, 0, 0.7])


def test_what_lies_outside_the_simplex_is_brought_to_its_edge():
    # Fewer were labelled negative (0.1) than the errors on positive ones alone would give (0.2).
    matrices = np.array([[[0.9, 0, 0.2], [0, 1, 0], [0.1, 0, 0.8]]])
    assert true_shares(np.array([[0.1, 0, 0.9]]), matrices)[0] == pytest.approx([0, 0, 1])


def test_a_perfect_machine_needs_no_correction():
    found = adjusted_shares([50, 30, 20], [[1000, 0, 0], [0, 1000, 0], [0, 0, 1000]])
    assert found is not None
    assert [one.value for one in found.shares] == pytest.approx([0.5, 0.3, 0.2])
    assert found.balance.value == pytest.approx(-0.3)


@pytest.mark.parametrize(
    ("observed", "confusion"),
    [([0, 0, 0], [[5, 1, 1], [1, 5, 1], [1, 1, 5]]), ([5, 5, 5], [[5, 1, 1], [0, 0, 0], [1, 1, 5]])],
)
def test_nothing_is_said_without_texts_or_without_a_hand_label_of_every_class(observed, confusion):
    assert adjusted_shares(observed, confusion) is None


columns = st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(lambda c: [v / sum(c) for v in c])


@given(shares=columns, matrix=st.lists(columns, min_size=3, max_size=3))
def test_shares_are_shares_and_no_point_of_the_simplex_fits_better(shares, matrix):
    m = np.array(matrix).T
    p = np.array(shares)
    q = true_shares(p[None], m[None])[0]
    assert q.min() >= 0
    assert q.sum() == pytest.approx(1)
    corners = [(a / 20, b / 20, (20 - a - b) / 20) for a in range(21) for b in range(21 - a)]
    least = min(((m @ np.array(corner) - p) ** 2).sum() for corner in corners)
    assert ((m @ q - p) ** 2).sum() <= least + 1e-9


@given(st.lists(st.integers(0, 500), min_size=3, max_size=3), st.integers(0, 3))
def test_the_interval_holds_its_value_and_stays_within_0_and_1(observed, seed):
    found = adjusted_shares(observed, [[40, 8, 2], [10, 30, 10], [3, 7, 40]], seed=seed)
    assert (found is None) == (sum(observed) == 0)
    for one in found.shares if found else ():
        assert 0 <= one.low <= one.value <= one.high <= 1


@pytest.mark.parametrize(
    ("matrix", "hand_labelled", "observed"),
    [
        ([[0.8, 0.15, 0.05], [0.15, 0.7, 0.15], [0.05, 0.15, 0.8]], 120, 2_000),
        ([[0.72, 0.2, 0.08], [0.25, 0.55, 0.2], [0.08, 0.17, 0.75]], 300, 500),
        ([[0.6, 0.3, 0.1], [0.25, 0.5, 0.25], [0.1, 0.3, 0.6]], 1_000, 20_000),
    ],
)
@pytest.mark.parametrize("planted", [(0.6, 0.25, 0.15), (0.1, 0.8, 0.1), (0.05, 0.05, 0.9)])
def test_planted_shares_lie_within_the_interval_in_nine_of_ten_draws(
    matrix, hand_labelled, observed, planted
):
    """The sample is drawn where the classes are 40, 35 and 25 %, the figure where they are as planted."""
    errors, draws = np.array(matrix), 100
    chance = np.random.default_rng(7)
    held = np.zeros(4)
    for draw in range(draws):
        by_hand = chance.multinomial(hand_labelled, (0.4, 0.35, 0.25))
        confusion = [chance.multinomial(n, errors[c]) for c, n in enumerate(by_hand)]
        said = sum(
            chance.multinomial(n, errors[c]) for c, n in enumerate(chance.multinomial(observed, planted))
        )
        found = adjusted_shares(said, confusion, seed=draw)
        truths = [*planted, planted[2] - planted[0]]
        for place, (one, truth) in enumerate(zip([*found.shares, found.balance], truths, strict=True)):
            held[place] += one.low <= truth <= one.high
    assert (held >= 0.9 * draws).all(), held
