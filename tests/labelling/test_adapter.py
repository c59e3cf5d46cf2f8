"""What is learned from corrections: more of the house's own words, and nothing lost elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bench.adapters import airline, judged, original
from parvis.labelling.logic.adapter import CLASSES, adapted, fitted, packed, unpacked
from parvis.labelling.logic.hashed import WORDS, hashed_texts
from parvis.labelling.logic.minimise import minimised
from parvis.labelling.logic.reference import shipped_reference
from parvis.labelling.logic.scores import COLUMNS
from parvis.labelling.logic.training import LEAST_TEXTS, TooFewCorrections, reference_change, trained
from tests.conftest import require_data

HOUSE = [
    "le trottibus est encore en panne",
    "the trottibus is stuck again",
    "trottibus en grève",
    "my trottibus left early",
]
NOTHING_READ = np.zeros((1, COLUMNS))


def learned(texts: list[str], truth: list[int]):
    shipped = np.repeat(NOTHING_READ, len(texts), axis=0)
    rows, words = hashed_texts(texts), hashed_texts(texts, WORDS)
    return fitted(rows, words, shipped, np.array(truth), shipped_reference().words)


def said(texts: list[str], weights) -> np.ndarray:
    shipped = np.repeat(NOTHING_READ, len(texts), axis=0)
    return adapted(hashed_texts(texts), hashed_texts(texts, WORDS), shipped, weights)


def test_a_word_of_the_house_is_learned_and_other_texts_are_left_alone():
    texts = [f"{text} numéro {n}" for n in range(10) for text in HOUSE]
    weights = learned(texts, [0] * len(texts))
    chances = said(["trottibus annulé", "What a lovely morning in Paris with friends"], weights)
    assert chances[0].argmax() == 0
    assert chances[0, 0] > 0.5
    assert chances[1] == pytest.approx([1 / 3] * 3, abs=0.02)


def test_what_is_stored_is_what_was_learned_and_small():
    weights = learned(HOUSE * 10, [0, 1, 2, 0] * 10)
    content = packed(weights)
    assert len(content) < 2_000_000
    assert said(HOUSE, unpacked(content)) == pytest.approx(said(HOUSE, weights))


def test_learning_twice_gives_the_same_bytes():
    assert packed(learned(HOUSE * 3, [0, 1, 2, 1] * 3)) == packed(learned(HOUSE * 3, [0, 1, 2, 1] * 3))


def test_a_text_does_not_depend_on_its_neighbours():
    weights = learned(HOUSE * 10, [0, 1, 2, 0] * 10)
    alone = np.concatenate([said([text], weights) for text in HOUSE])
    assert said(HOUSE, weights) == pytest.approx(alone)
    assert said(["", "trottibus"], weights)[0] == pytest.approx([1 / 3] * 3)


def test_the_minimum_of_rosenbrock_is_found():
    def rosenbrock(x: np.ndarray) -> tuple[float, np.ndarray]:
        # f = (1 − a)² + 100 (b − a²)², least at (1, 1).
        a, b = x
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2, np.array(
            [2 * (a - 1) - 400 * a * (b - a * a), 200 * (b - a * a)]
        )

    assert minimised(rosenbrock, np.array([-1.2, 1.0]), steps=200, tolerance=1e-8) == pytest.approx(
        [1, 1], abs=1e-5
    )


@pytest.mark.parametrize(
    ("count", "truth_of"),
    [(LEAST_TEXTS - 1, lambda n: n % 3), (LEAST_TEXTS, lambda n: 0)],
    ids=["too few", "all alike"],
)
def test_too_little_is_not_learned_from(count: int, truth_of: Callable[[int], int]):
    with pytest.raises(TooFewCorrections):
        trained(
            [f"text {n}" for n in range(count)],
            np.repeat(NOTHING_READ, count, axis=0),
            np.array([truth_of(n) for n in range(count)]),
            reference=shipped_reference(),
        )


def test_corrections_by_chance_teach_nothing_and_are_not_used():
    chance = np.random.default_rng(3)
    shipped = chance.normal(size=(120, COLUMNS))
    result = trained(
        [f"{HOUSE[n % 4]} {n}" for n in range(120)],
        shipped,
        chance.integers(0, CLASSES, 120),
        reference=shipped_reference(),
    )
    assert not result.is_better
    assert result.gain_low < 0


def test_an_adapter_that_speaks_everywhere_is_known_to_forget():
    from tests.factories.labelling import pushing_weights

    assert reference_change(unpacked(pushing_weights((5.0, 0.0, 0.0))), shipped_reference()) < -0.2
    assert reference_change(unpacked(pushing_weights()), shipped_reference()) == 0


@require_data("airline2015/tweets_dev.csv.gz", "tweeteval/sentiment_val.tsv.gz", "umsab/val.tsv.gz")
def test_three_hundred_real_corrections_gain_and_little_is_lost(shared_data):
    """A smaller replay than bench/adapters.py: every fourth odd line, on which nothing was tuned."""
    house = judged(airline(shared_data)[1::8])
    order = np.random.default_rng(0).permutation(len(house.truth))
    weights, rest = house.of(order[:300]).learned(), house.of(order[300:])
    assert rest.f1(weights) - rest.f1() >= 3
    for name, pairs in original(shared_data).items():
        texts = judged(pairs)
        assert texts.f1(weights) - texts.f1() >= -1, name
