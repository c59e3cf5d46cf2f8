"""Emotion in French: from English posts through the columns that the languages share, and from customers' posts
that the project labelled itself (`emotions_fr.csv`), which say how customers show anger, and that a "merci" at the end
of a complaint is no joy. Sentences written for the project stand beside, for joy, hope and sorrow, which customers
hardly show; what is measured is measured on the posts alone.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from parvis.enrichment.logic.model import EMOTION, EMOTIONAL, EMOTIONS, SENTIMENTS
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.draft import Draft
from parvis.enrichment.training.heads import (
    Doubles,
    Head,
    calibration_error,
    confusion,
    error_by_chance,
    fit_head,
    fit_platt,
    folds,
    one_hot,
)
from parvis.enrichment.training.judged import side_by_side, spread
from parvis.enrichment.training.matrix import feature_matrices

WORTH = 10.0  # what one French post counts beside an English one
STRENGTH = 3.0
CALM = 25  # ordinary French posts in the calibration; with many, most of what customers feel would be called calm
COUNT, SEEDS = 5, (0, 1, 2)
NONE = len(EMOTIONS)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """English posts in the shared columns: those with an emotion, and those with or without one."""

    features: sparse.csr_matrix
    labels: NDArray[np.int64]
    any_features: sparse.csr_matrix
    any_labels: NDArray[np.int64]
    temperature: float  # of the four emotions, from English folds: French posts here have too few but anger


@dataclass(frozen=True, slots=True)
class _Heads:
    which: Head
    whether: Head


def _french(draft: Draft, texts: list[str]) -> sparse.csr_matrix:
    hashed, counted = feature_matrices(texts)
    return side_by_side(counted, draft.seen_sentiment("fr", hashed, counted))


def _fitted(borrowed: Borrowed, features: sparse.csr_matrix, labels: NDArray[np.int64]) -> _Heads:
    with_one = labels != NONE
    both = np.concatenate([borrowed.labels, labels[with_one]])
    weights = np.concatenate([np.ones(len(borrowed.labels)), np.full(int(with_one.sum()), WORTH)])
    # Customers are hardly ever glad: every emotion counts the same, or all that is felt would be anger.
    weights *= len(both) / NONE / np.bincount(both, weights=weights)[both]
    which = fit_head(
        sparse.vstack([borrowed.features, features[with_one]]).tocsr(),
        one_hot(both, NONE),
        weights=weights,
        strength=STRENGTH,
    )
    whether = fit_head(
        sparse.vstack([borrowed.any_features, features]).tocsr(),
        np.concatenate([borrowed.any_labels, with_one.astype(int)])[:, None].astype(float),
        weights=np.concatenate([np.ones(len(borrowed.any_labels)), np.full(len(labels), WORTH)]),
    )
    return _Heads(which, whether)


def train_french_emotion(draft: Draft, data: Path, borrowed: Borrowed) -> None:
    posts, written = sets.french_emotions(data)
    rows = posts + written
    labels, is_post = np.array([label for _, label in rows]), np.arange(len(rows)) < len(posts)
    features = _french(draft, [text for text, _ in rows])
    neutral = [row for row in sets.sentiment(data)["fr"] if row[1] == SENTIMENTS.index("neutral")]
    calm = _french(draft, [text for text, _ in sets.drawn(neutral, CALM, seed=0)])
    accuracies, errors, by_chance, figures_table = [], [], [], np.zeros((NONE + 1, NONE + 1), dtype=int)
    slopes, shifts = [], []
    for seed in SEEDS:
        which, whether = np.zeros((len(labels), NONE)), np.zeros(len(labels))
        calm_whether = np.zeros(calm.shape[0])
        for inside, outside in folds(labels, count=COUNT, seed=seed):
            heads = _fitted(borrowed, features[inside], labels[inside])
            which[outside] = heads.which.scores(features[outside])
            whether[outside] = heads.whether.scores(features[outside])[:, 0]
            calm_whether += heads.whether.scores(calm)[:, 0] / COUNT
        with_one = labels != NONE
        slope, shift = fit_platt(
            np.concatenate([whether, calm_whether]),
            np.concatenate([with_one.astype(int), np.zeros(len(calm_whether), int)]),
        )
        chances = _together(which / borrowed.temperature, slope * whether + shift)
        most, said, truth = chances.max(axis=1)[is_post], chances.argmax(axis=1)[is_post], labels[is_post]
        accuracies.append(100 * float((said == truth).mean()))
        errors.append(calibration_error(most, said == truth))
        by_chance.append(error_by_chance(most))
        figures_table += np.array(confusion(truth, said, NONE + 1))
        slopes.append(slope)
        shifts.append(shift)
    heads = _fitted(borrowed, features, labels)
    draft.put("fr", EMOTION, heads.which, scale=np.full(NONE, 1 / borrowed.temperature), shift=np.zeros(NONE))
    draft.put(
        "fr",
        slice(EMOTIONAL, EMOTIONAL + 1),
        heads.whether,
        scale=np.array([np.mean(slopes)]),
        shift=np.array([np.mean(shifts)]),
    )
    draft.told(
        "emotion fr, own labels of customers",
        {
            "rows": len(posts),
            "accuracy": spread(accuracies),
            "calibration_error": round(float(np.mean(errors)), 3),
            "by_chance": round(float(np.mean(by_chance)), 3),
            "confusion": (figures_table // len(SEEDS)).tolist(),
        },
    )


def _together(which: Doubles, whether: Doubles) -> Doubles:
    """Probabilities of the four emotions and of none, as labels.py puts them together."""
    weights = np.exp(which - which.max(axis=1, keepdims=True))
    any_of_them = (1 / (1 + np.exp(-whether)))[:, None]
    return np.concatenate(
        [weights / weights.sum(axis=1, keepdims=True) * any_of_them, 1 - any_of_them], axis=1
    )
