"""Heads with what their folds say of them: figures of texts that a fold's head did not see, and calibration."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse  # type: ignore[import-untyped]
from numpy.typing import NDArray

from parvis.enrichment.logic.model import Floats
from parvis.enrichment.training.heads import (
    Doubles,
    Head,
    calibration_error,
    confusion,
    equal_weights,
    fit_head,
    fit_platt,
    fit_temperature,
    folds,
    macro,
    one_hot,
)

ALLOWED_ERROR = 0.03  # of calibration, for the sake of the decision at one half


def side_by_side(*parts: sparse.csr_matrix | Doubles | Floats) -> sparse.csr_matrix:
    return sparse.hstack([sparse.csr_matrix(part) for part in parts]).tocsr()


def spread(values: list[float]) -> list[float]:
    return [round(float(np.mean(values)), 1), round(float(np.std(values)), 1)]


def one_of_many(
    features: sparse.csr_matrix,
    labels: NDArray[np.int64],
    classes: int,
    *,
    count: int,
    seeds: tuple[int, ...],
    strength: float = 1.0,
) -> tuple[Head, float, dict[str, object]]:
    """Head, temperature and fold figures where exactly one class holds; classes weighed equally."""
    weights, targets = equal_weights(labels), one_hot(labels, classes)
    all_scores, all_parts = [], []
    for seed in seeds:
        scores = np.zeros((len(labels), classes))
        parts = []
        for inside, outside in folds(labels, count=count, seed=seed):
            head = fit_head(features[inside], targets[inside], weights=weights[inside], strength=strength)
            scores[outside] = head.scores(features[outside])
            parts.append(outside)
        all_scores.append(scores)
        all_parts.append(parts)
    temperature, figures = calibrated_classes(all_scores, all_parts, labels, classes)
    return fit_head(features, targets, weights=weights, strength=strength), temperature, figures


def calibrated_classes(
    all_scores: list[Doubles],
    all_parts: list[list[NDArray[np.int64]]],
    labels: NDArray[np.int64],
    classes: int,
    *,
    equally: bool = True,
) -> tuple[float, dict[str, object]]:
    """Temperature and figures of scores (one array a seed) of texts that their heads did not see.

    `equally`: classes weigh the same in the temperature; else each text does, as common as its class is.
    """
    weights = equal_weights(labels) if equally else None
    f1s, recalls, temperatures, errors = [], [], [], []
    table = np.zeros((classes, classes), dtype=int)
    for scores, parts in zip(all_scores, all_parts, strict=True):
        said = scores.argmax(axis=1)
        for part in parts:
            f1, recall = macro(labels[part], said[part], classes)
            f1s.append(f1)
            recalls.append(recall)
        temperatures.append(fit_temperature(scores, labels, weights))
        scaled = np.exp(scores / temperatures[-1] - (scores / temperatures[-1]).max(axis=1, keepdims=True))
        chances = scaled / scaled.sum(axis=1, keepdims=True)
        errors.append(calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels))
        table += np.array(confusion(labels, said, classes))
    return float(np.mean(temperatures)), {
        "rows": len(labels),
        "macro_f1": spread(f1s),
        "macro_recall": spread(recalls),
        "calibration_error": round(float(np.mean(errors)), 3),
        "confusion": (table // len(all_scores)).tolist(),
    }


@dataclass(frozen=True, slots=True)
class Folded:
    """A label that holds or not: its head, and what the folds said of texts they had not seen."""

    head: Head
    labels: NDArray[np.int64]
    scores: list[Doubles]  # one array a seed
    parts: list[list[NDArray[np.int64]]]  # rows outside each fold, one list a seed

    def calibrated(
        self, asked: NDArray[np.bool_] | None = None, *, allowed: float = ALLOWED_ERROR
    ) -> tuple[Doubles, Doubles, dict[str, object]]:
        """Scale, shift and figures, taken from the rows asked for; the others only trained."""
        rows = np.ones(len(self.labels), dtype=bool) if asked is None else asked
        labels = self.labels[rows]
        f1s, errors, areas, fits = [], [], [], []
        table = np.zeros((2, 2), dtype=int)
        for scores, parts in zip(self.scores, self.parts, strict=True):
            slope, shift = fit_platt(scores[rows], labels)
            shift += _moved(slope * scores[rows] + shift, labels, allowed)
            fits.append((slope, shift))
            chances = 1 / (1 + np.exp(-(slope * scores + shift)))
            said = (chances >= 0.5).astype(int)
            f1s += [macro(self.labels[part[rows[part]]], said[part[rows[part]]], 2)[0] for part in parts]
            errors.append(calibration_error(np.maximum(chances, 1 - chances)[rows], said[rows] == labels))
            areas.append(_area(scores[rows], labels))
            table += np.array(confusion(labels, said[rows], 2))
        figures: dict[str, object] = {
            "rows": len(labels),
            "hold": int(labels.sum()),
            "macro_f1": spread(f1s),
            "area": round(float(np.mean(areas)), 3),
            "calibration_error": round(float(np.mean(errors)), 3),
            "confusion": (table // len(self.scores)).tolist(),
        }
        slopes, shifts = zip(*fits, strict=True)
        return np.array([np.mean(slopes)]), np.array([np.mean(shifts)]), figures


def holds_or_not(
    features: sparse.csr_matrix,
    labels: NDArray[np.int64],
    *,
    count: int,
    seeds: tuple[int, ...],
    strength: float = 1.0,
) -> Folded:
    targets = labels.astype(float)[:, None]
    all_scores, all_parts = [], []
    for seed in seeds:
        scores = np.zeros(len(labels))
        parts = []
        for inside, outside in folds(labels, count=count, seed=seed):
            head = fit_head(features[inside], targets[inside], strength=strength)
            scores[outside] = head.scores(features[outside])[:, 0]
            parts.append(outside)
        all_scores.append(scores)
        all_parts.append(parts)
    return Folded(fit_head(features, targets, strength=strength), labels, all_scores, all_parts)


def _moved(scores: Doubles, labels: NDArray[np.int64], allowed: float) -> float:
    """Log odds to add so that "holds from one half" has the best macro-F1 that calibration allows.

    Where few texts hold, a calibrated probability seldom reaches one half and most of them are missed.
    """
    best, chosen = 0.0, 0.0
    for moved in np.arange(-0.3, 0.75, 0.05):
        chances = 1 / (1 + np.exp(-(scores + moved)))
        said = (chances >= 0.5).astype(int)
        error = calibration_error(np.maximum(chances, 1 - chances), said == labels)
        f1, _ = macro(labels, said, 2)
        if f1 > best and (error <= allowed or abs(moved) < 1e-6):
            best, chosen = f1, float(moved)
    return chosen


def _area(scores: Doubles, labels: NDArray[np.int64]) -> float:
    """Chance that a text that holds scores above one that does not (area under the curve)."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    good = int(labels.sum())
    if good in (0, len(labels)):
        return 0.5
    return float((ranks[labels == 1].sum() - good * (good + 1) / 2) / (good * (len(labels) - good)))
