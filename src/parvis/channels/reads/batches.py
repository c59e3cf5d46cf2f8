"""What waits for its owner."""

from __future__ import annotations

from parvis.channels.logic.items import InboundItem, item_from_json
from parvis.channels.models import Batch


def items_of(batch: Batch) -> list[InboundItem]:
    """The items of a batch that was not taken yet; none afterwards."""
    return [item_from_json(plain) for plain in batch.payload or []]


def waiting_batches() -> int:
    """How many batches no owner has stored yet."""
    return Batch.objects.filter(taken_at__isnull=True).count()
