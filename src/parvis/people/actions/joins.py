"""Joining two records of one human, and taking them apart again.

Nothing is moved: a row of the ledger is added, and the ids that stand for each human are written beside it in the
same transaction. So taking apart restores both histories exactly, whatever was added meanwhile stays where it was
written. One join at a time in the whole house: they are rare, and each may touch the records of several others.
Whoever also holds rows of persons takes that lock first (`hold_joins`), so that nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish
from parvis.people.events import PersonsJoined, PersonsParted
from parvis.people.logic.errors import AlreadyJoined, NotJoined, SameRecord
from parvis.people.logic.evidence import evidence as evidence_of
from parvis.people.logic.joins import standing_for
from parvis.people.models import CurrentPersonLink, Person, PersonLink
from parvis.people.reads.canonical import canonical_ids, record_ids, record_ids_of

_LOCK = (0x7065, 0x6A6F)


def join_persons(
    person: Person,
    *,
    other: Person,
    evidence: str = "agent_decided",
    probability: float | None = None,
    detail: dict[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> PersonLink:
    """Say that both records are one human's. Raises SameRecord, AlreadyJoined, UnknownEvidence.

    From here on the most restrictive consent of all their records holds for each of them.
    """
    known = evidence_of(evidence)
    if person.pk == other.pk:
        raise SameRecord
    older_id, newer_id = sorted((person.pk, other.pk))
    with transaction.atomic():
        hold_joins()
        ids = _held([older_id, newer_id])
        stands = canonical_ids([older_id, newer_id])
        if stands[older_id] == stands[newer_id]:
            raise AlreadyJoined
        made = PersonLink.objects.create(
            act=PersonLink.MADE,
            older_id=older_id,
            newer_id=newer_id,
            evidence=known.code,
            evidence_detail=detail or {},
            probability=known.probability if probability is None else probability,
            legal_basis=known.legal_basis,
            at=now,
            **_decided(by),
        )
        CurrentPersonLink.objects.create(link=made, older_id=older_id, newer_id=newer_id)
        _write_standing(ids)
        stands_now = min(ids)
        record("persons.joined", made, by=by, now=now, person_ids=[older_id, newer_id], evidence=known.code)
        publish(PersonsJoined(older_id, newer_id, stands_now), by=by)
        return made


def end_join(link: PersonLink, *, by: Actor, now: datetime, reason: str = "") -> PersonLink:
    """Say that the two records are not one human's after all. Raises NotJoined. Both histories stay whole."""
    with transaction.atomic():
        hold_joins()
        current = CurrentPersonLink.objects.filter(link_id=link.pk).select_related("link").first()
        if current is None:
            raise NotJoined
        ids = _held([current.older_id, current.newer_id])
        ended = PersonLink.objects.create(
            act=PersonLink.ENDED,
            older_id=current.older_id,
            newer_id=current.newer_id,
            ends=current.link,
            evidence=current.link.evidence,
            evidence_detail={"reason": reason[:500]} if reason else {},
            probability=current.link.probability,
            legal_basis=current.link.legal_basis,
            at=now,
            **_decided(by),
        )
        current.delete()
        _write_standing(ids)
        pair = [ended.older_id, ended.newer_id]
        record("persons.parted", ended, by=by, now=now, person_ids=pair, evidence=ended.evidence)
        publish(PersonsParted(*pair), by=by)
        return ended


def split_off(person: Person, *, by: Actor, now: datetime, reason: str = "") -> list[PersonLink]:
    """End every join of this one record; the others of its human part where only this record held them together.

    Raises NotJoined.
    """
    ended = part_from_all(person, by=by, now=now, reason=reason)
    if not ended:
        raise NotJoined
    return ended


def part_from_all(person: Person, *, by: Actor, now: datetime, reason: str = "") -> list[PersonLink]:
    """End every join of this one record, if it has any."""
    with transaction.atomic():
        hold_joins()
        links = PersonLink.objects.filter(
            Q(current__older_id=person.pk) | Q(current__newer_id=person.pk)
        ).order_by("pk")
        return [end_join(link, by=by, now=now, reason=reason) for link in links]


def hold_joins() -> None:
    """Until the end of the transaction nobody else joins or parts records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def hold_record(person_id: int) -> tuple[int, ...]:
    """All ids of this human, their rows locked in one order against changes and new words about consent."""
    ids = record_ids(person_id)
    return tuple(
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _held(person_ids: Iterable[int]) -> list[int]:
    """The ids of these humans, locked: a word about consent that is being given is waited for."""
    ids = sorted({pk for every in record_ids_of(person_ids).values() for pk in every})
    return list(
        Person.objects.select_for_update(no_key=True)
        .filter(pk__in=ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _write_standing(person_ids: list[int]) -> None:
    pairs = CurrentPersonLink.objects.filter(Q(older_id__in=person_ids) | Q(newer_id__in=person_ids))
    stands = standing_for(person_ids, pairs.values_list("older_id", "newer_id"))
    now = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "joined_id"))
    for joined_id in {stands[pk] for pk in person_ids}:
        changed = [pk for pk in person_ids if stands[pk] == joined_id and now[pk] != joined_id]
        if changed:
            Person.objects.filter(pk__in=changed).update(joined_id=joined_id)


def _decided(by: Actor) -> dict[str, Any]:
    return {"decided_by_kind": by.kind, "decided_by_id": by.id, "decided_by_name": by.name[:200]}
