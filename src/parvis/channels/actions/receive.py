"""Taking in what a connector heard: items, the cursor after them and the event, in one transaction.

The receipt makes every repetition harmless: an external id of a connection is taken once, whatever is
delivered twice, imported again or fetched again after a kill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection as database
from django.db import transaction

from parvis.channels.actions.withdraw import take_changes, take_deletions
from parvis.channels.events import ItemsReceived
from parvis.channels.logic.items import Attachment, InboundItem, RejectedRow, item_as_json
from parvis.channels.models import Batch, Connection, ImportRun, Receipt, RejectedInput
from parvis.foundation.database import copy_rows
from parvis.foundation.events import publish
from parvis.foundation.files import store_file

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Received:
    """How many items were new, how many had been taken before, how many inputs were refused."""

    new: int
    repeated: int
    rejected: int
    event_ids: tuple[int, ...] = ()  # of the batches made, for a caller that delivers them itself


def receive_items(
    connection: Connection,
    items: Sequence[InboundItem],
    *,
    cursor: dict[str, Any] | None,
    now: datetime,
    rejected: Sequence[RejectedRow] = (),
    import_run: ImportRun | None = None,
    changed: Sequence[InboundItem] = (),
    deleted: Sequence[str] = (),
) -> Received:
    """Store one page of a fetch. cursor: what to continue from (None leaves the stored one alone).

    changed and deleted: posts whose words are others now, and ids of those taken back; unknown ones are nothing.
    """
    items = prepared(items)
    with transaction.atomic():
        fresh, event_ids = _claim(connection, items, now=now)
        # After what is new, as a post may be written, mended and taken back within one page.
        event_ids += take_changes(connection, [_bounded(item) for item in changed], now=now)
        event_ids += take_deletions(connection, [bounded_id(each) for each in deleted])
        _write_down(connection, rejected, import_run=import_run, now=now)
        if cursor is not None:
            if import_run is not None:
                ImportRun.objects.filter(pk=import_run.pk).update(cursor=cursor)
            else:
                Connection.objects.filter(pk=connection.pk).update(cursor=cursor)
    return Received(fresh, len(items) - fresh, len(rejected), tuple(event_ids))


def _write_down(
    connection: Connection, rejected: Sequence[RejectedRow], *, import_run: ImportRun | None, now: datetime
) -> None:
    """Refused inputs, by COPY: a broken file refuses as many rows as a good one brings."""
    if not rejected:
        return
    copy_rows(
        RejectedInput._meta.db_table,
        ("connection_id", "import_run_id", "position", "reason", "detail", "excerpt", "at"),
        (
            (
                connection.pk,
                import_run.pk if import_run else None,
                row.position,
                row.reason[:40],
                row.detail[:300].replace("\x00", "�"),
                row.excerpt[:300].replace("\x00", "�"),
                now,
            )
            for row in rejected
        ),
    )


def mark_taken(batch: Batch, *, now: datetime) -> None:
    """The owner has stored the batch's items: their bodies need not be kept here any longer."""
    Batch.objects.filter(pk=batch.pk).update(payload=None, taken_at=now)


def _claim(connection: Connection, items: Sequence[InboundItem], *, now: datetime) -> tuple[int, list[int]]:
    """Make receipts and a batch per owner of what was never seen. Returns how many, and the event ids."""
    new_count = 0
    event_ids = []
    for addressed in (True, False):
        unique = _never_seen(connection, [item for item in items if item.addressed is addressed])
        if not unique:
            continue
        batch, taken = claim(connection, list(unique), addressed=addressed, now=now)
        if not taken:  # another process received the very same items since we looked
            mark_taken(batch, now=now)
            continue
        batch.payload = [item_as_json(item) for key, item in unique.items() if key in taken]
        batch.item_count = len(taken)
        batch.save(update_fields=["payload", "item_count"])
        event = publish(ItemsReceived(batch_id=batch.pk, connection_id=connection.pk, addressed=addressed))
        event_ids.append(event.pk)
        new_count += len(taken)
    return new_count, event_ids


def claim(
    connection: Connection, external_ids: Sequence[str], *, addressed: bool, now: datetime
) -> tuple[Batch, set[str]]:
    """A batch with the receipts of those ids that were never taken before, and which these are."""
    batch = Batch.objects.create(connection=connection, addressed=addressed, item_count=0, received_at=now)
    with database.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO channels_receipt (connection_id, external_id, batch_id)
            SELECT %s, id, %s FROM unnest(%s::text[]) AS id ORDER BY id
            ON CONFLICT (connection_id, external_id) DO NOTHING RETURNING external_id
            """,
            [connection.pk, batch.pk, list(external_ids)],
        )
        return batch, {row[0] for row in cursor.fetchall()}


def prepared(items: Sequence[InboundItem]) -> list[InboundItem]:
    """Items as they can be stored. Files first: without its message one is harmless, the other way is a loss."""
    return [_with_stored_files(_bounded(item)) for item in items]


def _never_seen(connection: Connection, items: Sequence[InboundItem]) -> dict[str, InboundItem]:
    unique = {item.external_id: item for item in items}
    known = Receipt.objects.filter(connection=connection, external_id__in=list(unique))
    for external_id in known.values_list("external_id", flat=True):
        del unique[external_id]
    return unique


def _bounded(item: InboundItem) -> InboundItem:
    """Ids of any length fit our columns: a long one is replaced by its hash, wherever it is referred to."""
    named = (item.external_id, item.in_reply_to, item.bounced_external_id, *item.references)
    if (
        max(map(len, named)) <= LONGEST_ID
    ):  # nearly always; a copy costs more than the rest of taking an item in
        return item
    return replace(
        item,
        external_id=bounded_id(item.external_id),
        in_reply_to=bounded_id(item.in_reply_to),
        references=tuple(bounded_id(reference) for reference in item.references),
        bounced_external_id=bounded_id(item.bounced_external_id),
    )


def bounded_id(external_id: str) -> str:
    """The id itself up to 200 characters, else a name made of its SHA-256."""
    if len(external_id) <= LONGEST_ID:
        return external_id
    return "sha256:" + hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()


def _with_stored_files(item: InboundItem) -> InboundItem:
    if not any(attachment.content is not None for attachment in item.attachments):
        return item
    return replace(item, attachments=tuple(_stored(attachment) for attachment in item.attachments))


def _stored(attachment: Attachment) -> Attachment:
    if attachment.content is None:
        return attachment
    return replace(attachment, content=None, stored_name=store_file(attachment.content))
