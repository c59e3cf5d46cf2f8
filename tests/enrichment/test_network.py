"""The network beside the n-grams: what it reads, that it learns, and what taught it."""

import fnmatch
import tomllib
from pathlib import Path

import numpy as np
import pytest

from parvis.enrichment.logic.labels import label_texts
from parvis.enrichment.logic.model import shipped_model
from parvis.enrichment.logic.network import (
    READ_FROM,
    UNITS,
    WIDTH,
    WORD_COUNT,
    Network,
    network_scores,
    word_rows,
)
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.altered import altered_texts
from parvis.enrichment.training.network import fit_network, scores_of
from parvis.enrichment.training.taught import (
    TAUGHT,
    OtherTexts,
    in_quarter,
    read_altered,
    read_taught,
    write_taught,
)
from parvis.enrichment.training.taught import WIDTH as ANSWERS


def drawn_network(labels: int = 3) -> Network:
    chance = np.random.default_rng(3)
    shapes = {
        "words": (WORD_COUNT, WIDTH),
        "window": (3 * WIDTH, UNITS),
        "window_bias": (UNITS,),
        "out": (READ_FROM, labels),
        "out_bias": (labels,),
    }
    return Network(**{name: chance.normal(size=shape).astype(np.float32) for name, shape in shapes.items()})


def drawn_texts(*sizes: int) -> list[np.ndarray]:
    chance = np.random.default_rng(4)
    return [chance.integers(0, 1 << 32, size=size, dtype=np.uint32) for size in sizes]


def read_by_hand(tokens: np.ndarray, network: Network) -> np.ndarray:
    vectors = [np.zeros(WIDTH), *network.words[word_rows(tokens)], np.zeros(WIDTH)]
    units = np.array(
        [
            np.maximum(np.concatenate(vectors[place : place + 3]) @ network.window + network.window_bias, 0)
            for place in range(len(tokens))
        ]
    )
    root = np.sqrt(len(tokens))
    read = np.concatenate([units.max(axis=0), units.sum(axis=0) / root, np.sum(vectors, axis=0) / root])
    return read @ network.out + network.out_bias


def test_scores_are_those_worked_out_word_by_word() -> None:
    network = drawn_network()
    texts = drawn_texts(1, 2, 9)
    found = network_scores(np.concatenate(texts), np.array([1, 2, 9]), network)
    assert found == pytest.approx(np.array([read_by_hand(text, network) for text in texts]), rel=1e-4)


@pytest.mark.parametrize("sizes", [(0,), (0, 0, 4), (3, 0, 5, 0), (1, 1), (700, 2)])
def test_no_text_hears_its_neighbours(sizes: tuple[int, ...]) -> None:
    network, texts = drawn_network(), drawn_texts(*sizes)
    together = network_scores(np.concatenate(texts), np.array(sizes), network)
    alone = [network_scores(text, np.array([len(text)]), network)[0] for text in texts]
    assert together == pytest.approx(np.array(alone), rel=1e-3, abs=1e-3)


def test_it_learns_what_only_the_order_of_words_tells() -> None:
    chance = np.random.default_rng(5)
    first, second, *others = (text[0] for text in drawn_texts(*(1 for _ in range(12))))
    texts, labels = [], []
    for _ in range(4_500):
        holds = int(chance.integers(2))
        pair = [first, second] if holds else [second, first]
        around = list(chance.choice(others, size=3))
        at = int(chance.integers(4))
        texts.append(np.array(around[:at] + pair + around[at:], dtype=np.uint32))
        labels.append(holds)
    targets = np.array(labels, dtype=np.float32)[:, None]
    none = np.zeros((WORD_COUNT, WIDTH), dtype=np.float32)
    network = fit_network(
        texts[:4_000],
        targets[:4_000],
        np.ones((4_000, 1), dtype=np.float32),
        [slice(0, 1)],
        words=none,
        seed=1,
    )
    said = scores_of(texts[4_000:], network)[:, 0] > 0
    assert (said == (targets[4_000:, 0] > 0)).mean() > 0.95


