"""Figures of the stored weights on held-out parts, through the run-time code."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.labels import emotion_chances
from parvis.enrichment.logic.model import (
    EMOTIONS,
    OFFENSIVE,
    SENTIMENT,
    SENTIMENTS,
    Floats,
    Model,
    label_logits,
    logistic,
    model_of,
    softmax,
)
from parvis.enrichment.training import data as sets
from parvis.enrichment.training.heads import calibration_error, confusion, error_by_chance, macro
from parvis.enrichment.training.reading import read_texts


def logits_of(texts: list[str], code: str, model: Model) -> Floats:
    parts = []
    for start in range(0, len(texts), 512):
        reading = read_texts(texts[start : start + 512])
        head = np.full(len(reading.batch.starts), model.languages.index(code))
        parts.append(label_logits(reading, head=head, model=model))
    return np.vstack(parts)


def _figures(chances: Floats, labels: NDArray[np.int64], classes: int) -> dict[str, object]:
    said = chances.argmax(axis=1)
    f1, recall = macro(labels, said, classes)
    return {
        "rows": len(labels),
        "macro_f1": round(f1, 1),
        "macro_recall": round(recall, 1),
        "calibration_error": round(calibration_error(chances.max(axis=1), said == labels), 3),
        "by_chance": round(error_by_chance(chances.max(axis=1)), 3),
        "confusion": confusion(labels, said, chances.shape[1]),
    }


def measure(data: Path, arrays: dict[str, NDArray[np.generic]]) -> dict[str, dict[str, object]]:
    model = model_of(arrays)
    found: dict[str, dict[str, object]] = {}
    for name, rows in sets.held_out_sentiment(data).items():
        logits = logits_of([text for text, _ in rows], "fr" if "French" in name else "en", model)
        labels = np.array([label for _, label in rows])
        found[name] = _figures(softmax(logits[:, SENTIMENT]), labels, len(SENTIMENTS))
    rows = sets.emotion(data, "val")
    logits = logits_of([text for text, _ in rows], "en", model)
    labels = np.array([label for _, label in rows])
    # "none" is a fifth answer here: who says none of an emotional text is wrong.
    found["TweetEval emotion, validation"] = _figures(emotion_chances(logits), labels, len(EMOTIONS))
    rows = sets.offensive(data, "val")
    logits = logits_of([text for text, _ in rows], "en", model)
    labels = np.array([label for _, label in rows])
    chance = logistic(logits[:, OFFENSIVE])
    found["TweetEval offensive, validation"] = _figures(np.stack([1 - chance, chance], axis=1), labels, 2)
    return found
