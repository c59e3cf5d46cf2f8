"""Labelling stored texts anew, batch after batch, with what labels in force today.

Each batch is one short transaction that also moves the cursor: a job that is killed loses at most the batch in
hand and goes on from there. Until a text's turn comes it keeps its label with the version that gave it. What a
person said is left alone.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from parvis.enrichment.logic.labels import label_texts
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.labelling.logic.texts import NewLabel
from parvis.labelling.models import Relabelling
from parvis.labelling.reads.labels import labels_for, model_in_force
from parvis.labelling.reads.sources import text_source, text_sources

TEXTS_A_BATCH = 500
# After so many batches a job makes room for others and goes on as a new one.
BATCHES_A_JOB = 20


def start_relabelling(*, now: datetime) -> list[Relabelling]:
    """Begin a pass over every kind of text, in place of one that still runs."""
    version = model_in_force(label_texts([""])[0].model_version)
    runs = []
    with transaction.atomic():
        Relabelling.objects.filter(state=Relabelling.RUNNING).update(
            state=Relabelling.REPLACED, finished_at=now
        )
        for source in text_sources():
            run = Relabelling.objects.create(
                kind=source.kind, model_version=version, last_id=source.last_id(), started_at=now
            )
            enqueue("labelling.relabel", relabelling_id=run.pk)
            runs.append(run)
        enqueue("labelling.measure")
    return runs


def relabel_batch(relabelling_id: int, *, now: datetime, most: int = TEXTS_A_BATCH) -> bool:
    """Label the next texts anew. Returns whether there is more to do."""
    with transaction.atomic():
        run = (
            Relabelling.objects.select_for_update(skip_locked=True)
            .filter(pk=relabelling_id, state=Relabelling.RUNNING)
            .first()
        )
        if run is None:  # done, replaced, or in another worker's hands
            return False
        source = text_source(run.kind)
        texts = [text for text in source.after(run.cursor, most) if text.id <= run.last_id]
        machines = [text for text in texts if not text.is_human]
        labels = labels_for([text.text for text in machines], languages=settings.INSTALLATION_LANGUAGES)
        changed = source.relabel(
            [
                NewLabel(
                    text.id,
                    label.sentiment,
                    label.sentiment_probability if label.sentiment else None,
                    label.model_version,
                )
                for text, label in zip(machines, labels, strict=True)
            ]
        )
        is_done = len(texts) < most
        Relabelling.objects.filter(pk=run.pk).update(
            cursor=texts[-1].id if texts else run.last_id,
            seen=F("seen") + len(texts),
            changed=F("changed") + changed,
            state=Relabelling.DONE if is_done else Relabelling.RUNNING,
            finished_at=now if is_done else None,
        )
        announce("labels", audience="staff")
    return not is_done
