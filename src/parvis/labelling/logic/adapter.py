"""What an installation learned from its corrections, as a small addition to the shipped model.

scores(x) = sentiment(x) + g(x) · (A·shipped(x) + b + Σ rows W[row]·value), softmax of the sum.
shipped(x) is everything the shipped model reads in a text, sentiment(x) its first three columns (`scores.py`).
The addition is a logistic regression on top of the shipped model's own log odds, pulled towards changing nothing
by L2 penalties. A row is pulled less the more its log-count ratio tells the classes apart (Wang & Manning 2012).
g(x) in 0..1 tells how much x resembles what was corrected rather than texts in general: without it, what is
learned about an airline's customers is applied to everybody (seen: 4 to 6 points of macro-F1 lost on other texts,
half a point with it).
Classes weigh by the inverse root of their frequency, between likelihood and macro-F1.
Penalties and thresholds were chosen on one half of the replay data and judged on the other
(docs/method/corrections.md).
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.labelling.logic.hashed import ROWS, Floats, Rows
from parvis.labelling.logic.minimise import minimised

CLASSES = 3
PENALTY_ROWS, PENALTY_SHIPPED, PENALTY_BIAS = 1.5, 8.0, 0.5
BALANCE = 0.5
PENALTY_GATE = 0.1
CLOSED_BELOW, OPEN_ABOVE = 0.25, 0.65  # probability of being one of ours; in between the addition grows
STEPS, GATE_STEPS = 80, 40
SMOOTHING = 1.0  # added to every count of a row in a class


@dataclass(frozen=True, slots=True)
class Weights:
    rows: NDArray[np.float16]  # ROWS × CLASSES
    shipped: NDArray[np.float32]  # columns of scores_of × CLASSES
    bias: NDArray[np.float32]  # CLASSES
    gate_rows: NDArray[np.float16]  # ROWS
    gate_bias: float


def fitted(rows: Rows, words: Rows, shipped: Floats, truth: NDArray[np.int64], reference: Rows) -> Weights:
    """Weights learned from corrected texts. words and reference: the same kind of rows, for the gate.

    shipped: scores_of the texts; truth: their classes as people gave them.
    """
    gate_rows, gate_bias = _fitted_gate(words, reference)
    gate = _opened(words, gate_rows, gate_bias)
    used, found_at = np.unique(rows.row, return_inverse=True)
    place = np.asarray(found_at, dtype=np.int64)
    width, columns = len(used), shipped.shape[1]
    value = rows.value.astype(np.float64) * gate[rows.owner]
    dense = np.concatenate([shipped, np.ones((rows.texts, 1))], axis=1) * gate[:, None]
    wanted = np.eye(CLASSES)[truth]
    counts = np.bincount(truth, minlength=CLASSES) + 1.0
    weight = ((rows.texts / CLASSES / counts) ** BALANCE)[truth]
    weight = (weight / weight.mean())[:, None]
    tells = _telling(place, truth[rows.owner], width)
    penalty = np.concatenate(
        [np.full(width, PENALTY_ROWS), np.full(columns, PENALTY_SHIPPED), [PENALTY_BIAS]]
    )[:, None]

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(width + columns + 1, CLASSES)
        scores = shipped[:, :CLASSES] + dense @ w[width:]
        table = w[:width] * tells
        for c in range(CLASSES):
            scores[:, c] += np.bincount(rows.owner, weights=value * table[place, c], minlength=rows.texts)
        logs = scores - _log_sum(scores)
        miss = weight * (np.exp(logs) - wanted)
        gradient = penalty * w
        gradient[width:] += dense.T @ miss
        for c in range(CLASSES):
            pulled = np.bincount(place, weights=value * miss[rows.owner, c], minlength=width)
            gradient[:width, c] += tells[:, c] * pulled
        cost = -float((weight * wanted * logs).sum()) + 0.5 * float((penalty * w * w).sum())
        return cost, gradient.ravel()

    found = minimised(loss, np.zeros((width + columns + 1) * CLASSES), steps=STEPS).reshape(-1, CLASSES)
    table = np.zeros((ROWS, CLASSES), dtype=np.float16)
    table[used] = found[:width] * tells
    return Weights(
        rows=table,
        shipped=found[width : width + columns].astype(np.float32),
        bias=found[-1].astype(np.float32),
        gate_rows=gate_rows,
        gate_bias=gate_bias,
    )


def _telling(place: NDArray[np.int64], truth: NDArray[np.int64], width: int) -> Floats:
    """How far each row tells each class from the others: the root of its log-count ratio, 1 on average."""
    counts = np.stack(
        [np.bincount(place[truth == c], minlength=width) + SMOOTHING for c in range(CLASSES)], axis=1
    )
    totals = counts.sum(axis=0)
    others = (counts.sum(axis=1, keepdims=True) - counts) / (totals.sum() - totals)
    tells = np.sqrt(np.abs(np.log(counts / totals / others)))
    return np.asarray(tells / np.sqrt((tells**2).mean()))


def adapted(rows: Rows, words: Rows, shipped: Floats, weights: Weights) -> Floats:
    """Probabilities after the addition, texts × CLASSES."""
    gate = _opened(words, weights.gate_rows, weights.gate_bias)
    added = shipped @ weights.shipped.astype(np.float64) + weights.bias
    for c in range(CLASSES):
        part = rows.value * weights.rows[rows.row, c].astype(np.float32)
        added[:, c] += np.bincount(rows.owner, weights=part, minlength=rows.texts)
    scores = shipped[:, :CLASSES] + gate[:, None] * added
    return np.asarray(np.exp(scores - _log_sum(scores)))


def gate_of(words: Rows, weights: Weights) -> Floats:
    """How far the addition holds for each text, 0 to 1."""
    return _opened(words, weights.gate_rows, weights.gate_bias)


def _fitted_gate(words: Rows, reference: Rows) -> tuple[NDArray[np.float16], float]:
    """A logistic regression that tells corrected texts from texts in general; both sides weigh the same."""
    row = np.concatenate([words.row, reference.row])
    value = np.concatenate([words.value, reference.value]).astype(np.float64)
    owner = np.concatenate([words.owner, reference.owner + words.texts])
    ours, others = words.texts, reference.texts
    texts = ours + others
    used, place = np.unique(row, return_inverse=True)
    width = len(used)
    is_ours = np.concatenate([np.ones(ours), np.zeros(others)])
    weight = np.concatenate([np.full(ours, 1 / max(ours, 1)), np.full(others, 1 / max(others, 1))])
    weight *= min(ours, others)
    penalty = np.append(np.full(width, PENALTY_GATE), 0.01)

    def loss(w: Floats) -> tuple[float, Floats]:
        score = np.bincount(owner, weights=value * w[place], minlength=texts) + w[-1]
        miss = weight * (_logistic(score) - is_ours)
        gradient = penalty * w
        gradient[:width] += np.bincount(place, weights=value * miss[owner], minlength=width)
        gradient[-1] += miss.sum()
        cost = float((weight * (np.logaddexp(0, score) - is_ours * score)).sum())
        return cost + 0.5 * float((penalty * w * w).sum()), gradient

    found = minimised(loss, np.zeros(width + 1), steps=GATE_STEPS)
    table = np.zeros(ROWS, dtype=np.float16)
    table[used] = found[:width]
    return table, float(found[-1])


def _opened(words: Rows, gate_rows: NDArray[np.float16], gate_bias: float) -> Floats:
    part = words.value * gate_rows[words.row].astype(np.float32)
    score = np.bincount(words.owner, weights=part, minlength=words.texts).astype(np.float64) + gate_bias
    return np.clip((_logistic(score) - CLOSED_BELOW) / (OPEN_ABOVE - CLOSED_BELOW), 0.0, 1.0)


def _logistic(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))))


def _log_sum(scores: Floats) -> Floats:
    most = scores.max(axis=1, keepdims=True)
    return np.asarray(most + np.log(np.exp(scores - most).sum(axis=1, keepdims=True)))


def packed(weights: Weights) -> bytes:
    """As stored: about a megabyte at most, whatever was learned."""
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        rows=weights.rows,
        shipped=weights.shipped,
        bias=weights.bias,
        gate_rows=weights.gate_rows,
        gate_bias=np.float64(weights.gate_bias),
    )
    return stream.getvalue()


def unpacked(content: bytes) -> Weights:
    """The inverse of packed. Raises ValueError where the table has another size."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        if stored["rows"].shape != (ROWS, CLASSES):
            raise ValueError("adapter of another size")
        return Weights(
            stored["rows"], stored["shipped"], stored["bias"], stored["gate_rows"], float(stored["gate_bias"])
        )
