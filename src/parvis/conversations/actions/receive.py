"""Taking a batch of items into conversations: labels, identities, threads, messages, figures, one event.

Everything is set-based and in one transaction; a batch that was taken, and an item that is there already,
change nothing, so the job may run as often as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection as database
from django.db import transaction

from parvis.channels.actions.receive import mark_taken
from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Batch, Connection
from parvis.channels.reads.batches import items_of
from parvis.channels.reads.networks import same_network
from parvis.conversations.actions.bounces import note_bounces
from parvis.conversations.actions.gather import gather_threads
from parvis.conversations.actions.previews import PREVIEWS_JOB
from parvis.conversations.actions.tell import tell_batch
from parvis.conversations.actions.write import write_attachments, write_messages
from parvis.conversations.events import ConversationsOpened, MessagesReceived
from parvis.conversations.logic.order import reading_order
from parvis.conversations.models import Message
from parvis.enrichment.logic.labels import Labels
from parvis.foundation.database import next_ids
from parvis.foundation.events import publish
from parvis.foundation.jobs import enqueue
from parvis.labelling.reads.labels import labels_for
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import link_by_contact_point
from parvis.people.logic.handles import handle_key
from parvis.people.reads.tombstones import erased_handles, hold_off_erasures

NOT_ANALYSED = Labels()
# A clock that runs a little ahead is common; a date beyond it would stay on top of the list for years.
CLOCK_SLACK = timedelta(hours=26)
_LOCK_SPACE = 7202


@dataclass(frozen=True, slots=True)
class Stored:
    """What a batch became."""

    messages: int
    opened: int
    bounced: int


def store_messages(batch_id: int, *, now: datetime) -> Stored:
    """Take a batch in. Runs inside a purpose that may read contact points (service).

    Labelling happens before the rows are locked: it is the slow part and needs no lock.
    """
    batch = Batch.objects.select_related("connection").get(pk=batch_id)
    items = items_of(batch)
    labels = _labels_of(items)
    with transaction.atomic():
        _one_at_a_time(batch.connection)
        batch = Batch.objects.select_for_update(of=("self",)).select_related("connection").get(pk=batch_id)
        if batch.payload is None:
            return Stored(0, 0, 0)
        bounced, rest = note_bounces(batch.connection, items, now=now)
        kept = _without_erased(batch.connection, items, _new_ones(batch.connection, items, rest))
        opened = _store(batch.connection, [items[p] for p in kept], [labels[p] for p in kept], now=now)
        mark_taken(batch, now=now)
        return Stored(len(kept), opened, bounced)


def _store(connection: Connection, items: list[InboundItem], labels: list[Labels], *, now: datetime) -> int:
    if not items:
        return 0
    items = [_in_time(item, now=now) for item in items]
    order = reading_order([(item.published_at, item) for item in items])
    items, labels = [items[p] for p in order], [labels[p] for p in order]
    identities = _identities(connection, items, now=now)
    speakers = [identities.get(_speaker(connection, item)) for item in items]
    message_ids = next_ids(Message, len(items))

    def write(conversation_ids: Sequence[int]) -> None:
        write_messages(connection, items, labels, message_ids, conversation_ids, speakers, now=now)
        write_attachments(items, message_ids)

    gathered = gather_threads(connection, items, speakers, write, now=now)
    # An address that exactly one person gave us is evidence; people decide and keep the ledger.
    writers = {s for s, item in zip(speakers, items, strict=True) if s and not item.outbound}
    link_by_contact_point(sorted(writers), now=now)
    if gathered.opened:
        publish(ConversationsOpened(conversation_ids=gathered.opened))
    publish(MessagesReceived(message_ids=message_ids, conversation_ids=sorted(gathered.queue_of)))
    with_files = [id_ for id_, item in zip(message_ids, items, strict=True) if item.attachments]
    if with_files:
        enqueue(PREVIEWS_JOB, message_ids=with_files)
    tell_batch(gathered.queue_of.items(), known=set(gathered.queue_of) - set(gathered.opened))
    return len(gathered.opened)


def _labels_of(items: Sequence[InboundItem]) -> list[Labels]:
    """Customers' own words only: what we say and what a machine says has no mood worth counting."""
    asked = [p for p, item in enumerate(items) if _is_analysed(item)]
    found = labels_for(
        [f"{items[p].title}\n{items[p].text}" if items[p].title else items[p].text for p in asked],
        languages=settings.INSTALLATION_LANGUAGES,
    )
    labels = [NOT_ANALYSED] * len(items)
    for position, label in zip(asked, found, strict=True):
        labels[position] = label
    return labels


def _is_analysed(item: InboundItem) -> bool:
    return not (item.outbound or item.is_automatic or item.bounced_external_id)


def _one_at_a_time(connection: Connection) -> None:
    """Two batches of one network may hold two ends of one thread, or the same post: they take turns."""
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, same_network(connection)[0]])


def _new_ones(connection: Connection, items: Sequence[InboundItem], positions: Sequence[int]) -> list[int]:
    """Without those that are here already: a copy of our own answer comes back from the mailbox, and what was said
    to us is heard by two connections of one network."""
    here = set(
        Message.objects.filter(
            connection__in=same_network(connection), external_id__in=[items[p].external_id for p in positions]
        ).values_list("external_id", flat=True)
    )
    return [p for p in positions if items[p].external_id not in here]


def _without_erased(
    connection: Connection, items: Sequence[InboundItem], positions: Sequence[int]
) -> list[int]:
    """Without what was said by or to somebody before they were erased: a mailbox read anew, an old export.

    What they write afterwards is theirs to write: they have turned to us again.
    """
    hold_off_erasures()
    sides = {p: _both_sides(connection, items[p]) for p in positions}
    erased = erased_handles({side for both in sides.values() for side in both})
    return [
        p
        for p in positions
        if not any(side in erased and erased[side].took(items[p].published_at) for side in sides[p])
    ]


def _both_sides(connection: Connection, item: InboundItem) -> list[tuple[str, str]]:
    to = identity_channel(connection, item.recipient_handle)
    return [_speaker(connection, item), (to, handle_key(to, item.recipient_handle))]


def _in_time(item: InboundItem, *, now: datetime) -> InboundItem:
    return replace(item, published_at=now) if item.published_at > now + CLOCK_SLACK else item


def identity_channel(connection: Connection, handle: str) -> str:
    """Who writes through a contact form is the same identity as the e-mail address they gave."""
    return "email" if connection.kind == "form" and "@" in handle else connection.channel


def _speaker(connection: Connection, item: InboundItem) -> tuple[str, str]:
    channel = identity_channel(connection, item.author.handle)
    return channel, handle_key(channel, item.author.handle)


def _identities(
    connection: Connection, items: Sequence[InboundItem], *, now: datetime
) -> dict[tuple[str, str], int]:
    return remember_identities(
        (
            SeenIdentity(
                channel=identity_channel(connection, item.author.handle),
                handle=item.author.handle,
                seen_at=item.published_at,
                display_name=item.author.display_name,
                followers=item.author.followers,
                is_ours=item.outbound,
            )
            for item in items
        ),
        now=now,
    )
