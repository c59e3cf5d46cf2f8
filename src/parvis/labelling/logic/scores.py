"""What the shipped model says of a text, as numbers to learn from: log odds of the sentiment, and of what else it
read (emotions, intents, toxicity), for a complaint that asks a question is another thing than a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.labels import Labels
from parvis.labelling.logic.texts import SENTIMENT, VALUES

Floats = NDArray[np.float64]
CLASSES = VALUES[SENTIMENT]
EMOTIONS = ("anger", "joy", "optimism", "sadness", "none")
INTENTS = (
    "complaint", "question", "praise", "suggestion", "purchase_interest", "threat_to_leave", "advertising", "other",
)  # fmt: skip
COLUMNS = len(CLASSES) + len(EMOTIONS) + len(INTENTS) + 2
READ = frozenset({"sentiment", "emotion", "intents", "toxicity"})  # what label_texts is asked for
LEAST, LEAST_OTHER = 0.001, 0.003
# The other labels' odds weigh half: they are many, and say less of the sentiment.
OTHERS = 0.5


def scores_of(labels: Sequence[Labels]) -> Floats:
    """texts × COLUMNS. The first three columns are the sentiment's, centred; what was not read is 0."""
    scores = np.zeros((len(labels), COLUMNS))
    for place, label in enumerate(labels):
        if label.sentiment_scores:
            scores[place, : len(CLASSES)] = [label.sentiment_scores[c] for c in CLASSES]
    read = scores[:, : len(CLASSES)].sum(axis=1) > 0
    scores[read, : len(CLASSES)] = log_odds(scores[read, : len(CLASSES)])
    others = np.array([_others(label) for label in labels]).reshape(len(labels), COLUMNS - len(CLASSES))
    scores[:, len(CLASSES) :] = OTHERS * np.log(others / (1 - others))
    return scores


def log_odds(probabilities: Floats) -> Floats:
    """Centred logarithms of probabilities that add up to one."""
    logs = np.log(np.maximum(probabilities, LEAST))
    return np.asarray(logs - logs.mean(axis=1, keepdims=True), dtype=np.float64)


def _others(label: Labels) -> list[float]:
    values = [*_of(label.emotion_scores, EMOTIONS), *_of(label.intents, INTENTS)]
    values += [
        0.5 if label.offensive is None else label.offensive,
        0.5 if label.hateful is None else label.hateful,
    ]
    return [min(max(value, LEAST_OTHER), 1 - LEAST_OTHER) for value in values]


def _of(scores: Mapping[str, float], names: Sequence[str]) -> list[float]:
    # An even chance has log odds of 0: it says nothing either way.
    return [scores.get(name, 0.5) for name in names]
