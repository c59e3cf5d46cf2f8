"""The model behind every label but the language: one table of weights, read once for all labels.

logits = scale · (Σ_kind weight_kind · Σ rows W[row] / sqrt(n_kind) + features · V + network) + bias
Kinds: characters, words, word pairs (`features.py`). `features` are counts of words of judgement and of cues,
and the share of capitals; `network` (`network.py`) is added in English, to the labels that it was taught.
Scale and bias calibrate: a temperature for labels of which one holds (Guo et al. 2017), Platt's a and b for
those that hold or not (Platt 1999); both were fitted on held-out folds. The first columns are the sentiment's;
the other labels see its logits (before the network) as features, for what speaks of a complaint speaks ill as well.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.cues import CUES, count_cues
from parvis.enrichment.logic.features import (
    CHARACTER_LENGTHS,
    TABLE_SIZE,
    Batch,
    Group,
    Positions,
    hashed_groups,
)
from parvis.enrichment.logic.network import Network, network_scores
from parvis.enrichment.logic.wordlists import COUNTS_PER_LIST, LISTS

SENTIMENTS = ("negative", "neutral", "positive")
EMOTIONS = ("anger", "joy", "optimism", "sadness")
INTENTS = (
    "complaint", "question", "praise", "suggestion", "purchase_interest", "threat_to_leave", "advertising", "other",
)  # fmt: skip
TOXICITY = ("offensive", "hateful")
# "emotional" is the probability that any of the four holds; what is left to one is "none".
COLUMNS = (*SENTIMENTS, *EMOTIONS, "emotional", *INTENTS, *TOXICITY)
SENTIMENT = slice(0, 3)
REST = slice(3, len(COLUMNS))
EMOTION = slice(3, 7)
EMOTIONAL = 7
INTENT = slice(8, 16)
OFFENSIVE, HATEFUL = 16, 17
NETWORK_LANGUAGE = "en"
NETWORK_COLUMNS = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    INTENT.start + INTENTS.index("complaint"),
    OFFENSIVE,
)  # sentiment first

KIND_WEIGHTS = (1.0, 1.0, 0.7)  # characters, words, word pairs
KINDS = (*(0 for _ in CHARACTER_LENGTHS), 1, 2)  # the kind of every group that hashed_groups yields, in order
JUDGED = COUNTS_PER_LIST * len(LISTS) + 1  # counts of judgement, and the share of capitals
FEATURES = JUDGED + len(CUES)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    languages: tuple[str, ...]
    sentiment_rows: Floats  # languages·TABLE_SIZE × 3: all that the sentiment alone needs
    rest_rows: Floats  # languages·TABLE_SIZE × other columns
    featured: Floats  # languages × FEATURES × columns
    from_sentiment: Floats  # languages × 3 × other columns
    scale: Floats  # languages × columns
    bias: Floats  # languages × columns
    network: Network | None  # None where the stored file has none
    version: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model reads of a batch, found once and used for every label."""

    batch: Batch
    groups: tuple[Group, ...]
    judged: Floats  # texts × JUDGED
    cued: Floats  # texts × CUES


def read_features(batch: Batch, counts: Floats) -> Reading:
    """`counts` are those of count_judgements."""
    judged = np.hstack([np.log1p(counts), batch.shouted[:, None]]).astype(np.float32)
    cued = np.log1p(count_cues(batch)).astype(np.float32)
    return Reading(batch, tuple(hashed_groups(batch)), judged, cued)


def model_of(arrays: dict[str, NDArray[np.generic]]) -> Model:
    """The stored arrays as a model: eight-bit weights with one scale a column."""
    languages = tuple(str(code) for code in arrays["languages"].tolist())
    steps = arrays["row_steps"].astype(np.float32)
    tables = [
        arrays[f"rows_{code}"].astype(np.float32) * steps[place] for place, code in enumerate(languages)
    ]
    return Model(
        languages=languages,
        sentiment_rows=np.concatenate([table[:, SENTIMENT] for table in tables]),
        rest_rows=np.concatenate([table[:, REST] for table in tables]),
        featured=arrays["featured"].astype(np.float32),
        from_sentiment=arrays["from_sentiment"].astype(np.float32),
        scale=arrays["scale"].astype(np.float32),
        bias=arrays["bias"].astype(np.float32),
        network=_network_of(arrays) if "network_words" in arrays else None,
        version=str(arrays["version"]),
    )


