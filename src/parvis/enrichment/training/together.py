"""English labels from the n-grams and the network together: their log odds are added, and calibrated anew.

Both are wrong in different places: on texts that neither has seen, the sum is better than either. What is measured
here is measured on the quarter of the texts that the heads, the network and the encoder that taught it never saw;
the network that ships learned from all texts and from both encoders. Validation parts, which nothing learns from,
have their say in the calibration beside the quarter.
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
from parvis.enrichment.training.altered import altered_texts
from parvis.enrichment.training.draft import LANGUAGES, Draft
from parvis.enrichment.training.heads import Doubles, Head, equal_weights, fit_head, one_hot
from parvis.enrichment.training.judged import Apart, Folded, calibrated_classes, side_by_side
from parvis.enrichment.training.matrix import feature_matrices
from parvis.enrichment.training.network import Tokens, fit_network, scores_of, tokens_of
from parvis.enrichment.training.taught import LABELS, WIDTH, Taught, in_quarter, read_altered, read_taught

SEEDS = (0, 1)  # of the networks that are measured; the first is the one that ships
DRAWS = 50  # bootstrap draws of the quarter's texts, for each network
ALLOWED_HERE = 0.04  # of calibration error: on one quarter it comes out higher than over all folds
SAID_BY_PEOPLE = 0.7  # share of the target where both a person and an encoder spoke
WORTH_OF_ALTERED = {"sentiment": 0.5}  # what an altered text counts; 1 for the other labels


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
    altered: list[Tokens]
    altered_held: NDArray[np.bool_]  # those that were made of texts held out


@dataclass(frozen=True)
class Said:
    """What encoders say of the pool's texts, and of the altered ones."""

    real: Floats
    altered: Floats


def train_together(draft: Draft, data: Path) -> None:
    """Add the network to the draft, and calibrate its labels anew."""
    texts = sets.english_pool(data)
    altered, altered_held = altered_texts(data, texts)
    pool = Pool(
        place={sets.key(text): row for row, text in enumerate(texts)},
        texts=texts,
        tokens=tokens_of(texts),
        held=in_quarter(texts),
        altered=tokens_of(altered),
        altered_held=np.array(altered_held),
    )
    taught = read_taught(texts)
    of_altered = read_altered(altered)
    wanted = lessons(data)
    quarter = Said(taught.quarter, of_altered)
    measured = [_fitted(pool, wanted, taught, quarter, is_whole=False, seed=seed) for seed in SEEDS]
    both = Said((taught.quarter + taught.whole) / np.float32(2), of_altered)
    draft.network = _fitted(pool, wanted, taught, both, is_whole=True, seed=SEEDS[0])
    for lesson in wanted:
        _calibrated(draft, lesson, measured, _validation(data, lesson.name))


def _validation(data: Path, name: str) -> sets.Rows:
    """Rows that nothing learned from, with the label of that name."""
    if name == "sentiment":
        held = sets.held_out_sentiment(data)
        return [row for part, rows in held.items() if "French" not in part for row in rows]
    return (
        {"emotion": sets.emotion, "offensive": sets.offensive}[name](data, "val")
        if name != "complaint"
        else []
    )


