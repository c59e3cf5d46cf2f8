"""Posts that came before and say something else now: labelled, written over and matched again."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from parvis.channels.actions.receive import mark_taken
from parvis.channels.models import Batch
from parvis.channels.reads.batches import items_of
from parvis.foundation.live import announce
from parvis.labelling.reads.labels import labels_for
from parvis.listening.actions.rematch import hold_matches, rematch
from parvis.listening.logic.posts import WANTED, intents_held, words_of_item
from parvis.listening.reads.intake import intake_at
from parvis.listening.reads.stamp import hold_stamp

_KNOWN = """
    SELECT m.external_id, m.id, m.published_at FROM channels_receipt r
    JOIN listening_stored_batch b ON b.batch_id = r.batch_id
    JOIN listening_mention m ON m.id BETWEEN b.first_id AND b.last_id
     AND m.published_at BETWEEN b.first_published_at AND b.last_published_at
     AND m.connection_id = r.connection_id AND m.external_id = r.external_id
    WHERE r.connection_id = %s AND r.external_id = ANY(%s)
"""


def change_mentions(batch_id: int, *, now: datetime) -> int:
    """Write the new words of a batch over the old. Returns how many mentions changed; unknown ones are nothing."""
    items = items_of(Batch.objects.get(pk=batch_id))
    labels = labels_for(
        [words_of_item(item) for item in items], languages=settings.INSTALLATION_LANGUAGES, wanted=WANTED
    )
    with transaction.atomic():
        intake = intake_at(hold_stamp())
        hold_matches()
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.payload is None:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [batch.connection_id, [item.external_id for item in items]])
            known = {external_id: (key, at) for external_id, key, at in cursor.fetchall()}
            changes = [
                {
                    "id": known[item.external_id][0],
                    "published_at": known[item.external_id][1].isoformat(),
                    "title": item.title,
                    "text": item.text,
                    "language": label.language,
                    "language_probability": label.language_probability,
                    "sentiment": label.sentiment,
                    "sentiment_probability": label.sentiment_probability,
                    "model_version": label.model_version,
                    "emotion": label.emotion,
                    "emotion_probability": label.emotion_scores.get(label.emotion),
                    "intents": intents_held(label.intents),
                    "offensive_probability": label.offensive,
                }
                for item, label in zip(items, labels, strict=True)
                if item.external_id in known
            ]
            cursor.execute("SELECT listening_change_words(%s::jsonb)", [json.dumps(changes)])
            changed = int(cursor.fetchone()[0])
        ids = [key for key, _ in known.values()]
        rematch(ids, intake=intake, query_ids=intake.versions.keys())
        mark_taken(batch, now=now)
        if changed:
            announce("mentions", audience="staff")
    return changed
