"""Labels as this installation gives them: the shipped model, and what was learned from its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from parvis.enrichment.logic.labels import DEFAULT_LANGUAGES, STORED, Labels, label_texts
from parvis.labelling.logic.adapter import Weights, adapted, unpacked
from parvis.labelling.logic.hashed import rows_and_words
from parvis.labelling.logic.scores import CLASSES, READ, scores_of
from parvis.labelling.models import Adapter


def labels_for(
    texts: Sequence[str], *, languages: Sequence[str] = DEFAULT_LANGUAGES, wanted: frozenset[str] = STORED
) -> list[Labels]:
    """`label_texts` with the active adapter applied to the sentiment; model_version names both.

    `wanted` names what is needed; with an adapter more is read, because it learns from all of it.
    An adapter of another base model is left out: it corrects scores that this one does not give.
    """
    active = active_weights()
    if active is None:
        return label_texts(texts, languages=languages, wanted=wanted)
    labels = label_texts(texts, languages=languages, wanted=wanted | READ)
    number, base_version, weights = active
    chosen = [p for p, label in enumerate(labels) if label.sentiment and label.model_version == base_version]
    if not chosen:
        return labels
    read = [texts[p] for p in chosen]
    scores = scores_of([labels[p] for p in chosen])
    found = adapted(*rows_and_words(read), scores, weights)
    for place, chances in zip(chosen, found.round(4).tolist(), strict=True):
        best = chances.index(max(chances))
        labels[place] = replace(
            labels[place],
            sentiment=CLASSES[best],
            sentiment_probability=chances[best],
            sentiment_scores=dict(zip(CLASSES, chances, strict=True)),
            model_version=adapted_version(base_version, number),
        )
    return labels


def model_in_force(base_version: str) -> str:
    """What `labels_for` writes beside its labels now, where the shipped model is of this version."""
    active = active_weights()
    if active is None or active[1] != base_version:
        return base_version
    return adapted_version(base_version, active[0])


def adapted_version(base_version: str, number: int) -> str:
    # The column of the oldest tables holds 60 characters.
    return f"{base_version[:48]}+house-{number}"


def active_weights() -> tuple[int, str, Weights] | None:
    """Number, base version and weights of the active adapter: one small question, the weights read once."""
    fields = ("pk", "base_version", "trained_at", "last_correction_id")
    active = Adapter.objects.filter(is_active=True).values_list(*fields).first()
    return None if active is None else (active[0], active[1], _weights(active[0], active[2], active[3]))


@lru_cache(maxsize=2)
def _weights(adapter_id: int, trained_at: datetime, last_correction_id: int) -> Weights:
    # Rows of adapters are never changed in their weights, so what a process read stays true; a number alone would
    # not do, for a restored database gives it out anew: when it was trained, and from what, tells them apart.
    return unpacked(bytes(Adapter.objects.values_list("weights", flat=True).get(pk=adapter_id)))
