"""The house's own sample: texts drawn by chance, labelled by hand, from which quality is measured.

Apart from the queue of corrections: what is asked because it is uncertain says nothing about the rest. The
sample is never learned from.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from django.conf import settings
from django.db import transaction

from parvis.labelling.actions.correct import correct_label
from parvis.labelling.logic.strata import allocated
from parvis.labelling.logic.texts import SENTIMENT, LabelledText
from parvis.labelling.models import Correction, SampleItem
from parvis.labelling.reads.labels import labels_for
from parvis.labelling.reads.sources import text_sources, texts_of

if TYPE_CHECKING:
    from parvis.accounts.models import User

TEXTS_A_DRAW = 100
# Drawn from the newest of each kind: quality is asked of what is said now.
POPULATION = 20_000
Stratum = tuple[str, str, str]  # kind, language, source


def draw_sample(*, now: datetime, seed: int, total: int = TEXTS_A_DRAW) -> int:
    """Draw further texts, stratified by kind, language and source. Returns how many were drawn."""
    strata: dict[Stratum, list[LabelledText]] = {}
    for source in text_sources():
        for text in source.newest(POPULATION):
            strata.setdefault((text.kind, text.language, text.source[:120]), []).append(text)
    drawn = set(SampleItem.objects.values_list("kind", "text_id"))
    free = {key: [t for t in texts if (t.kind, t.id) not in drawn] for key, texts in sorted(strata.items())}
    wanted = allocated({key: len(texts) for key, texts in free.items()}, total=total)
    chance = np.random.default_rng(seed)
    chosen = [
        texts[place]
        for key, texts in free.items()
        for place in sorted(chance.permutation(len(texts))[: wanted[key]].tolist())
    ]
    labels = labels_for([text.text for text in chosen], languages=settings.INSTALLATION_LANGUAGES)
    with transaction.atomic():
        made = SampleItem.objects.bulk_create(
            [
                SampleItem(
                    kind=text.kind,
                    text_id=text.id,
                    language=text.language,
                    source=text.source[:120],
                    weight=1,
                    predicted=label.sentiment,
                    predicted_by=label.model_version,
                    drawn_at=now,
                )
                for text, label in zip(chosen, labels, strict=True)
                if label.sentiment
            ],
            ignore_conflicts=True,
        )
        _weigh({key: len(texts) for key, texts in strata.items()})
    return len(made)


def _weigh(sizes: dict[Stratum, int]) -> None:
    """Each item stands for the texts of its stratum, divided among all that were ever drawn there."""
    items = list(SampleItem.objects.select_for_update())
    counts = Counter((item.kind, item.language, item.source) for item in items)
    for item in items:
        key = (item.kind, item.language, item.source)
        # A source that is no longer among the newest keeps the weight of what was drawn from it.
        item.weight = max(1.0, sizes.get(key, counts[key]) / counts[key])
    SampleItem.objects.bulk_update(items, ["weight"])


def judge_sample_item(item: SampleItem, text: LabelledText, *, value: str, by: User, now: datetime) -> None:
    """Write what a person says of a drawn text; an empty value: they cannot tell, and it is left out."""
    with transaction.atomic():
        if value:
            correct_label(text, label=SENTIMENT, to=value, by=by, now=now, origin=Correction.SAMPLE)
        SampleItem.objects.filter(pk=item.pk).update(truth=value, is_left_out=not value, by=by, at=now)


def measure_again() -> int:
    """Label the sample by what is in force now, so that its quality is that of today's labels."""
    items = list(SampleItem.objects.filter(is_left_out=False))
    texts = texts_of([(item.kind, item.text_id) for item in items])
    there = [item for item in items if (item.kind, item.text_id) in texts]
    gone = [item.pk for item in items if (item.kind, item.text_id) not in texts and not item.truth]
    labels = labels_for(
        [texts[item.kind, item.text_id].text for item in there], languages=settings.INSTALLATION_LANGUAGES
    )
    for item, label in zip(there, labels, strict=True):
        item.predicted, item.predicted_by = label.sentiment, label.model_version
    with transaction.atomic():
        SampleItem.objects.bulk_update(there, ["predicted", "predicted_by"])
        SampleItem.objects.filter(pk__in=gone).update(is_left_out=True)
    return len(there)
