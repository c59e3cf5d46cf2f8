"""Setting tombstones: keyed hashes of what an erasure is about to forget, written before the first row goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from parvis.people.logic.contact_points import KIND_OF_CHANNEL, NotAnAddress, normalised
from parvis.people.models import ContactPoint, Identity, Person, Tombstone
from parvis.people.reads.tombstones import ERASURE_LOCK, tombstone_hash


@dataclass(frozen=True, slots=True)
class Stone:
    kind: str
    value_hash: str
    row_id: int | None = None


def stones_of(person_ids: Sequence[int], identity_ids: Sequence[int]) -> list[Stone]:
    """What has to be recognised again of these records and handles. The company's own handles are nobody."""
    found = []
    for person in Person.objects.filter(pk__in=person_ids):
        found.append(
            Stone(Tombstone.PERSON, tombstone_hash(Tombstone.PERSON, person_mark(person)), person.pk)
        )
        if person.customer_number:
            found.append(Stone(Tombstone.NUMBER, tombstone_hash(Tombstone.NUMBER, person.customer_number)))
    for kind, value in ContactPoint.objects.filter(person_id__in=person_ids).values_list("kind", "value"):
        found.append(Stone(kind, tombstone_hash(kind, value)))
    for one in Identity.objects.filter(pk__in=identity_ids, is_ours=False):
        if one.handle_key.startswith("erased-"):
            continue
        found.append(
            Stone(
                Tombstone.HANDLE, tombstone_hash(Tombstone.HANDLE, f"{one.channel}:{one.handle_key}"), one.pk
            )
        )
        if address_kind := KIND_OF_CHANNEL.get(one.channel):
            try:
                value = normalised(address_kind, one.handle)
                found.append(Stone(address_kind, tombstone_hash(address_kind, value)))
            except NotAnAddress:
                continue
    return found


def person_mark(person: Person) -> str:
    """Names one record of this installation for good: an id alone is given again after a restored backup."""
    return f"{person.pk}:{person.created_at.isoformat()}"


def set_tombstones(
    stones: Iterable[Stone], *, bars_collection: bool, is_erased: bool = True, now: datetime
) -> int:
    """Write them down. Whoever is storing something of these people is waited for. Returns how many."""
    wanted = list({(stone.kind, stone.value_hash): stone for stone in stones}.values())
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ERASURE_LOCK])
        for stone in sorted(wanted, key=lambda one: (one.kind, one.value_hash)):
            held, is_new = Tombstone.objects.get_or_create(
                kind=stone.kind,
                value_hash=stone.value_hash,
                defaults={
                    "at": now,
                    "is_erased": is_erased,
                    "bars_collection": bars_collection,
                    "row_id": stone.row_id,
                },
            )
            if not is_new:
                Tombstone.objects.filter(pk=held.pk).update(
                    # An objection erases nothing, so it moves no moment of erasure.
                    at=max(now, held.at) if is_erased or not held.is_erased else held.at,
                    is_erased=held.is_erased or is_erased,
                    bars_collection=held.bars_collection or bars_collection,
                    row_id=stone.row_id or held.row_id,
                )
    return len(wanted)
