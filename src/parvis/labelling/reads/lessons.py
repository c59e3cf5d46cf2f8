"""What there is to learn from: corrected texts as they are today, and texts that were seen and left alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from parvis.labelling.logic.texts import SENTIMENT, LabelledText
from parvis.labelling.models import Correction, CurrentLabel
from parvis.labelling.reads.sources import text_source, text_sources, texts_of

MOST_LESSONS = 20_000
# Who puts right what he reads leaves right labels alone, so such corrections are errors only, and a model
# trained on errors learns to contradict itself. For each of them three texts that nobody put right stand as
# they are labelled: the shipped model is right on about three of four.
LEFT_ALONE = 3
POOL = 5_000


@dataclass(frozen=True, slots=True)
class Lesson:
    text: LabelledText
    value: str


def lessons(*, seed: int = 0) -> tuple[list[Lesson], int]:
    """The lessons, and the id of the last correction among them. The house's own sample is never learned from."""
    current = list(
        CurrentLabel.objects.filter(label=SENTIMENT)
        .exclude(origin=Correction.SAMPLE)
        .order_by("-correction_id")
        .values_list("kind", "text_id", "value", "machine_value", "origin", "correction_id")[:MOST_LESSONS]
    )
    current.reverse()
    texts = texts_of([(row[0], row[1]) for row in current])
    found = [Lesson(texts[row[0], row[1]], row[2]) for row in current if (row[0], row[1]) in texts]
    errors_seen: dict[str, int] = {}
    for kind, _text_id, value, machine_value, origin, _id in current:
        if origin == Correction.SEEN and value != machine_value:
            errors_seen[kind] = errors_seen.get(kind, 0) + 1
    for kind, errors in sorted(errors_seen.items()):
        found += _left_alone(kind, LEFT_ALONE * errors, seed=seed)
    return found, max((row[5] for row in current), default=0)


def _left_alone(kind: str, wanted: int, *, seed: int) -> list[Lesson]:
    drawn = set(CurrentLabel.objects.filter(kind=kind, label=SENTIMENT).values_list("text_id", flat=True))
    pool = [text for text in text_source(kind).newest(POOL) if text.id not in drawn and not text.is_human]
    order = np.random.default_rng(seed).permutation(len(pool))[:wanted]
    return [Lesson(pool[place], pool[place].sentiment) for place in sorted(order.tolist())]


def corrections_to_learn_from() -> int:
    return CurrentLabel.objects.filter(label=SENTIMENT).exclude(origin=Correction.SAMPLE).count()


def kinds_of_text() -> list[str]:
    return [source.kind for source in text_sources()]
