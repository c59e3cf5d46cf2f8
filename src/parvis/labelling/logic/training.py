"""From corrections to an adapter that is used or not: cross-validated on what people said, guarded on texts in general.

The corrections are divided into folds; each fold is labelled by an adapter that has not seen it. The adapter that
is kept learns from all of them. It is better if its macro-F1 on the folds is higher than the shipped model's in at
least 95 % of bootstrap draws, and it forgets if macro-F1 on the shipped reference falls by more than a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.labelling.logic.adapter import CLASSES, Weights, adapted, fitted
from parvis.labelling.logic.hashed import Floats, rows_and_words
from parvis.labelling.logic.measured import confusion_of, gain_interval, macro_f1
from parvis.labelling.logic.reference import Reference

LEAST_TEXTS = 30
FOLDS = 4
MOST_FORGOTTEN = 0.01
MOST_CHANCE_OF_NO_GAIN = 0.05


class TooFewCorrections(ValueError):
    """Too few to learn from and to hold some out."""


@dataclass(frozen=True, slots=True)
class Trained:
    weights: Weights
    f1_before: float
    f1_after: float
    gain_low: float
    gain_high: float
    reference_change: float
    is_better: bool
    forgets: bool


def trained(
    texts: Sequence[str], shipped: Floats, truth: NDArray[np.int64], *, reference: Reference, seed: int = 0
) -> Trained:
    """shipped: scores_of each text; truth: places in the classes. Deterministic.

    Raises TooFewCorrections below LEAST_TEXTS or where all are of one class.
    """
    if len(texts) < LEAST_TEXTS or len(np.unique(truth)) < 2:
        raise TooFewCorrections(len(texts))
    rows, words = rows_and_words(texts)
    fold = np.random.default_rng(seed).permutation(len(texts)) % FOLDS
    after = np.empty(len(texts), dtype=np.int64)
    for number in range(FOLDS):
        held, kept = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        learned = fitted(rows.of(kept), words.of(kept), shipped[kept], truth[kept], reference.words)
        after[held] = adapted(rows.of(held), words.of(held), shipped[held], learned).argmax(axis=1)
    before = shipped[:, :CLASSES].argmax(axis=1)
    low, high, no_gain = gain_interval(truth, before, after)
    weights = fitted(rows, words, shipped, truth, reference.words)
    change = reference_change(weights, reference)
    return Trained(
        weights=weights,
        f1_before=_f1(truth, before),
        f1_after=_f1(truth, after),
        gain_low=low,
        gain_high=high,
        reference_change=change,
        is_better=no_gain <= MOST_CHANCE_OF_NO_GAIN,
        forgets=change < -MOST_FORGOTTEN,
    )


def reference_change(weights: Weights, reference: Reference) -> float:
    """Macro-F1 on texts in general, after less before. Only their single words are known, so this is a guard
    against an addition that is not kept to the house's own texts, not a measurement."""
    after = adapted(reference.words, reference.words, reference.scores, weights).argmax(axis=1)
    return _f1(reference.truth, after) - _f1(reference.truth, reference.scores[:, :CLASSES].argmax(axis=1))


def _f1(truth: NDArray[np.int64], predicted: NDArray[np.int64]) -> float:
    return macro_f1(confusion_of(truth, predicted, np.ones(len(truth))))
