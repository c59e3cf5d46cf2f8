"""What becomes of a post after it was taken in: its author changes the words, or takes it back.

Both name posts by the channel's id. Only what has a receipt concerns us; the rest of a network's deletions
do not. A post whose batch still waits is changed there, under the batch's lock, so that its owner never
stores what was taken back meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from parvis.channels.events import ItemsChanged, ItemsWithdrawn
from parvis.channels.logic.items import InboundItem, item_as_json
from parvis.channels.models import Batch, Connection, Receipt, SourceState
from parvis.foundation.events import publish


def take_changes(connection: Connection, items: Sequence[InboundItem], *, now: datetime) -> list[int]:
    """Hand the new words of known posts to their owners. Returns the ids of the events."""
    last = {item.external_id: item for item in items}
    if not last:
        return []
    known = set(_receipts(connection, list(last)).values_list("external_id", flat=True))
    new_words = {key: item_as_json(item) for key, item in last.items() if key in known}
    _count(connection, changed=len(new_words))
    for batch in hold_batches(connection, list(new_words)):
        if batch.payload:
            batch.payload = [new_words.pop(plain["external_id"], plain) for plain in batch.payload]
            batch.save(update_fields=["payload"])
    if not new_words:
        return []
    event_ids = []
    for addressed in (False, True):
        batch = Batch.objects.create(
            connection=connection,
            addressed=addressed,
            item_count=len(new_words),
            payload=list(new_words.values()),
            received_at=now,
        )
        event = ItemsChanged(batch_id=batch.pk, connection_id=connection.pk, addressed=addressed)
        event_ids.append(publish(event).pk)
    return event_ids


def take_deletions(connection: Connection, external_ids: Sequence[str]) -> list[int]:
    """Have known posts deleted. Returns the ids of the events; deletions of unknown posts are nothing."""
    known = (
        list(_receipts(connection, external_ids).values_list("external_id", flat=True))
        if external_ids
        else []
    )
    if not known:
        return []
    struck = set(known)
    for batch in hold_batches(connection, known):
        if batch.payload:
            batch.payload = [plain for plain in batch.payload if plain["external_id"] not in struck]
            batch.save(update_fields=["payload"])
    _count(connection, deleted=len(known))
    return [publish(ItemsWithdrawn(connection_id=connection.pk, external_ids=sorted(known))).pk]


def hold_batches(connection: Connection, external_ids: Sequence[str]) -> list[Batch]:
    """Lock the batches that brought these posts, until the transaction ends.

    Whoever stores one of them is done with it, or has not begun, when this returns.
    """
    batch_ids = set(_receipts(connection, external_ids).values_list("batch_id", flat=True))
    return list(Batch.objects.select_for_update().filter(pk__in=batch_ids).order_by("pk"))


def _receipts(connection: Connection, external_ids: Sequence[str]) -> QuerySet[Receipt]:
    return Receipt.objects.filter(connection=connection, external_id__in=list(external_ids))


def _count(connection: Connection, *, changed: int = 0, deleted: int = 0) -> None:
    if not changed and not deleted:
        return
    state, _ = SourceState.objects.select_for_update().get_or_create(connection=connection)
    state.count_changed += changed
    state.count_deleted += deleted
    state.save(update_fields=["count_changed", "count_deleted"])
