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
from parvis.enrichment.training.heads import Doubles, Head, fit_platt
from parvis.enrichment.training.judged import holds_or_not, one_of_many, side_by_side
from parvis.enrichment.training.matrix import feature_matrices
from parvis.enrichment.training.store import store
from parvis.enrichment.training.together import train_together

WEIGHTS = Path(__file__).parent / "weights" / "labels.npz"
NEUTRAL_FOR_EMOTION = 3_000  # posts of no emotion beside the 3,256 of one
WEAK_NEGATIVES = 600  # posts on other matters, taken to be no complaint and no threat to leave
FEW = 20  # texts that hold, under which a language borrows the calibration of both
CALM_SHIFT = 1.1  # log odds towards an emotion: "none" is said when it is three times as likely
SEED = 7


def _split(rows: sets.Rows) -> tuple[list[str], NDArray[np.int64]]:
    return [text for text, _ in rows], np.array([label for _, label in rows])


def train_sentiment(draft: Draft, data: Path) -> None:
    rows_of = sets.sentiment(data)
    for code, count, seeds in (("fr", 5, (0, 1, 2)), ("en", 3, (0,))):
        texts, labels = _split(rows_of[code])
        head, temperature, figures = one_of_many(
            side_by_side(*feature_matrices(texts)), labels, 3, count=count, seeds=seeds
        )
        draft.put(code, SENTIMENT, head, scale=np.full(3, 1 / temperature), shift=np.zeros(3))
        draft.told(f"sentiment {code}", figures)


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
    for code, parts, calm_parts in (
        ("en", (hashed, counted), (calm_hashed, calm_counted)),
        ("fr", (counted, seen), (calm_counted, calm_seen)),
    ):
        features = side_by_side(*parts)
        head, temperature, figures = one_of_many(features, labels, 4, count=4, seeds=(0, 1), strength=3.0)
        draft.put(code, EMOTION, head, scale=np.full(4, 1 / temperature), shift=np.zeros(4))
        name = (
            "emotion en"
            if code == "en"
            else "emotion, shared columns alone (measured on English, used for French)"
        )
        draft.told(name, figures)
        both = sparse.vstack([features, side_by_side(*calm_parts)]).tocsr()
        folded = holds_or_not(both, any_labels, count=3, seeds=(0,))
        scale, shift, figures = folded.calibrated()
        if code == "fr":
            scale, shift = _french_calm(draft, folded.head, data)
        else:
            shift = shift + CALM_SHIFT
        draft.put(code, slice(EMOTIONAL, EMOTIONAL + 1), folded.head, scale=scale, shift=shift)
        draft.told(f"any emotion {code}", figures)


def _french_calm(draft: Draft, head: Head, data: Path) -> tuple[Doubles, Doubles]:
    """Scale and shift of "emotional" on French posts: what takes no side is taken for calm.

    No French post here is labelled with an emotion, and cues are met at another rate than in English.
    """
    texts, labels = _split(sets.sentiment(data)["fr"])
    hashed, counted = feature_matrices(texts)
    features = side_by_side(counted, draft.seen_sentiment("fr", hashed, counted))
    takes_side = (labels != SENTIMENTS.index("neutral")).astype(int)
    slope, shift = fit_platt(head.scores(features)[:, 0], takes_side)
    return np.array([slope]), np.array([shift])


def train_toxicity(draft: Draft, data: Path) -> None:
    texts, labels = _split(sets.offensive(data))
    folded = holds_or_not(side_by_side(*feature_matrices(texts)), labels, count=4, seeds=(0, 1))
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
        for name, column, holds in (
            ("offensive", OFFENSIVE, [int(kinds != "normal") for _, kinds in rows]),
            ("hateful", HATEFUL, [int("hateful" in kinds.split("_")) for _, kinds in rows]),
        ):
            if (name, code) == ("offensive", "en"):
                continue  # its own set is larger and closer to what is met
            labels = np.concatenate([np.array(holds), np.zeros(len(calm[code]), int)])
            folded = holds_or_not(features, labels, count=3, seeds=(0, 1))
            # The set was collected by slurs: calibrated on it alone, every text would be suspect.
            scale, shift, figures = folded.calibrated()
            draft.put(code, slice(column, column + 1), folded.head, scale=scale, shift=shift)
            draft.told(f"{name} {code}", figures)
            draft.told(f"{name} {code}, within the set collected by slurs", folded.calibrated(collected)[2])


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
    arrays = arrays_of(draft)
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
