"""Handing items over to the inbox that were said in public first: somebody decided that they deserve an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.channels.actions.receive import claim, prepared
from parvis.channels.logic.items import InboundItem, item_as_json
from parvis.channels.models import Batch, Connection


def hand_over(connection: Connection, items: Sequence[InboundItem], *, now: datetime) -> Batch:
    """A batch for the owner of what is said to us, whether or not the items were taken in as mentions before.

    The caller tells the owner, which drops what it has already. Receipts are made where there are none, so that a
    change or a withdrawal finds its way to both.
    """
    items = prepared(items)
    with transaction.atomic():
        batch, _ = claim(connection, [item.external_id for item in items], addressed=True, now=now)
        batch.payload = [item_as_json(item) for item in items]
        batch.item_count = len(items)
        batch.save(update_fields=["payload", "item_count"])
        return batch
