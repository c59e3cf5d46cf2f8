"""Too many pairs: the largest blocks go first, and the true pairs stand in smaller ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from parvis.people.logic.resolution import blocking
from parvis.people.logic.resolution.blocking import TooManyPairs, candidates, largest_block
from parvis.people.logic.resolution.distance import Array

# 1,000 records of one town (499,500 pairs), in 500 pairs of one telephone number; two of each key's blocks.
TOWN = np.ones(1_000, np.uint64)
STREETS = np.repeat(np.arange(1, 51, dtype=np.uint64), 20)  # 50 blocks of 190 pairs
PHONES = np.repeat(np.arange(1, 501, dtype=np.uint64), 2)


def keys() -> Iterator[Array]:
    return iter((TOWN, STREETS, PHONES))


@pytest.mark.parametrize(
    ("most", "largest", "many"),
    [
        # All that blocks of up to 2,500 pairs hold: 50 · 190, among them the 500 of the telephones.
        (100_000, 2_500, 9_500),
        # Each key counted by itself, 10,000: but each pair once is within the limit, and nothing is passed over.
        (9_999, 189, 9_500),
        (600, 189, 500),
    ],
)
def test_the_largest_blocks_are_passed_over_first(
    monkeypatch: pytest.MonkeyPatch, most: int, largest: int, many: int
) -> None:
    monkeypatch.setattr(blocking, "MOST_PAIRS", most)
    assert largest_block(keys(), 0) == largest
    ones, others = candidates(keys, 0, 1_000)
    assert len(ones) == many
    assert {(pair, pair + 1) for pair in range(0, 1_000, 2)} <= set(
        zip(ones.tolist(), others.tolist(), strict=True)
    )


def test_where_even_the_smallest_blocks_are_too_many_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "MOST_PAIRS", 400)  # 500 pairs of telephones
    with pytest.raises(TooManyPairs):
        candidates(keys, 0, 1_000)
