"""Quality measured on labels given by hand: accuracy, macro-F1, confusion matrix, each with its interval.

Items may weigh differently (a stratified sample); the interval of a share is then Wilson's on the effective
number n = (Σw)² / Σw² (Kish 1965). The interval of macro-F1 is the percentile bootstrap of the items.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.foundation.logic.intervals import Estimate, share

BOOTSTRAPS = 1_000
CLASSES = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: what a person says it is, what the machine said, and how many texts it stands for."""

    truth: int
    predicted: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Quality:
    """confusion[truth][predicted] counts the items themselves; the two figures weigh them."""

    n: int
    accuracy: Estimate
    macro_f1: Estimate
    confusion: tuple[tuple[int, ...], ...]


def quality_of(items: Sequence[Judged], *, seed: int = 0) -> Quality | None:
    """None without items. The interval of macro-F1 is left out below 20 items, where it says nothing."""
    if not items:
        return None
    truth = np.array([item.truth for item in items])
    predicted = np.array([item.predicted for item in items])
    weight = np.array([item.weight for item in items])
    effective = float(weight.sum() ** 2 / (weight**2).sum())
    right = float(weight[truth == predicted].sum() / weight.sum())
    of_all = share(round(right * effective), max(1, round(effective)))
    assert of_all is not None
    table = np.zeros((CLASSES, CLASSES), dtype=int)
    np.add.at(table, (truth, predicted), 1)
    f1 = macro_f1(confusion_of(truth, predicted, weight))
    low = high = None
    if len(items) >= 20:
        drawn = _bootstrapped(truth, predicted, weight, seed=seed)
        low, high = (float(bound) for bound in np.quantile(drawn, (0.025, 0.975)))
        low, high = min(low, f1), max(high, f1)
    return Quality(
        n=len(items),
        accuracy=Estimate(right, of_all.low, of_all.high, len(items)),
        macro_f1=Estimate(f1, low, high, len(items)),
        confusion=tuple(tuple(int(n) for n in row) for row in table),
    )


def weighted_confusion(items: Sequence[Judged]) -> list[list[float]]:
    """Weighted, and scaled to the effective number of items, as adjusted_counts wants it."""
    truth = np.array([item.truth for item in items], dtype=int)
    predicted = np.array([item.predicted for item in items], dtype=int)
    weight = np.array([item.weight for item in items], dtype=float)
    if not len(items):
        return [[0.0] * CLASSES for _ in range(CLASSES)]
    scale = weight.sum() / (weight**2).sum()
    return [[float(n) for n in row] for row in confusion_of(truth, predicted, weight * scale)]


def confusion_of(
    truth: NDArray[np.int64], predicted: NDArray[np.int64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    table = np.bincount(truth * CLASSES + predicted, weights=weight, minlength=CLASSES * CLASSES)
    return table.reshape(CLASSES, CLASSES).astype(np.float64)


def macro_f1(confusion: NDArray[np.float64]) -> float:
    """Mean over the classes that occur, by hand or by machine, of 2·right / (said + true)."""
    right = np.diagonal(confusion)
    both = confusion.sum(axis=0) + confusion.sum(axis=1)
    occurs = both > 0
    return float((2 * right[occurs] / both[occurs]).mean()) if occurs.any() else 0.0


def _bootstrapped(
    truth: NDArray[np.int64], predicted: NDArray[np.int64], weight: NDArray[np.float64], *, seed: int
) -> list[float]:
    chance = np.random.default_rng(seed)
    drawn = []
    for _ in range(BOOTSTRAPS):
        at = chance.integers(0, len(truth), len(truth))
        drawn.append(macro_f1(confusion_of(truth[at], predicted[at], weight[at])))
    return drawn


def gain_interval(
    truth: NDArray[np.int64], before: NDArray[np.int64], after: NDArray[np.int64], *, seed: int = 0
) -> tuple[float, float, float]:
    """Low and high of the 95 % interval of macro-F1 after less before on the same items, and the chance
    (share of bootstrap draws) that there is no gain."""
    chance = np.random.default_rng(seed)
    ones = np.ones(len(truth))
    gains = []
    for _ in range(BOOTSTRAPS):
        at = chance.integers(0, len(truth), len(truth))
        gains.append(
            macro_f1(confusion_of(truth[at], after[at], ones))
            - macro_f1(confusion_of(truth[at], before[at], ones))
        )
    low, high = np.quantile(gains, (0.025, 0.975))
    return float(low), float(high), float(np.mean(np.array(gains) <= 0))
