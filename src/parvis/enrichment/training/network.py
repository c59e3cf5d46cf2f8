"""The network's training, in numpy: forward, backward, and Adam (Kingma & Ba 2015) on the rows that a batch met.

Targets are probabilities: what people said, softened by what the encoder said (Hinton et al. 2015). One
network learns all its labels at once; a text counts for those it has a target for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.network import (
    READ_FROM,
    UNITS,
    WIDTH,
    WORD_COUNT,
    Floats,
    Network,
    network_scores,
    word_rows,
)
from parvis.enrichment.training.reading import read_texts

EPOCHS = 9
BATCH = 256
STEP = 3e-3
WARM_UP = 100
UNITS_DROPPED, WORDS_DROPPED = 0.5, 0.25
KEPT_SLOPE, KEPT_SQUARE = 0.9, 0.999

Tokens = NDArray[np.uint32]
Places = NDArray[np.int64]


def tokens_of(texts: Sequence[str]) -> list[Tokens]:
    """The hashes of each text's words, as the run time reads them."""
    found: list[Tokens] = []
    for start in range(0, len(texts), 512):
        batch = read_texts(texts[start : start + 512]).batch
        found += [
            batch.tokens[first:last]
            for first, last in zip(batch.token_starts.tolist(), batch.token_ends.tolist(), strict=True)
        ]
    return found


def scores_of(texts: Sequence[Tokens], network: Network) -> Floats:
    parts = []
    for start in range(0, len(texts), 1024):
        chunk = texts[start : start + 1024]
        sizes = np.array([len(text) for text in chunk], dtype=np.int64)
        parts.append(network_scores(np.concatenate(chunk), sizes, network))
    return np.vstack(parts)


def chances_of(scores: Floats, groups: Sequence[slice]) -> Floats:
    """Probabilities; a group of one column holds or not, of a larger one exactly one class holds."""
    chances = np.empty_like(scores)
    for group in groups:
        part = scores[:, group]
        if part.shape[1] == 1:
            chances[:, group] = 1 / (1 + np.exp(-np.clip(part, -30, 30)))
        else:
            weights = np.exp(part - part.max(axis=1, keepdims=True))
            chances[:, group] = weights / weights.sum(axis=1, keepdims=True)
    return chances


@dataclass
class Draft:
    """The weights while they are learned, with Adam's two running means of each."""

    weights: dict[str, Floats]
    slopes: dict[str, Floats] = field(default_factory=dict)
    squares: dict[str, Floats] = field(default_factory=dict)
    steps: int = 0

    def moved(self, slopes: dict[str, Floats], met: Places, word_slopes: Floats, *, step: float) -> None:
        self.steps += 1
        for name, slope in slopes.items():
            self.weights[name] -= step * self._direction(name, slice(None), slope)
        self.weights["words"][met] -= step * self._direction("words", met, word_slopes)

    def _direction(self, name: str, rows: slice | Places, slope: Floats) -> Floats:
        mean = self.slopes[name][rows] = KEPT_SLOPE * self.slopes[name][rows] + (1 - KEPT_SLOPE) * slope
        square = self.squares[name][rows]
        square = self.squares[name][rows] = KEPT_SQUARE * square + (1 - KEPT_SQUARE) * slope * slope
        mean = mean / (1 - KEPT_SLOPE**self.steps)
        return np.asarray(mean / (np.sqrt(square / (1 - KEPT_SQUARE**self.steps)) + 1e-8), dtype=np.float32)

    def network(self) -> Network:
        return Network(
            **{name: self.weights[name] for name in ("words", "window", "window_bias", "out", "out_bias")}
        )


def _begun(labels: int, words: Floats, chance: np.random.Generator) -> Draft:
    def drawn(*shape: int, size: float) -> Floats:
        return np.asarray(chance.normal(size=shape) * size, dtype=np.float32)

    weights = {
        "words": np.where(words.any(axis=1, keepdims=True), words, drawn(WORD_COUNT, WIDTH, size=0.1)),
        "window": drawn(3 * WIDTH, UNITS, size=1.4 / np.sqrt(3 * WIDTH)),
        "window_bias": np.zeros(UNITS, dtype=np.float32),
        "out": drawn(READ_FROM, labels, size=0.05),
        "out_bias": np.zeros(labels, dtype=np.float32),
    }
    zeros = {name: np.zeros_like(value) for name, value in weights.items()}
    return Draft(weights, zeros, {name: value.copy() for name, value in zeros.items()})


