"""Storing mentions: a batch is labelled in one pass and copied into the table in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction

from parvis.channels.actions.receive import mark_taken
from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Batch
from parvis.channels.reads.batches import items_of
from parvis.enrichment.logic.labels import Labels
from parvis.foundation.database import copy_rows, next_ids
from parvis.foundation.events import publish
from parvis.foundation.live import announce
from parvis.labelling.reads.labels import labels_for
from parvis.listening.events import MentionsStored
from parvis.listening.models import Mention
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.logic.handles import handle_key

COLUMNS = (
    "id", "connection_id", "external_id", "identity_id", "channel", "title", "text", "url", "site", "brand",
    "country", "published_at", "received_at", "followers", "engagement", "is_repost", "language",
    "language_probability", "sentiment", "sentiment_probability", "model_version",
)  # fmt: skip


def store_mentions(batch_id: int, *, now: datetime) -> int:
    """Label and store a batch of public items. Returns how many mentions were written (0 when taken before).

    Labelling happens before the transaction opens: it is the slow part and needs no lock.
    """
    batch = Batch.objects.select_related("connection").get(pk=batch_id)
    items = items_of(batch)
    labels = labels_for(
        [f"{item.title}\n{item.text}" if item.title else item.text for item in items],
        languages=settings.INSTALLATION_LANGUAGES,
    )
    with transaction.atomic():
        batch = Batch.objects.select_for_update().select_related("connection").get(pk=batch_id)
        if batch.payload is None:
            return 0
        channel = batch.connection.channel
        identities = remember_identities(
            (
                SeenIdentity(
                    channel,
                    item.author.handle,
                    item.published_at,
                    item.author.display_name,
                    item.author.followers,
                    is_ours=item.outbound,
                )
                for item in items
            ),
            now=now,
        )
        _ensure_months({item.published_at.date().replace(day=1) for item in items})
        ids = next_ids(Mention, len(items))
        copy_rows("listening_mention", COLUMNS, _rows(batch, items, labels, ids, identities, now=now))
        mark_taken(batch, now=now)
        publish(MentionsStored(batch_id=batch.pk, mention_ids=ids))
        announce("mentions", audience="staff")
    return len(items)


def _rows(
    batch: Batch,
    items: Sequence[InboundItem],
    labels: Sequence[Labels],
    ids: Sequence[int],
    identities: dict[tuple[str, str], int],
    *,
    now: datetime,
) -> Iterator[tuple[object, ...]]:
    channel = batch.connection.channel
    for item, label, mention_id in zip(items, labels, ids, strict=True):
        yield (
            mention_id,
            batch.connection_id,
            item.external_id,
            identities.get((channel, handle_key(channel, item.author.handle))),
            channel,
            item.title,
            item.text,
            item.url,
            item.site[:200],
            item.recipient_handle[:200],
            item.country[:2],
            item.published_at,
            now,
            item.author.followers,
            item.engagement,
            item.is_repost,
            label.language,
            label.language_probability,
            label.sentiment,
            label.sentiment_probability,
            label.model_version,
        )


def _ensure_months(months: set[date]) -> None:
    with connection.cursor() as cursor:
        for month in sorted(months):
            cursor.execute("SELECT listening_ensure_month(%s)", [month])