def test_the_shipped_one_is_there_and_serves_english_alone() -> None:
    model = shipped_model()
    assert model.network is not None
    assert all(np.isfinite(getattr(model.network, name)).all() for name in ("words", "window", "out"))
    # French beside English is read as French alone is: the network has no say in it.
    french = "Merci à toute l'équipe, quelle belle soirée"
    alone, beside = label_texts([french])[0], label_texts(["I hate this so much", french])[1]
    assert alone.sentiment_scores == pytest.approx(beside.sentiment_scores, abs=2e-4)


def drawn_answers(count: int, *, seed: int) -> np.ndarray:
    answers = np.random.default_rng(seed).random((count, ANSWERS)).astype(np.float32)
    answers[:, :3] /= answers[:, :3].sum(axis=1, keepdims=True)
    answers[:, 3:7] /= answers[:, 3:7].sum(axis=1, keepdims=True)
    return answers


def test_answers_are_found_again_by_the_text_and_hold_none(tmp_path: Path) -> None:
    texts = ["A first post about buses", "another one, on trains", "and a third"]
    whole, quarter, altered = (drawn_answers(3, seed=seed) for seed in (6, 7, 8))
    words = np.zeros((WORD_COUNT, WIDTH), dtype=np.float32)
    words[7] = 0.3
    path = tmp_path / "answers.zip"
    write_taught(texts, whole, quarter, (["trains a third"] * 3, altered), words, path)
    taught = read_taught(["never seen", *reversed(texts)], path)
    assert taught.known.tolist() == [False, True, True, True]
    assert not taught.whole[0].any()
    assert taught.whole[1:] == pytest.approx(whole[::-1], abs=0.01)
    assert taught.quarter[1:] == pytest.approx(quarter[::-1], abs=0.01)
    assert taught.words[7] == pytest.approx(0.3, abs=0.01)
    assert not taught.words[8].any()
    assert read_altered(["trains a third"] * 3, path) == pytest.approx(altered, abs=0.01)
    with pytest.raises(OtherTexts):
        read_altered(["trains a fourth"] * 3, path)
    assert b"trains" not in path.read_bytes()


def test_a_word_that_no_text_had_says_nothing() -> None:
    texts = drawn_texts(*(3 for _ in range(40)))
    begun = np.full((WORD_COUNT, WIDTH), 0.2, dtype=np.float32)
    network = fit_network(
        texts,
        np.ones((40, 1), dtype=np.float32),
        np.ones((40, 1), dtype=np.float32),
        [slice(0, 1)],
        words=begun,
        seed=1,
    )
    met = np.zeros(WORD_COUNT, dtype=bool)
    met[word_rows(np.concatenate(texts))] = True
    assert network.words[met].all(axis=1).all() and not network.words[~met].any()


def test_altered_texts_stay_on_their_side_and_are_the_same_every_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(f"post {place} of line{place} was late again today", place % 2) for place in range(80)]
    for name in ("complaints", "emotion", "offensive"):
        monkeypatch.setattr(sets, name, lambda *_: rows)
    monkeypatch.setattr(sets, "held_out_english", lambda _: {sets.key("a hidden post")})
    pool = [text for text, _ in rows]
    made, sides = altered_texts(Path(), pool)
    assert (made, sides) == altered_texts(Path(), pool)
    assert len(made) > 1_000 and len({sets.key(text) for text in made}) == len(made)
    assert not {sets.key(text) for text in made} & {sets.key(text) for text in pool}
    # Rare words tell what a text was made of; all but those that stand in for others come from one side.
    held = {f"line{place}" for place, is_held in enumerate(in_quarter(pool)) if is_held}
    crossed = [
        bool(set(text.split()) & held) != side
        for text, side in zip(made, sides, strict=True)
        if any(word.startswith("line") for word in text.split())
    ]
    assert not any(crossed)


def test_the_quarter_is_a_quarter_and_stays_the_same() -> None:
    held = in_quarter([f"post number {number}" for number in range(4_000)])
    assert 0.22 < held.mean() < 0.28
    assert in_quarter(["POST number 1"])[0] == held[1]


def test_what_only_trains_is_not_shipped() -> None:
    root = Path(__file__).parents[2]
    patterns = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    assert TAUGHT.is_file()
    assert not any(fnmatch.fnmatch(TAUGHT.name, pattern.removeprefix("**/")) for pattern in patterns["*"])
