"""Figures of reviews and of blocks: what they are, and that the interval holds what it says."""

from __future__ import annotations

import random

import pytest

from parvis.community.logic.block_effect import difference_interval, effect_of, tabs_needed
from parvis.community.logic.stars import stars_of


def test_no_review_has_no_mean_and_one_says_nothing():
    assert stars_of({}).mean is None
    one = stars_of({5: 1})
    assert (one.mean, one.low, one.high, one.are_few) == (5.0, 1.0, 5.0, True)
    assert stars_of({4: 2, 5: 3}).shares[0] == (5, 3, 60)
    assert stars_of({0: 9, 6: 9}).n == 0


@pytest.mark.parametrize(
    "shares", [(10, 5, 8, 22, 55), (50, 20, 10, 10, 10), (45, 2, 3, 5, 45), (1, 1, 1, 7, 90)]
)
@pytest.mark.parametrize("n", [3, 10, 50])
def test_the_interval_holds_the_true_mean_as_often_as_it_says(shares, n):
    drawn = random.Random(7)
    true = sum(stars * share for stars, share in enumerate(shares, 1)) / 100
    held = 0
    for _ in range(600):
        counted: dict[int, int] = {}
        for stars in drawn.choices(range(1, 6), shares, k=n):
            counted[stars] = counted.get(stars, 0) + 1
        figures = stars_of(counted)
        held += figures.low <= true <= figures.high
    assert held / 600 > 0.93  # 0.95 less what 600 draws may miss by chance


def test_the_effect_is_newcombes_interval_and_refuses_to_speak_of_little():
    # Newcombe 1998, table II, case (a): 56 of 70 and 48 of 80.
    assert [round(end, 4) for end in difference_interval(56, 70, 48, 80)] == [0.0524, 0.3339]
    found = effect_of(shown=700, shown_bought=560, held=800, held_bought=480)
    assert found is not None and round(found.difference, 4) == 0.2 and found.is_clear
    assert effect_of(shown=1000, shown_bought=4, held=1000, held_bought=9) is None
    assert effect_of(shown=99, shown_bought=20, held=1000, held_bought=200) is None
    assert not effect_of(shown=1000, shown_bought=30, held=1000, held_bought=28).is_clear
    assert tabs_needed(0.02, 0.005) == 12_544