def _network_of(arrays: dict[str, NDArray[np.generic]]) -> Network:
    return Network(
        words=arrays["network_words"].astype(np.float32) * arrays["network_step"].astype(np.float32),
        window=arrays["network_window"].astype(np.float32),
        window_bias=arrays["network_window_bias"].astype(np.float32),
        out=arrays["network_out"].astype(np.float32),
        out_bias=arrays["network_out_bias"].astype(np.float32),
    )


@functools.cache
def shipped_model() -> Model:
    """The model that ships with the package, read once a process."""
    source = resources.files("parvis.enrichment") / "weights" / "labels.npz"
    with source.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
        return model_of({name: stored[name] for name in stored.files})


def _text_sums(values: Floats, starts: Positions, ends: Positions) -> Floats:
    """Sum of values[start:end] per text, 0 where empty; runs do not overlap and are in order."""
    filled = np.flatnonzero(ends > starts)
    sums = np.zeros((len(starts), values.shape[1]), dtype=np.float32)
    if len(filled):
        # A closing zero row lets the last run end at the end of the array.
        closed = np.concatenate([values, np.zeros((1, values.shape[1]), dtype=np.float32)])
        edges = np.stack([starts[filled], ends[filled]], axis=1).ravel()
        sums[filled] = np.add.reduceat(closed, edges, axis=0)[::2]
    return sums


def _from_tables(reading: Reading, head: NDArray[np.int64], tables: Sequence[Floats]) -> list[Floats]:
    """For each table the weighted sums of its rows over each text's n-grams."""
    texts = len(reading.batch.starts)
    kinds = len(KIND_WEIGHTS)
    sums = [np.zeros((kinds, texts, table.shape[1]), dtype=np.float32) for table in tables]
    sizes = np.zeros((kinds, texts), dtype=np.int64)
    offsets = (head * TABLE_SIZE).astype(np.uint32)
    for group, kind in zip(reading.groups, KINDS, strict=True):
        # The rows between two texts' runs are never summed: the offset of either text will do.
        runs = np.diff(group.starts, append=len(group.rows))
        rows = group.rows + np.repeat(offsets, runs)
        for table, summed in zip(tables, sums, strict=True):
            summed[kind] += _text_sums(table.take(rows, axis=0), group.starts, group.ends)
        sizes[kind] += group.ends - group.starts
    weights = np.array(KIND_WEIGHTS, dtype=np.float32)[:, None]
    scale = (weights / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)
    return [np.einsum("kt,ktc->tc", scale, summed) for summed in sums]


def label_logits(
    reading: Reading, *, head: NDArray[np.int64], model: Model, only_sentiment: bool = False
) -> Floats:
    """Calibrated logits, texts × COLUMNS (× 3 where only the sentiment is asked for).

    `head` is the place of each text's language in the model.
    """
    tables = [model.sentiment_rows] if only_sentiment else [model.sentiment_rows, model.rest_rows]
    width = len(SENTIMENTS) if only_sentiment else len(COLUMNS)
    logits = np.concatenate(_from_tables(reading, head, tables), axis=1)
    features = np.concatenate([reading.judged, reading.cued], axis=1)
    for place in range(len(model.languages)):
        chosen = np.flatnonzero(head == place)
        if len(chosen) == 0:
            continue
        logits[chosen] += features[chosen] @ model.featured[place][:, :width]
        if not only_sentiment:
            seen = logits[chosen][:, SENTIMENT]
            seen = seen - seen.mean(
                axis=1, keepdims=True
            )  # only differences of a softmax's logits mean anything
            logits[chosen, REST] += seen @ model.from_sentiment[place]
        if model.network is not None and model.languages[place] == NETWORK_LANGUAGE:
            columns = np.array([column for column in NETWORK_COLUMNS if column < width])
            logits[np.ix_(chosen, columns)] += _network(reading.batch, chosen, model.network)[
                :, : len(columns)
            ]
    scaled = logits * model.scale[head][:, :width] + model.bias[head][:, :width]
    return np.asarray(scaled, dtype=np.float32)


def _network(batch: Batch, chosen: Positions, network: Network) -> Floats:
    """The network's scores of the chosen texts alone."""
    sizes = batch.token_ends - batch.token_starts
    tokens = batch.tokens
    if len(chosen) < len(sizes):
        asked = np.zeros(len(sizes), dtype=bool)
        asked[chosen] = True
        # Separators are no tokens, so tokens and their owners line up.
        tokens, sizes = tokens[np.repeat(asked, sizes)], sizes[chosen]
    return network_scores(tokens, sizes, network)


def softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def logistic(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)
