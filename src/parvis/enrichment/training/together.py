"""English labels from the n-grams and the network together: their log odds are added, and calibrated anew.

Both are wrong in different places: on texts that neither has seen, the sum is better than either. What is measured
here is measured on the quarter of the texts that the heads, the network and the encoder that taught it never saw;
the network that ships learned from all texts and from both encoders.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.model import (
    EMOTION,
    INTENT,
    INTENTS,
    NETWORK_LANGUAGE,
    OFFENSIVE,
    SENTIMENT,
    Floats,
)
from parvis.enrichment.logic.network import Network
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.draft import LANGUAGES, Draft
from parvis.enrichment.training.heads import Doubles, equal_weights, fit_head, one_hot
from parvis.enrichment.training.judged import Folded, calibrated_classes, side_by_side
from parvis.enrichment.training.matrix import feature_matrices
from parvis.enrichment.training.network import Tokens, fit_network, scores_of, tokens_of
from parvis.enrichment.training.taught import LABELS, WIDTH, Taught, in_quarter, read_taught

SEEDS = (0, 1)  # of the networks that are measured; the first is the one that ships
DRAWS = 50  # bootstrap draws of the quarter's texts, for each network
ALLOWED_HERE = 0.04  # of calibration error: on one quarter it comes out higher than over all folds
SAID_BY_PEOPLE = 0.5  # share of the target where both a person and an encoder spoke


@dataclass(frozen=True)
class Lesson:
    """One label of the network. `worth`: what a text counts that an encoder, or a person, has labelled."""

    name: str
    columns: slice  # of the model
    group: slice  # of the network
    rows: sets.Rows
    strength: float  # of the n-grams' head
    worth: tuple[float, float]
    equally: bool  # classes weigh the same in the calibration

    @property
    def classes(self) -> int:
        return int(self.group.stop - self.group.start)

    def targets(self, labels: NDArray[np.int64]) -> Doubles:
        return one_hot(labels, self.classes) if self.classes > 1 else labels.astype(float)[:, None]

    def weights(self, labels: NDArray[np.int64]) -> Doubles:
        return equal_weights(labels) if self.classes > 1 else np.ones(len(labels))


def lessons(data: Path) -> tuple[Lesson, ...]:
    complaint = INTENT.start + INTENTS.index("complaint")
    asked = {
        "sentiment": (SENTIMENT, sets.sentiment(data)["en"], 1.0, (0.5, 1.0)),
        "emotion": (EMOTION, sets.emotion(data), 3.0, (1.0, 2.0)),
        "complaint": (slice(complaint, complaint + 1), sets.complaints(data), 8.0, (0.5, 1.5)),
        "offensive": (slice(OFFENSIVE, OFFENSIVE + 1), sets.offensive(data), 1.0, (1.0, 1.5)),
    }
    found, start = [], 0
    for name, count in LABELS:
        columns, rows, strength, worth = asked[name]
        found.append(
            Lesson(name, columns, slice(start, start + count), rows, strength, worth, name == "sentiment")
        )
        start += count
    return tuple(found)


@dataclass(frozen=True)
class Pool:
    """All English texts that may train, with what is needed of them."""

    place: dict[str, int]  # key of a text → its row
    texts: list[str]
    tokens: list[Tokens]
    held: NDArray[np.bool_]


def train_together(draft: Draft, data: Path) -> None:
    """Add the network to the draft, and calibrate its labels anew."""
    texts = sets.english_pool(data)
    pool = Pool(
        {sets.key(text): row for row, text in enumerate(texts)}, texts, tokens_of(texts), in_quarter(texts)
    )
    taught = read_taught(texts)
    wanted = lessons(data)
    everything = np.ones(len(texts), dtype=bool)
    measured = [_fitted(pool, wanted, taught, taught.quarter, ~pool.held, seed) for seed in SEEDS]
    both = (taught.quarter + taught.whole) / np.float32(2)
    draft.network = _fitted(pool, wanted, taught, both, everything, SEEDS[0])
    for lesson in wanted:
        _calibrated(draft, lesson, measured)


def _fitted(
    pool: Pool,
    wanted: tuple[Lesson, ...],
    taught: Taught,
    said: Floats,
    inside: NDArray[np.bool_],
    seed: int,
) -> Network:
    targets, known = said.copy(), taught.known
    weights = np.zeros((len(pool.texts), WIDTH), dtype=np.float32)
    for lesson in wanted:
        weights[known, lesson.group] = lesson.worth[0]
        rows = [(pool.place[key], label) for key, label in _keyed(lesson.rows) if key in pool.place]
        place, labels = np.array([row for row, _ in rows]), np.array([label for _, label in rows])
        mine = inside[place]
        place, labels = place[mine], labels[mine]
        share = np.where(known[place], SAID_BY_PEOPLE, 1.0)[:, None]
        targets[place, lesson.group] = (
            share * lesson.targets(labels) + (1 - share) * said[place, lesson.group]
        )
        weights[place, lesson.group] = (lesson.weights(labels) * lesson.worth[1])[:, None]
    weights[~inside] = 0
    groups = [lesson.group for lesson in wanted]
    return fit_network(pool.tokens, targets, weights, groups, words=taught.words, seed=seed)


def _keyed(rows: sets.Rows) -> list[tuple[str, int]]:
    return [(sets.key(text), label) for text, label in rows]


def _calibrated(draft: Draft, lesson: Lesson, networks: list[Network]) -> None:
    """Scale and bias of the label from the quarter; the n-grams' head is that of all texts, as it stands."""
    texts = [text for text, _ in lesson.rows]
    labels = np.array([label for _, label in lesson.rows])
    features = side_by_side(*feature_matrices(texts))
    held = in_quarter(texts)
    head = fit_head(
        features[~held],
        lesson.targets(labels[~held]),
        weights=lesson.weights(labels[~held]),
        strength=lesson.strength,
    )
    alone = head.scores(features[held])
    tokens = [token for token, is_held in zip(tokens_of(texts), held, strict=True) if is_held]
    read = [scores_of(tokens, network)[:, lesson.group].astype(float) for network in networks]
    truth = labels[held]
    columns, place = lesson.columns, LANGUAGES.index(NETWORK_LANGUAGE)
    biases = draft.raw_bias[place][columns]
    readings = (
        ("n-grams alone", [alone]),
        ("network alone", read),
        ("together", [alone + one for one in read]),
    )
    for name, scores in readings:
        chance = np.random.default_rng(0)
        # One quarter gives no spread over folds; draws of its texts, with each network, do.
        parts = [[chance.integers(0, len(truth), len(truth)) for _ in range(DRAWS)] for _ in scores]
        if lesson.classes > 1:
            temperature, figures = calibrated_classes(
                scores, parts, truth, lesson.classes, equally=lesson.equally
            )
            scale, shift = np.full(lesson.classes, 1 / temperature), np.zeros(lesson.classes)
        else:
            scale, shift, figures = Folded(head, truth, [one[:, 0] for one in scores], parts).calibrated(
                allowed=ALLOWED_HERE
            )
        draft.told(f"{lesson.name} en, a quarter held out, {name}", figures)
    draft.scale[place][columns] = scale
    draft.bias[place][columns] = scale * biases + shift
