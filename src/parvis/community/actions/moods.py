"""The sentiment of public texts, read each night: only to see whether what is negative is withheld more often."""

from __future__ import annotations

from django.db.models import Max

from parvis.community.models import KINDS, TextMood
from parvis.enrichment.logic.labels import label_texts

AT_ONCE, MOST_A_NIGHT = 500, 200_000


def read_moods() -> int:
    """Texts that have none yet. Returns how many were read; after a kill it goes on where it was."""
    done = 0
    for kind, model in KINDS.items():
        while done < MOST_A_NIGHT:
            last = TextMood.objects.filter(kind=kind).aggregate(last=Max("text_id"))["last"] or 0
            texts = list(
                model._default_manager.select_related(*model.beside())
                .filter(pk__gt=last)
                .order_by("pk")[:AT_ONCE]
            )
            if not texts:
                break
            labels = label_texts([text.text for text in texts], wanted=frozenset({"sentiment"}))
            TextMood.objects.bulk_create(
                [
                    TextMood(
                        kind=kind, text_id=text.pk, at=text.written, sentiment=label.sentiment,
                        probability=label.sentiment_probability or 0, model_version=label.model_version,
                    )
                    for text, label in zip(texts, labels, strict=True)
                ],
                ignore_conflicts=True,
            )  # fmt: skip
            done += len(texts)
    return done