def _fitted(
    pool: Pool,
    wanted: tuple[Lesson, ...],
    taught: Taught,
    said: Said,
    *,
    is_whole: bool,
    seed: int,
) -> Network:
    """`is_whole`: learn from all texts; else from those that are not held out."""
    inside = ~pool.held | is_whole
    targets, known = said.real.copy(), taught.known
    weights = np.zeros((len(pool.texts), WIDTH), dtype=np.float32)
    for lesson in wanted:
        weights[known, lesson.group] = lesson.worth[0]
        rows = [(pool.place[key], label) for key, label in _keyed(lesson.rows) if key in pool.place]
        place, labels = np.array([row for row, _ in rows]), np.array([label for _, label in rows])
        mine = inside[place]
        place, labels = place[mine], labels[mine]
        share = np.where(known[place], SAID_BY_PEOPLE, 1.0)[:, None]
        targets[place, lesson.group] = (
            share * lesson.targets(labels) + (1 - share) * said.real[place, lesson.group]
        )
        counted = lesson.weights(labels) * sets.emphasis([pool.texts[row] for row in place])
        weights[place, lesson.group] = (counted * lesson.worth[1])[:, None]
    weights[~inside] = 0
    more = np.zeros((len(pool.altered), WIDTH), dtype=np.float32)
    for lesson in wanted:
        more[:, lesson.group] = WORTH_OF_ALTERED.get(lesson.name, 1.0)
    more[pool.altered_held & (not is_whole)] = 0
    return fit_network(
        pool.tokens + pool.altered,
        np.concatenate([targets, said.altered]),
        np.concatenate([weights, more]),
        [lesson.group for lesson in wanted],
        words=taught.words,
        seed=seed,
    )


def _keyed(rows: sets.Rows) -> list[tuple[str, int]]:
    return [(sets.key(text), label) for text, label in rows]


def _calibrated(draft: Draft, lesson: Lesson, networks: list[Network], apart_rows: sets.Rows) -> None:
    """Scale and bias of the label, from the quarter and from the validation part; what ships never learned
    from the latter, and heads and networks like it never from the former."""
    texts = [text for text, _ in lesson.rows]
    labels = np.array([label for _, label in lesson.rows])
    features = side_by_side(*feature_matrices(texts))
    held = in_quarter(texts)
    head = fit_head(
        features[~held],
        lesson.targets(labels[~held]),
        weights=(lesson.weights(labels) * sets.emphasis(texts))[~held],
        strength=lesson.strength,
    )
    alone = head.scores(features[held])
    tokens = [token for token, is_held in zip(tokens_of(texts), held, strict=True) if is_held]
    read = [scores_of(tokens, network)[:, lesson.group].astype(float) for network in networks]
    truth = labels[held]
    place = LANGUAGES.index(NETWORK_LANGUAGE)
    shipped = draft.head(NETWORK_LANGUAGE, lesson.columns)
    readings: tuple[tuple[str, list[Doubles], Apart | None], ...] = (
        ("n-grams alone", [alone], None),
        ("network alone", read, None),
        ("together", [alone + one for one in read], _apart(draft, lesson, shipped, apart_rows)),
    )
    for name, scores, apart in readings:
        chance = np.random.default_rng(0)
        # One quarter gives no spread over folds; draws of its texts, with each network, do.
        parts = [[chance.integers(0, len(truth), len(truth)) for _ in range(DRAWS)] for _ in scores]
        if lesson.classes > 1:
            temperature, figures = calibrated_classes(
                scores, parts, truth, lesson.classes, equally=lesson.equally, apart=apart
            )
            scale, shift = np.full(lesson.classes, 1 / temperature), np.zeros(lesson.classes)
        else:
            scale, shift, figures = Folded(head, truth, [one[:, 0] for one in scores], parts).calibrated(
                allowed=ALLOWED_HERE, apart=apart
            )
        draft.told(f"{lesson.name} en, a quarter held out, {name}", figures)
    draft.scale[place][lesson.columns] = scale
    draft.bias[place][lesson.columns] = scale * draft.raw_bias[place][lesson.columns] + shift


def _apart(draft: Draft, lesson: Lesson, head: Head, rows: sets.Rows) -> Apart | None:
    """What ships, n-grams and network, says of rows that it never saw, before any calibration."""
    if not rows or draft.network is None:
        return None
    texts = [text for text, _ in rows]
    scores = head.scores(side_by_side(*feature_matrices(texts)))
    return Apart(
        scores + scores_of(tokens_of(texts), draft.network)[:, lesson.group],
        np.array([label for _, label in rows]),
    )
