"""Heads with what their folds say of them: figures of texts that a fold's head did not see, and calibration."""

from collections.abc import Iterator
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
    error_by_chance,
    fit_head,
    fit_platt,
    fit_temperature,
    folds,
    macro,
    one_hot,
)

HALVES = 10  # seeded ways to halve a part that stands apart: one half is judged as calibrated with the other
ALLOWED_ERROR = 0.03  # of calibration, for the sake of the decision at one half


def side_by_side(*parts: sparse.csr_matrix | Doubles | Floats) -> sparse.csr_matrix:
    return sparse.hstack([sparse.csr_matrix(part) for part in parts]).tocsr()


def spread(values: list[float]) -> list[float]:
    return [round(float(np.mean(values)), 1), round(float(np.std(values)), 1)]


@dataclass(frozen=True, slots=True)
class Apart:
    """Scores of texts that nothing learned from, by the head that ships, and their labels."""

    scores: Doubles
    labels: NDArray[np.int64]

    def halves(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        for seed in range(HALVES):
            order = np.random.default_rng(seed).permutation(len(self.labels))
            yield order[: len(order) // 2], order[len(order) // 2 :]


def one_of_many(
    features: sparse.csr_matrix,
    labels: NDArray[np.int64],
    classes: int,
    *,
    count: int,
    seeds: tuple[int, ...],
    strength: float = 1.0,
    apart: tuple[sparse.csr_matrix, NDArray[np.int64]] | None = None,
) -> tuple[Head, float, dict[str, object]]:
    """Head, temperature and fold figures where exactly one class holds; classes weighed equally.

    `apart`: features and labels of texts that nothing learns from, for the temperature.
    """
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
    head = fit_head(features, targets, weights=weights, strength=strength)
    aside = None if apart is None else Apart(head.scores(apart[0]), apart[1])
    temperature, figures = calibrated_classes(all_scores, all_parts, labels, classes, apart=aside)
    return head, temperature, figures


def calibrated_classes(
    all_scores: list[Doubles],
    all_parts: list[list[NDArray[np.int64]]],
    labels: NDArray[np.int64],
    classes: int,
    *,
    equally: bool = True,
    apart: Apart | None = None,
) -> tuple[float, dict[str, object]]:
    """Temperature and figures of scores (one array a seed) of texts that their heads did not see.

    `equally`: classes weigh the same in the temperature; else each text does, as common as its class is.
    What stands apart has its say in the temperature, as many times as there are seeds.
    """
    f1s, recalls, temperatures, errors, by_chance = [], [], [], [], []
    table = np.zeros((classes, classes), dtype=int)
    for scores, parts in zip(all_scores, all_parts, strict=True):
        said = scores.argmax(axis=1)
        for part in parts:
            f1, recall = macro(labels[part], said[part], classes)
            f1s.append(f1)
            recalls.append(recall)
        temperatures.append(_temperature(scores, labels, equally, apart, slice(None)))
        error, chance = _class_error(scores / temperatures[-1], labels)
        errors.append(error)
        by_chance.append(chance)
        table += np.array(confusion(labels, said, classes))
    figures: dict[str, object] = {
        "rows": len(labels),
        "macro_f1": spread(f1s),
        "macro_recall": spread(recalls),
        "calibration_error": round(float(np.mean(errors)), 3),
        "by_chance": round(float(np.mean(by_chance)), 3),
        "confusion": (table // len(all_scores)).tolist(),
    }
    if apart is not None:
        found = [
            _class_error(
                apart.scores[judged] / _temperature(scores, labels, equally, apart, kept),
                apart.labels[judged],
            )
            for scores in all_scores[:1]
            for kept, judged in apart.halves()
        ]
        figures["calibration_error_apart"] = _spread_of_errors(found)
    return float(np.mean(temperatures)), figures


def _temperature(
    scores: Doubles,
    labels: NDArray[np.int64],
    equally: bool,
    apart: Apart | None,
    kept: NDArray[np.int64] | slice,
) -> float:
    if apart is not None:
        scores = np.concatenate([scores, apart.scores[kept]])
        labels = np.concatenate([labels, apart.labels[kept]])
    return fit_temperature(scores, labels, equal_weights(labels) if equally else None)


def _class_error(scaled: Doubles, labels: NDArray[np.int64]) -> tuple[float, float]:
    """The calibration error, and what of it chance explains."""
    weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    chances = weights / weights.sum(axis=1, keepdims=True)
    most = chances.max(axis=1)
    return calibration_error(most, chances.argmax(axis=1) == labels), error_by_chance(most)


def _spread_of_errors(found: list[tuple[float, float]]) -> dict[str, float]:
    errors = [error for error, _ in found]
    return {
        "mean": round(float(np.mean(errors)), 3),
        "spread": round(float(np.std(errors)), 3),
        "by_chance": round(float(np.mean([chance for _, chance in found])), 3),
    }


@dataclass(frozen=True, slots=True)
class Folded:
    """A label that holds or not: its head, and what the folds said of texts they had not seen."""

    head: Head
    labels: NDArray[np.int64]
    scores: list[Doubles]  # one array a seed
    parts: list[list[NDArray[np.int64]]]  # rows outside each fold, one list a seed

    def calibrated(
        self,
        asked: NDArray[np.bool_] | None = None,
        *,
        allowed: float = ALLOWED_ERROR,
        apart: Apart | None = None,
    ) -> tuple[Doubles, Doubles, dict[str, object]]:
        """Scale, shift and figures, taken from the rows asked for; the others only trained."""
        rows = np.ones(len(self.labels), dtype=bool) if asked is None else asked
        labels = self.labels[rows]
        f1s, errors, by_chance, areas, fits = [], [], [], [], []
        table = np.zeros((2, 2), dtype=int)
        for scores, parts in zip(self.scores, self.parts, strict=True):
            slope, shift = _fitted(scores[rows], labels, allowed, apart, slice(None))
            fits.append((slope, shift))
            chances = 1 / (1 + np.exp(-(slope * scores + shift)))
            said = (chances >= 0.5).astype(int)
            f1s += [macro(self.labels[part[rows[part]]], said[part[rows[part]]], 2)[0] for part in parts]
            most = np.maximum(chances, 1 - chances)[rows]
            errors.append(calibration_error(most, said[rows] == labels))
            by_chance.append(error_by_chance(most))
            areas.append(_area(scores[rows], labels))
            table += np.array(confusion(labels, said[rows], 2))
        figures: dict[str, object] = {
            "rows": len(labels),
            "hold": int(labels.sum()),
            "macro_f1": spread(f1s),
            "area": round(float(np.mean(areas)), 3),
            "calibration_error": round(float(np.mean(errors)), 3),
            "by_chance": round(float(np.mean(by_chance)), 3),
            "confusion": (table // len(self.scores)).tolist(),
        }
        if apart is not None:
            found, apart_f1s = [], []
            for halves in apart.halves():
                chances = np.empty(len(apart.labels))
                for kept, judged in (halves, halves[::-1]):
                    slope, shift = _fitted(self.scores[0][rows], labels, allowed, apart, kept)
                    chances[judged] = 1 / (1 + np.exp(-(slope * apart.scores[judged, 0] + shift)))
                said = (chances >= 0.5).astype(int)
                most = np.maximum(chances, 1 - chances)
                found.append((calibration_error(most, said == apart.labels), error_by_chance(most)))
                apart_f1s.append(macro(apart.labels, said, 2)[0])
            figures["calibration_error_apart"] = _spread_of_errors(found)
            figures["macro_f1_apart"] = spread(apart_f1s)
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


def _fitted(
    scores: Doubles,
    labels: NDArray[np.int64],
    allowed: float,
    apart: Apart | None,
    kept: NDArray[np.int64] | slice,
) -> tuple[float, float]:
    """Slope and shift, moved to where "holds from one half" decides best."""
    if apart is not None:
        scores = np.concatenate([scores, apart.scores[kept, 0]])
        labels = np.concatenate([labels, apart.labels[kept]])
    slope, shift = fit_platt(scores, labels)
    return slope, shift + _moved(slope * scores + shift, labels, allowed)


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
