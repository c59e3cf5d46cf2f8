"""A person puts a label right, or takes that back. It holds at once; what is learned from it comes later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from parvis.foundation.events import deliver_now, publish
from parvis.foundation.jobs import enqueue_once
from parvis.foundation.secrets import keyed_hash
from parvis.labelling.events import LabelCorrected
from parvis.labelling.logic.texts import HUMAN, SENTIMENT, VALUES, LabelledText
from parvis.labelling.models import Adapter, Correction, CurrentLabel
from parvis.labelling.reads.labels import labels_for

if TYPE_CHECKING:
    from parvis.accounts.models import User

# A new adapter is tried after so many new corrections: enough to change something, few enough to be soon.
CORRECTIONS_A_TRAINING = 50


class UnknownValue(ValueError):
    """A value that this label does not have."""


def text_hash(text: str) -> str:
    """Tells whether a text is still the one that was corrected, without keeping a word of it."""
    return keyed_hash("labelled-text", text)


def correct_label(
    text: LabelledText, *, label: str, to: str, by: User, now: datetime, origin: str = Correction.SEEN
) -> Correction:
    """Write the correction and let the text's owner show it, in one transaction. A later one wins.

    Saying what already stands there confirms it: that teaches as much as a change. Raises UnknownValue.
    """
    if to not in VALUES.get(label, ()):
        raise UnknownValue(f"{label}={to}")
    with transaction.atomic():
        earlier = (
            CurrentLabel.objects.select_for_update()
            .filter(kind=text.kind, text_id=text.id, label=label)
            .first()
        )
        correction = Correction.objects.create(
            kind=text.kind,
            text_id=text.id,
            text_hash=text_hash(text.text),
            label=label,
            from_value=text.sentiment,
            to_value=to,
            origin=origin,
            model_version=text.model_version,
            by=by,
            at=now,
        )
        CurrentLabel.objects.update_or_create(
            kind=text.kind,
            text_id=text.id,
            label=label,
            defaults={
                "value": to,
                "machine_value": earlier.machine_value if earlier else text.sentiment,
                "language": text.language,
                "source": text.source[:120],
                # What was drawn by chance stays apart from what is learned from, whoever corrects it again.
                "origin": Correction.SAMPLE if earlier and earlier.origin == Correction.SAMPLE else origin,
                "correction": correction,
                "at": now,
            },
        )
        _tell(LabelCorrected(text.kind, text.id, label, to, None, HUMAN))
        _train_when_there_is_enough()
    return correction


def withdraw_correction(text: LabelledText, *, label: str, by: User, now: datetime) -> Correction | None:
    """Take the person's word back: the machine speaks again, as it would today. None where nothing stood."""
    with transaction.atomic():
        current = (
            CurrentLabel.objects.select_for_update()
            .filter(kind=text.kind, text_id=text.id, label=label)
            .first()
        )
        if current is None:
            return None
        said = labels_for([text.text], languages=settings.INSTALLATION_LANGUAGES)[0]
        correction = Correction.objects.create(
            kind=text.kind,
            text_id=text.id,
            text_hash=text_hash(text.text),
            label=label,
            from_value=current.value,
            to_value="",
            origin=Correction.SEEN,
            model_version=said.model_version,
            by=by,
            at=now,
        )
        current.delete()
        probability = said.sentiment_probability if said.sentiment else None
        _tell(
            LabelCorrected(text.kind, text.id, SENTIMENT, said.sentiment, probability, said.model_version),
        )
    return correction


def _tell(event: LabelCorrected) -> None:
    # The owner shows it before the page that asked is answered; the worker's job then finds nothing to do.
    deliver_now(publish(event).pk)


def _train_when_there_is_enough() -> None:
    learned = (
        Adapter.objects.order_by("-last_correction_id").values_list("last_correction_id", flat=True).first()
    )
    new = CurrentLabel.objects.filter(correction_id__gt=learned or 0).exclude(origin=Correction.SAMPLE)
    if new[:CORRECTIONS_A_TRAINING].count() >= CORRECTIONS_A_TRAINING:
        enqueue_once("labelling.train", lock="labelling.train")
