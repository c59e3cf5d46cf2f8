"""Train every head: `python -m parvis.enrichment.train --data DIR` (what `make train` runs).

Deterministic: same data and versions, same weights. Needs the extra `train`; nothing of it is imported at
run time. Only weights leave: no training text is stored. Validation parts never train; every figure printed
from folds is of texts that the fold's head did not see.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from parvis.enrichment.logic.model import (
    EMOTION,
    EMOTIONAL,
    HATEFUL,
    INTENT,
    INTENTS,
    OFFENSIVE,
    REST,
    SENTIMENT,
    SENTIMENTS,
)
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.draft import LANGUAGES, Draft, arrays_of, empty_draft, say
from parvis.enrichment.training.french_emotion import Borrowed, train_french_emotion
from parvis.enrichment.training.heads import equal_weights, fit_head, fit_platt, one_hot
from parvis.enrichment.training.judged import holds_or_not, one_of_many, side_by_side
from parvis.enrichment.training.matrix import feature_matrices
from parvis.enrichment.training.refined import refined
from parvis.enrichment.training.store import store
from parvis.enrichment.training.together import train_together

WEIGHTS = Path(__file__).parent / "weights" / "labels.npz"
NEUTRAL_FOR_EMOTION = 3_000  # posts of no emotion beside the 3,256 of one
WEAK_NEGATIVES = 600  # posts on other matters, taken to be no complaint and no threat to leave
FEW = 20  # texts that hold, under which a language borrows the calibration of both
HATEFUL_STRENGTH = 0.3  # the labels of "hateful" disagree among themselves
CALM_SHIFT = 1.5  # log odds towards an emotion; `refined.py` adds to them
SEED = 7


def _split(rows: sets.Rows) -> tuple[list[str], NDArray[np.int64]]:
    return [text for text, _ in rows], np.array([label for _, label in rows])


def train_sentiment(draft: Draft, data: Path) -> None:
    """English is measured and calibrated once the network stands beside (`together.py`)."""
    rows_of = sets.sentiment(data)
    texts, labels = _split(rows_of["en"])
    head = fit_head(side_by_side(*feature_matrices(texts)), one_hot(labels, 3), weights=equal_weights(labels))
    draft.put("en", SENTIMENT, head, scale=np.ones(3), shift=np.zeros(3))
    texts, labels = _split(rows_of["fr"])
    apart_texts, apart_labels = _split(sets.held_out_sentiment(data)["UMSAB French, validation"])
    head, temperature, figures = one_of_many(
        side_by_side(*feature_matrices(texts)),
        labels,
        3,
        count=5,
        seeds=(0, 1, 2),
        apart=(side_by_side(*feature_matrices(apart_texts)), apart_labels),
    )
    draft.put("fr", SENTIMENT, head, scale=np.full(3, 1 / temperature), shift=np.zeros(3))
    draft.told("sentiment fr", figures)


def train_emotion(draft: Draft, data: Path) -> None:
    """English from its own words; French through cues and sentiment, whose columns the languages share."""
    texts, labels = _split(sets.emotion(data))
    hashed, counted = feature_matrices(texts)
    seen = draft.seen_sentiment("en", hashed, counted)
    calm_texts = [text for text, label in sets.sentiment(data)["en"] if label == SENTIMENTS.index("neutral")]
    calm_texts = [
        text for text, _ in sets.drawn([(text, 0) for text in calm_texts], NEUTRAL_FOR_EMOTION, seed=SEED)
    ]
    calm_hashed, calm_counted = feature_matrices(calm_texts)
    calm_seen = draft.seen_sentiment("en", calm_hashed, calm_counted)
    any_labels = np.concatenate([np.ones(len(texts), int), np.zeros(len(calm_texts), int)])

    features = side_by_side(hashed, counted)
    head, temperature, figures = one_of_many(features, labels, 4, count=4, seeds=(0, 1), strength=3.0)
    draft.put("en", EMOTION, head, scale=np.full(4, 1 / temperature), shift=np.zeros(4))
    draft.told("emotion en", figures)
    both = sparse.vstack([features, side_by_side(calm_hashed, calm_counted)]).tocsr()
    folded = holds_or_not(both, any_labels, count=3, seeds=(0,))
    scale, shift, figures = folded.calibrated()
    draft.put("en", slice(EMOTIONAL, EMOTIONAL + 1), folded.head, scale=scale, shift=shift + CALM_SHIFT)
    draft.told("any emotion en", figures)

    shared = side_by_side(counted, seen)
    shared_calm = side_by_side(calm_counted, calm_seen)
    _, temperature, figures = one_of_many(shared, labels, 4, count=4, seeds=(0, 1), strength=3.0)
    draft.told("emotion, shared columns alone (measured on English)", figures)
    train_french_emotion(
        draft,
        data,
        Borrowed(shared, labels, sparse.vstack([shared, shared_calm]).tocsr(), any_labels, temperature),
    )


def train_toxicity(draft: Draft, data: Path) -> None:
    texts, labels = _split(sets.offensive(data))
    folded = holds_or_not(side_by_side(*feature_matrices(texts)), labels, count=4, seeds=(0,))
    scale, shift, figures = folded.calibrated()
    draft.put("en", slice(OFFENSIVE, OFFENSIVE + 1), folded.head, scale=scale, shift=shift)
    draft.told("offensive en", figures)
    calm = {
        "en": [text for text, label in zip(texts, labels, strict=True) if label == 0][:4_000],
        "fr": [text for text, _ in sets.sentiment(data)["fr"]],
    }
    for code in LANGUAGES:
        rows = sets.hostile(data, code)
        features = side_by_side(*feature_matrices([text for text, _ in rows] + calm[code]))
        collected = np.arange(features.shape[0]) < len(rows)
        for name, column, holds in (("offensive", OFFENSIVE, [int(kinds != "normal") for _, kinds in rows]),):
            if (name, code) == ("offensive", "en"):
                continue  # its own set is larger and closer to what is met
            labels = np.concatenate([np.array(holds), np.zeros(len(calm[code]), int)])
            folded = holds_or_not(features, labels, count=3, seeds=(0, 1))
            # The set was collected by slurs: calibrated on it alone, every text would be suspect.
            scale, shift, figures = folded.calibrated()
            draft.put(code, slice(column, column + 1), folded.head, scale=scale, shift=shift)
            draft.told(f"{name} {code}", figures)
            draft.told(f"{name} {code}, within the set collected by slurs", folded.calibrated(collected)[2])
        _train_hateful(draft, code, rows)


def _train_hateful(draft: Draft, code: str, rows: list[tuple[str, str]]) -> None:
    """Whether what is hostile is hateful; labels.py multiplies it by the probability of "offensive".

    Learned with ordinary posts beside, it learned to know the set's own subjects, and put TweetEval's hateful posts
    behind the others (area 0.47). Among hostile posts alone there is little to learn, and nothing is made up.
    """
    hostile = [(text, int("hateful" in kinds.split("_"))) for text, kinds in rows if kinds != "normal"]
    texts, labels = _split(hostile)
    folded = holds_or_not(
        side_by_side(*feature_matrices(texts)), labels, count=3, seeds=(0, 1), strength=HATEFUL_STRENGTH
    )
    slope, shift = fit_platt(np.concatenate(folded.scores), np.concatenate([labels] * len(folded.scores)))
    draft.put(
        code, slice(HATEFUL, HATEFUL + 1), folded.head, scale=np.array([slope]), shift=np.array([shift])
    )
    draft.told(f"hateful {code}, among hostile posts", folded.calibrated(allowed=0.0)[2])


def train_intents(draft: Draft, data: Path) -> None:
    """All intents from the project's labels in both languages; the English complaint from its own, larger set."""
    labelled = sets.labelled_intents(data)
    texts, owners, truths = [], [], []
    for code in LANGUAGES:
        quiet = [row for row in sets.sentiment(data)[code] if row[1] != SENTIMENTS.index("negative")]
        weak = [(text, [-1] * len(INTENTS)) for text, _ in sets.drawn(quiet, WEAK_NEGATIVES // 2, seed=SEED)]
        for text, holds in labelled[code] + weak:
            texts.append(text)
            owners.append(code)
            truths.append(holds)
    hashed, counted = feature_matrices(texts)
    owner, truth = np.array(owners), np.array(truths)
    seen = np.zeros((len(texts), len(SENTIMENTS)))
    for code in LANGUAGES:
        mine = np.flatnonzero(owner == code)
        seen[mine] = draft.seen_sentiment(code, hashed[mine], counted[mine])
    features = side_by_side(hashed, counted, seen)
    for place, name in enumerate(INTENTS):
        column = INTENT.start + place
        # Posts on other matters, taken to be no complaint and no threat to leave; of the rest they may be any.
        used = np.flatnonzero((truth[:, place] >= 0) | (name in ("complaint", "threat_to_leave")))
        own = truth[used, place] >= 0
        folded = holds_or_not(features[used], np.maximum(truth[used, place], 0), count=4, seeds=(0, 1))
        for code in LANGUAGES:
            asked = own & (owner[used] == code)
            scale, shift, figures = folded.calibrated(asked)
            if folded.labels[asked].sum() < FEW:  # too few in this language to calibrate on alone
                scale, shift, _ = folded.calibrated(own)
            draft.put(code, slice(column, column + 1), folded.head, scale=scale, shift=shift)
            draft.told(f"{name} {code}", figures)
    texts, labels = _split(sets.complaints(data))
    folded = holds_or_not(
        side_by_side(*feature_matrices(texts)), labels, count=5, seeds=(0, 1, 2), strength=8.0
    )
    scale, shift, figures = folded.calibrated()
    column = INTENT.start + INTENTS.index("complaint")
    draft.from_sentiment[LANGUAGES.index("en")][:, column - REST.start] = 0
    draft.put("en", slice(column, column + 1), folded.head, scale=scale, shift=shift)
    draft.told("complaint en, its own set", figures)


def train(data: Path, path: Path = WEIGHTS) -> dict[str, object]:
    """Fit, calibrate, store; returns the report."""
    draft = empty_draft()
    train_sentiment(draft, data)
    train_emotion(draft, data)
    train_toxicity(draft, data)
    train_intents(draft, data)
    train_together(draft, data)
    arrays = refined(arrays_of(draft), data)
    path.parent.mkdir(exist_ok=True)
    store(arrays, path)
    from parvis.enrichment.training.held_out import measure

    for name, figures in measure(data, arrays).items():
        draft.told(name, figures)
    report = {**draft.report, "version": str(arrays["version"])}
    path.with_name("calibration.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return report


NEEDED = (
    "tweeteval/sentiment_train_rebuilt.tsv.gz",
    "tweeteval/emotion_train.tsv.gz",
    "tweeteval/offensive_train.tsv.gz",
    "umsab/train.tsv.gz",
    "complaints/complaints_dev.csv.gz",
    "banking77/train.csv.gz",
    "clinc150/train.tsv.gz",
    "mlma_hate/fr_dev.csv.gz",
    "free_telecom_fr/tweets_dev.csv.gz",
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m parvis.enrichment.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds tweeteval/, umsab/, …")
    parser.add_argument(
        "--to", type=Path, default=WEIGHTS, metavar="FILE", help="the package's own unless given"
    )
    options = parser.parse_args(arguments)
    for needed in NEEDED:
        if not (options.data / needed).is_file():
            sys.stderr.write(f"Missing: {options.data / needed}\n")
            return 2
    say("model", train(options.data, options.to)["version"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
