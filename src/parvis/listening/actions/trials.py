"""Places on trial: tried, accepted, refused.

A trial listens for two weeks. What comes is kept apart (TrialPost) and in no figure; accepting takes it in by the
ordinary door, refusing forgets it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from parvis.channels.actions.connections import create_connection, pause_connection, resume_connection
from parvis.channels.actions.fetch_soon import fetch_soon
from parvis.channels.actions.receive import mark_taken
from parvis.channels.events import ItemsReceived
from parvis.channels.logic.items import item_as_json
from parvis.channels.models import Batch, Connection
from parvis.channels.reads.batches import items_of
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.events import publish
from parvis.foundation.live import announce
from parvis.listening.actions.place_look import channel_of, judged
from parvis.listening.logic.places import BLUESKY, MASTODON
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Place, TrialPost
from parvis.people.logic.handles import handle_key

TRIAL = timedelta(days=14)
# Undecided for so long after its trial a place is proposed again, and what it brought is forgotten.
PATIENCE = timedelta(days=30)


def try_place(place: Place, *, by: Actor, now: datetime) -> Place:
    """Listen there for two weeks without counting it. Raises ListeningRefused where no look found a way."""
    with transaction.atomic():
        held = Place.objects.select_for_update().get(pk=place.pk)
        if held.state != Place.PROPOSED or not held.found_kind or held.look_error:
            raise ListeningRefused("place-not-seen")
        if held.connection is None:
            held.connection = create_connection(
                kind=held.found_kind,
                name=(held.title or held.key)[:200],
                channel=channel_of(held, held.found_kind),
                settings=held.found_settings,
                by=by,
                now=now,
            )
        else:
            resume_connection(held.connection, by=by, now=now)
        held.state, held.tried_at = Place.TRIAL, now
        held.decided_at, held.decided_by_id = now, by.id
        held.save(update_fields=["connection", "state", "tried_at", "decided_at", "decided_by_id"])
        record("place.tried", held, by=by, now=now, name=held.key)
        fetch_soon(held.connection)
    return held


def accept_place(place: Place, *, by: Actor, now: datetime) -> Place:
    """From now on it counts, and what the trial brought comes in with it. Raises ListeningRefused."""
    with transaction.atomic():
        held = Place.objects.select_for_update().get(pk=place.pk)
        if held.state != Place.TRIAL or held.connection is None:
            raise ListeningRefused("place-not-tried")
        kept = TrialPost.objects.filter(connection=held.connection)
        batches: dict[int, list[Any]] = defaultdict(list)
        for batch_id, item in kept.order_by("published_at", "id").values_list("batch_id", "item"):
            batches[batch_id].append(item)
        for batch_id, items in batches.items():
            # Their own batches, as a deletion finds a mention by the batch that its receipt names.
            Batch.objects.filter(pk=batch_id).update(payload=items, item_count=len(items), taken_at=None)
            publish(ItemsReceived(batch_id=batch_id, connection_id=held.connection.pk, addressed=False))
        kept.delete()
        _decide(held, Place.ACCEPTED, "place.accepted", by=by, now=now)
    return held


def refuse_place(place: Place, *, by: Actor, now: datetime) -> Place:
    """It is not proposed again, and what it brought is forgotten. Raises ListeningRefused for one that counts."""
    with transaction.atomic():
        held = Place.objects.select_for_update().get(pk=place.pk)
        if held.state == Place.ACCEPTED:
            raise ListeningRefused("place-accepted")
        _forget_trial(held, by=by, now=now)
        _decide(held, Place.REFUSED, "place.refused", by=by, now=now)
    return held


def unrefuse_place(place: Place, *, by: Actor, now: datetime) -> Place:
    """It may be proposed again."""
    with transaction.atomic():
        held = Place.objects.select_for_update().get(pk=place.pk)
        if held.state == Place.REFUSED:
            _decide(held, Place.PROPOSED, "place.proposed", by=by, now=now)
    return held


def end_old_trials(*, now: datetime) -> None:
    """Nobody decided for long: the place is proposed again, what it brought is kept no longer."""
    for place in Place.objects.filter(state=Place.TRIAL, tried_at__lt=now - TRIAL - PATIENCE):
        with transaction.atomic():
            held = Place.objects.select_for_update().get(pk=place.pk)
            if held.state == Place.TRIAL:
                _forget_trial(held, by=SYSTEM, now=now)
                _decide(held, Place.PROPOSED, "place.proposed", by=SYSTEM, now=now)


def hold_on_trial(batch_id: int, connection_id: int, *, now: datetime) -> bool:
    """Keep a batch apart where its place is on trial. False: it is a batch like any other."""
    if not Place.objects.filter(connection_id=connection_id, state=Place.TRIAL).exists():
        return False
    items = items_of(Batch.objects.get(pk=batch_id))
    source = Connection.objects.get(pk=connection_id)
    seen = judged(items, channel=source.channel, connection_id=connection_id)
    with transaction.atomic():
        # Whoever accepts meanwhile waits for us, or we find that it was accepted.
        if not Place.objects.select_for_update().filter(connection=source, state=Place.TRIAL).exists():
            return False
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        waiting = {plain["external_id"] for plain in batch.payload or []}
        TrialPost.objects.bulk_create(
            [
                TrialPost(
                    connection=source,
                    batch_id=batch.pk,
                    external_id=item.external_id,
                    channel=source.channel,
                    handle_key=handle_key(source.channel, item.author.handle),
                    published_at=item.published_at,
                    received_at=now,
                    item=item_as_json(item),
                    is_found=one.is_found,
                    is_heard=one.is_heard,
                )
                for item, one in zip(items, seen, strict=True)
                if item.external_id in waiting
            ],
            ignore_conflicts=True,
        )
        mark_taken(batch, now=now)
    announce("places", audience="staff")
    return True


def change_on_trial(batch_id: int, connection_id: int, *, now: datetime) -> bool:
    """New words of posts on trial. False: its posts are mentions."""
    with transaction.atomic():
        if (
            not Place.objects.select_for_update()
            .filter(connection_id=connection_id, state=Place.TRIAL)
            .exists()
        ):
            return False
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        for item in items_of(batch):
            TrialPost.objects.filter(connection_id=connection_id, external_id=item.external_id).update(
                item=item_as_json(item)
            )
        mark_taken(batch, now=now)
    return True


def withdraw_from_trial(connection_id: int, external_ids: Sequence[str]) -> int:
    """Posts that their authors took back."""
    return TrialPost.objects.filter(connection_id=connection_id, external_id__in=list(external_ids)).delete()[
        0
    ]


def _forget_trial(held: Place, *, by: Actor, now: datetime) -> None:
    if held.connection is not None and held.state == Place.TRIAL:
        TrialPost.objects.filter(connection=held.connection).delete()
        pause_connection(held.connection, by=by, now=now)


def _decide(held: Place, state: str, verb: str, *, by: Actor, now: datetime) -> None:
    held.state, held.decided_at, held.decided_by_id = state, now, by.id
    held.save(update_fields=["state", "decided_at", "decided_by_id"])
    # Of a handle the record says that, not whose.
    record(verb, held, by=by, now=now, name=held.key if held.kind not in (MASTODON, BLUESKY) else "")
    announce("places", audience="staff")