def fit_network(
    texts: Sequence[Tokens],
    targets: Floats,
    weights: Floats,
    groups: Sequence[slice],
    *,
    words: Floats,
    seed: int,
) -> Network:
    """`targets` texts × labels, probabilities; `weights` texts × labels, zero where there is no target.

    `words` is the table to begin with; rows of zeros begin at random.
    """
    chance = np.random.default_rng(seed)
    draft = _begun(targets.shape[1], words, chance)
    used = np.array([place for place, text in enumerate(texts) if len(text) and weights[place].any()])
    steps = EPOCHS * -(-len(used) // BATCH)
    for _ in range(EPOCHS):
        order = chance.permutation(used)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            sizes = np.array([len(texts[row]) for row in rows])
            places = word_rows(np.concatenate([texts[row] for row in rows])).astype(np.int64)
            slopes, met, word_slopes = _slopes(
                draft.weights, places, sizes, targets[rows], weights[rows], groups, chance
            )
            warm = min(1.0, (draft.steps + 1) / WARM_UP)
            draft.moved(slopes, met, word_slopes, step=STEP * warm * max(0.02, 1 - (draft.steps + 1) / steps))
    _forget_unmet(draft, [texts[row] for row in used])
    return draft.network()


def _forget_unmet(draft: Draft, texts: Sequence[Tokens]) -> None:
    """A word that no text had says nothing, as a word that was dropped: its row as it began would be noise."""
    met = np.zeros(WORD_COUNT, dtype=bool)
    met[word_rows(np.concatenate(texts))] = True
    draft.weights["words"][~met] = 0


def _slopes(
    weights: dict[str, Floats],
    words: Places,
    sizes: Places,
    targets: Floats,
    counts: Floats,
    groups: Sequence[slice],
    chance: np.random.Generator,
) -> tuple[dict[str, Floats], Places, Floats]:
    """The loss's slopes: of all weights but the words', the rows of words met, and their slopes."""
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(sizes)), sizes)
    last = starts + sizes - 1
    kept = (chance.random(len(words)) >= WORDS_DROPPED).astype(np.float32)[:, None]
    here = weights["words"][words] * kept
    before, after = np.zeros_like(here), np.zeros_like(here)
    before[1:], after[:-1] = here[:-1], here[1:]
    before[starts] = after[last] = 0
    window = np.concatenate([before, here, after], axis=1)
    units = np.maximum(window @ weights["window"] + weights["window_bias"], 0)
    shrunk = (1 / np.sqrt(sizes)).astype(np.float32)[:, None]
    most = np.maximum.reduceat(units, starts, axis=0)
    read = np.concatenate(
        [
            most,
            np.add.reduceat(units, starts, axis=0) * shrunk,
            np.add.reduceat(here, starts, axis=0) * shrunk,
        ],
        axis=1,
    )
    mask = (chance.random(read.shape) >= UNITS_DROPPED).astype(np.float32) / np.float32(1 - UNITS_DROPPED)
    read *= mask
    said = chances_of(read @ weights["out"] + weights["out_bias"], groups)
    wrong = np.asarray((said - targets) * counts / np.float32(len(sizes)), dtype=np.float32)
    slopes = {"out": read.T @ wrong, "out_bias": wrong.sum(axis=0)}
    back = (wrong @ weights["out"].T) * mask
    of_most, of_sum, of_words = (
        back[:, :UNITS],
        back[:, UNITS : 2 * UNITS] * shrunk,
        back[:, 2 * UNITS :] * shrunk,
    )
    of_units = (np.where(units == most[owner], of_most[owner], 0) + of_sum[owner]) * (units > 0)
    slopes["window"] = window.T @ of_units
    slopes["window_bias"] = of_units.sum(axis=0)
    of_window = of_units @ weights["window"].T
    of_here = of_window[:, WIDTH : 2 * WIDTH] + of_words[owner]
    of_before, of_after = of_window[:, :WIDTH], of_window[:, 2 * WIDTH :]
    of_before[starts] = of_after[last] = 0
    of_here[:-1] += of_before[1:]
    of_here[1:] += of_after[:-1]
    of_here *= kept
    order = np.argsort(words, kind="stable")
    ordered = words[order]
    first = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    return slopes, ordered[first], np.add.reduceat(of_here[order], first, axis=0)
