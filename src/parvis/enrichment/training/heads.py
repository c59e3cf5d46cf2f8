"""Linear heads by logistic regression, their folds, and their calibration."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

STEPS = 60  # more change the folds' figures by less than their spread

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    weights: Doubles  # features × classes (one column where a label holds or not)
    bias: Doubles  # classes

    def scores(self, features: sparse.csr_matrix) -> Doubles:
        return np.asarray(features @ self.weights + self.bias)


def _chances(scores: Doubles) -> Doubles:
    if scores.shape[1] == 1:
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def fit_head(
    features: sparse.csr_matrix, targets: Doubles, *, weights: Doubles | None = None, strength: float = 1.0
) -> Head:
    """Least penalised log loss; targets (texts × classes) may be probabilities.

    `strength` is scikit-learn's C: Σ weight · loss + |W|² / 2C.
    """
    used = np.unique(features.indices)  # most rows of the table are met by no text of a small set
    whole, features = features.shape[1], features[:, used]
    count, classes = targets.shape
    each = np.ones(count) if weights is None else weights
    transposed = features.T.tocsr()
    size = features.shape[1]

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        table = flat[: size * classes].reshape(size, classes)
        chances = _chances(np.asarray(features @ table + flat[size * classes :]))
        kept = np.clip(chances, 1e-9, 1 - 1e-9)
        logs = targets * np.log(kept)
        if classes == 1:
            logs = logs + (1 - targets) * np.log(1 - kept)
        wrong = (chances - targets) * each[:, None]
        slope = np.asarray(transposed @ wrong) + table / strength
        value = -float((logs.sum(axis=1) * each).sum()) + float((table**2).sum()) / (2 * strength)
        return value, np.concatenate([slope.ravel(), wrong.sum(axis=0)])

    found = minimize(
        loss, np.zeros((size + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    ).x
    table = np.zeros((whole, classes))
    table[used] = found[: size * classes].reshape(size, classes)
    return Head(table, found[size * classes :])


def one_hot(labels: NDArray[np.int64], classes: int) -> Doubles:
    return np.eye(classes)[labels]


def equal_weights(labels: NDArray[np.int64]) -> Doubles:
    """Weights that make every class count the same, with mean one."""
    counts = np.bincount(labels)
    return np.asarray(len(labels) / (len(np.flatnonzero(counts)) * counts[labels]), dtype=np.float64)


def folds(
    labels: NDArray[np.int64], *, count: int, seed: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(inside, outside) row numbers; classes are spread evenly over the folds."""
    chance = np.random.default_rng(seed)
    place = np.empty(len(labels), dtype=np.int64)
    for label in np.unique(labels):
        rows = chance.permutation(np.flatnonzero(labels == label))
        place[rows] = np.arange(len(rows)) % count
    for fold in range(count):
        yield np.flatnonzero(place != fold), np.flatnonzero(place == fold)


def fit_temperature(scores: Doubles, labels: NDArray[np.int64], weights: Doubles | None = None) -> float:
    """The temperature with the least log loss, on a grid of 1 %."""
    each = np.ones(len(labels)) if weights is None else weights
    grid = np.arange(0.4, 3.0, 0.01)
    rows = np.arange(len(labels))
    losses = [-(each * np.log(np.maximum(_chances(scores / t)[rows, labels], 1e-9))).sum() for t in grid]
    return float(grid[int(np.argmin(losses))])


def fit_platt(scores: Doubles, holds: NDArray[np.int64]) -> tuple[float, float]:
    """a and b of 1 / (1 + exp(-(a·score + b))) with Platt's smoothed targets (Platt 1999)."""
    positive = int(holds.sum())
    high, low = (positive + 1) / (positive + 2), 1 / (len(holds) - positive + 2)
    targets = np.where(holds == 1, high, low)[:, None]
    head = fit_head(sparse.csr_matrix(scores.reshape(-1, 1)), targets, strength=100.0)
    return float(head.weights[0, 0]), float(head.bias[0])


def macro(labels: NDArray[np.int64], guessed: NDArray[np.int64], classes: int) -> tuple[float, float]:
    """(macro-F1, macro-recall) in percent."""
    f1s, recalls = [], []
    for label in range(classes):
        hit = float(((labels == label) & (guessed == label)).sum())
        recalls.append(hit / max(float((labels == label).sum()), 1))
        f1s.append(2 * hit / max(float((labels == label).sum() + (guessed == label).sum()), 1))
    return 100 * float(np.mean(f1s)), 100 * float(np.mean(recalls))


def calibration_error(chance: Doubles, right: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Expected calibration error, equal-width bins (Guo et al. 2017)."""
    place = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [abs((right - chance)[place == number].sum()) for number in range(bins)]
    return float(np.sum(gaps) / len(chance))


def error_by_chance(chance: Doubles, *, draws: int = 50) -> float:
    """The calibration error that as many texts would show if every probability were true: what is left by chance."""
    drawn = np.random.default_rng(0)
    return float(
        np.mean([calibration_error(chance, drawn.random(len(chance)) < chance) for _ in range(draws)])
    )


def confusion(labels: NDArray[np.int64], guessed: NDArray[np.int64], classes: int) -> list[list[int]]:
    """Rows true, columns said."""
    return np.bincount(labels * classes + guessed, minlength=classes**2).reshape(classes, classes).tolist()
