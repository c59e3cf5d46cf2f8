"""Training an adapter from the corrections. Slow, so a job does it; nothing is locked while it computes."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.conf import settings
from django.db import transaction

from parvis.enrichment.logic.labels import label_texts
from parvis.foundation.audit import SYSTEM, record
from parvis.foundation.live import announce
from parvis.labelling.actions.adapters import activate_adapter
from parvis.labelling.logic.adapter import packed
from parvis.labelling.logic.reference import shipped_reference
from parvis.labelling.logic.scores import CLASSES, READ, scores_of
from parvis.labelling.logic.training import TooFewCorrections, trained
from parvis.labelling.models import Adapter
from parvis.labelling.reads.labels import active_weights
from parvis.labelling.reads.lessons import lessons


def train_for_shipped_model(*, now: datetime) -> Adapter | None:
    """Learn anew where what is in force was learned on a shipped model that an upgrade replaced.

    Tried once a model: what turned out no better is left as it is until there are new corrections.
    """
    active = active_weights()
    shipped = label_texts([""])[0].model_version
    if active is None or active[1] == shipped or Adapter.objects.filter(base_version=shipped).exists():
        return None
    return train_adapter(now=now)


def train_adapter(*, now: datetime) -> Adapter | None:
    """Learn from all corrections and activate what was learned, if it is better and forgets nothing.

    None where there is too little to learn from, or nothing new: a job that was killed and runs again either
    finds its own adapter or makes the same one, because training is deterministic.
    """
    found, last_id = lessons()
    labels = label_texts(
        [lesson.text.text for lesson in found], languages=settings.INSTALLATION_LANGUAGES, wanted=READ
    )
    kept = [place for place, label in enumerate(labels) if label.sentiment]
    if not kept:
        return None
    base_version = labels[kept[0]].model_version
    if Adapter.objects.filter(base_version=base_version, last_correction_id=last_id).exists():
        return None
    try:
        result = trained(
            [found[place].text.text for place in kept],
            scores_of([labels[place] for place in kept]),
            np.array([CLASSES.index(found[place].value) for place in kept]),
            reference=shipped_reference(),
        )
    except TooFewCorrections:
        return None
    verdict = (
        Adapter.FORGETS if result.forgets else Adapter.BETTER if result.is_better else Adapter.NOT_BETTER
    )
    with transaction.atomic():
        adapter, is_new = Adapter.objects.get_or_create(
            base_version=base_version,
            last_correction_id=last_id,
            defaults={
                "weights": packed(result.weights),
                "corrections": len(kept),
                "f1_before": result.f1_before,
                "f1_after": result.f1_after,
                "gain_low": result.gain_low,
                "gain_high": result.gain_high,
                "reference_change": result.reference_change,
                "verdict": verdict,
                "trained_at": now,
            },
        )
        if is_new:
            record(
                "labelling.adapter_trained",
                adapter,
                by=SYSTEM,
                now=now,
                verdict=verdict,
                corrections=len(kept),
            )
            if verdict == Adapter.BETTER:
                activate_adapter(adapter, by=SYSTEM, now=now)
            announce("labels", audience="staff")
    return adapter
