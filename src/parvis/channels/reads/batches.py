"""What waits for its owner."""

from __future__ import annotations

from django.db import connection as database

from parvis.channels.logic.items import InboundItem, item_from_json
from parvis.channels.models import Batch


def items_of(batch: Batch) -> list[InboundItem]:
    """The items of a batch that was not taken yet; none afterwards."""
    return [item_from_json(plain) for plain in batch.payload or []]


def files_waiting() -> set[str]:
    """Stored names of files whose items no owner has stored yet."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT file ->> 'stored_name' FROM channels_batch,"
            " jsonb_path_query(payload, '$[*].attachments[*]') AS file WHERE payload IS NOT NULL"
        )
        return {row[0] for row in cursor.fetchall()}


def waiting_batches() -> int:
    """How many batches no owner has stored yet."""
    return Batch.objects.filter(taken_at__isnull=True).count()
