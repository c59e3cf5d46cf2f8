"""Sentiment of a batch: one linear head per language over hashed n-grams and counted words of judgement.

score = Σ_kind weight_kind · Σ rows W[row] / sqrt(n_kind) + counts · V + bias, softmax of score / T.
Kinds: characters, words, word pairs. T is the temperature fitted on held-out folds (Guo et al. 2017).
The heads were trained with classes weighed equally: a probability says how much the text speaks for a class,
not how common the class is where the text came from.
"""

import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import CHARACTER_LENGTHS, TABLE_SIZE, Batch, Positions, hashed_groups
from parvis.enrichment.logic.wordlists import COUNTS_PER_LIST, LISTS

SENTIMENTS = ("negative", "neutral", "positive")
KIND_WEIGHTS = (1.0, 1.0, 0.7)  # characters, words, word pairs
KINDS = (*(0 for _ in CHARACTER_LENGTHS), 1, 2)  # the kind of every group that hashed_groups yields, in order
COUNTED = COUNTS_PER_LIST * len(LISTS) + 1  # counts of judgement, and the share of capitals
PICTURES_ONLY_SCALE = 0.8  # log odds per unit of strength where pictures are all the evidence


@dataclass(frozen=True, slots=True)
class SentimentModel:
    languages: tuple[str, ...]
    rows: NDArray[np.float32]  # languages·TABLE_SIZE × classes
    counted: NDArray[np.float32]  # languages × COUNTED × classes
    bias: NDArray[np.float32]  # languages × classes
    temperature: NDArray[np.float32]  # languages
    version: str


def weights_of(arrays: dict[str, NDArray[np.generic]]) -> SentimentModel:
    """The stored half-precision arrays as a model."""
    languages = tuple(str(code) for code in arrays["languages"].tolist())
    return SentimentModel(
        languages=languages,
        rows=arrays["rows"].astype(np.float32).reshape(len(languages) * TABLE_SIZE, len(SENTIMENTS)),
        counted=arrays["counted"].astype(np.float32),
        bias=arrays["bias"].astype(np.float32),
        temperature=arrays["temperature"].astype(np.float32),
        version=str(arrays["version"]),
    )


@functools.cache
def sentiment_model() -> SentimentModel:
    """The model that ships with the package, read once a process."""
    source = resources.files("parvis.enrichment") / "weights" / "sentiment.npz"
    with source.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
        return weights_of({name: stored[name] for name in stored.files})


def counted_features(counts: NDArray[np.float32], shouted: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.hstack([np.log1p(counts), shouted[:, None]]).astype(np.float32)


def _text_sums(values: NDArray[np.float32], starts: Positions, ends: Positions) -> NDArray[np.float32]:
    """Sum of values[start:end] per text, 0 where empty; runs do not overlap and are in order."""
    filled = np.flatnonzero(ends > starts)
    sums = np.zeros((len(starts), values.shape[1]), dtype=np.float32)
    if len(filled):
        # A closing zero row lets the last run end at the end of the array.
        closed = np.concatenate([values, np.zeros((1, values.shape[1]), dtype=np.float32)])
        edges = np.stack([starts[filled], ends[filled]], axis=1).ravel()
        sums[filled] = np.add.reduceat(closed, edges, axis=0)[::2]
    return sums


def sentiment_scores(
    batch: Batch, counts: NDArray[np.float32], *, head: NDArray[np.int64], model: SentimentModel
) -> NDArray[np.float32]:
    """Probabilities, shape (texts, 3); `head` is the index of each text's language in the model."""
    texts = len(batch.starts)
    kinds = len(KIND_WEIGHTS)
    sums = np.zeros((kinds, texts, len(SENTIMENTS)), dtype=np.float32)
    sizes = np.zeros((kinds, texts), dtype=np.int64)
    offsets = (head * TABLE_SIZE).astype(np.uint32)
    for group, kind in zip(hashed_groups(batch), KINDS, strict=True):
        # The rows between two texts' runs are never summed: the offset of either text will do.
        runs = np.diff(group.starts, append=len(group.rows))
        rows = group.rows + np.repeat(offsets, runs)
        sums[kind] += _text_sums(model.rows.take(rows, axis=0), group.starts, group.ends)
        sizes[kind] += group.ends - group.starts
    scale = np.array(KIND_WEIGHTS, dtype=np.float32)[:, None] / np.sqrt(np.maximum(sizes, 1)).astype(
        np.float32
    )
    scores = (sums * scale[:, :, None]).sum(axis=0)
    scores += np.einsum("tf,tfc->tc", counted_features(counts, batch.shouted), model.counted[head])
    return softmax((scores + model.bias[head]) / model.temperature[head][:, None])


def picture_scores(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities from pictures alone, for texts in no known language: any language's reader sees 😡."""
    first = COUNTS_PER_LIST * LISTS.index("pictures")
    strength = np.log1p(counts[:, first : first + COUNTS_PER_LIST]) @ np.array(
        [2, 1, -1, -2], dtype=np.float32
    )
    scores = np.zeros((len(counts), len(SENTIMENTS)), dtype=np.float32)
    scores[:, 0], scores[:, 2] = -strength * PICTURES_ONLY_SCALE, strength * PICTURES_ONLY_SCALE
    return softmax(scores)


def softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
