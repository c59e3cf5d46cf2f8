"""What changed since a place: each record once, where it stands now, without a gap.

Places are given by the reader, one reader at a time, and only to changes that are committed. A number given by the
writer would be seen out of order: a reader that is past 8 would never meet a slow transaction's 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from parvis.foundation.access import purpose
from parvis.people.models import ContactPoint, ExternalId, Person, PersonVersion
from parvis.people.reads.canonical import canonical_ids

_ONE_READER = 7_266_002
PLACED_AT_ONCE = 10_000
ERASED, HIDDEN, DELETED = "erased", "hidden", "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """person None: why it is gone for the reader. joined_into: the record that stands for the human."""

    person_id: int
    version: int
    changed_at: datetime
    external_ids: tuple[str, ...]
    gone: str
    joined_into: int | None
    person: Person | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """place: where to go on; has_more: whether there is more already."""

    items: tuple[Change, ...]
    place: int
    has_more: bool


def changes_since(place: int, *, system: str = "", most: int = 200) -> Changes:
    """Under the declared purpose: a record that it does not show is told as gone, without a name."""
    _give_places()
    found = list(
        PersonVersion.objects.filter(position__gt=place)
        .order_by("position")
        .values_list("person_id", "version", "changed_at", "position")[: most + 1]
    )
    has_more, found = len(found) > most, found[:most]
    ids = [row[0] for row in found]
    persons = Person.objects.in_bulk(ids)
    gone = _why_gone([pk for pk in ids if pk not in persons])
    names: dict[int, list[str]] = {}
    for pk, name in ExternalId.objects.filter(person_id__in=persons, system=system).values_list(
        "person_id", "external_id"
    ):
        names.setdefault(pk, []).append(name)
    points: dict[tuple[int, str], list[str]] = {}
    for pk, kind, value in (
        ContactPoint.objects.filter(person_id__in=persons)
        .order_by("pk")
        .values_list("person_id", "kind", "value")
    ):
        points.setdefault((pk, kind), []).append(value)
    whole = canonical_ids(persons)
    items = tuple(
        Change(
            pk,
            version,
            changed_at,
            tuple(sorted(names.get(pk, ()))),
            gone.get(pk, ""),
            whole[pk] if pk in persons and whole[pk] != pk else None,
            persons.get(pk),
            tuple(points.get((pk, "email"), ())),
            tuple(points.get((pk, "phone"), ())),
        )
        for pk, version, changed_at, _ in found
    )
    return Changes(items, found[-1][3] or place if found else place, has_more)


def version_of(person_id: int) -> int:
    return PersonVersion.objects.filter(person_id=person_id).values_list("version", flat=True).first() or 0


def _give_places() -> None:
    """Rows that somebody is changing right now are passed over: their change gets its place when it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_READER])
        cursor.execute(
            """
            UPDATE people_version v SET position = nextval('people_version_position')
            FROM (SELECT person_id FROM people_version WHERE position IS NULL
                  ORDER BY person_id LIMIT %s FOR UPDATE SKIP LOCKED) waiting
            WHERE v.person_id = waiting.person_id
            """,
            [PLACED_AT_ONCE],
        )


def _why_gone(person_ids: Sequence[int]) -> dict[int, str]:
    with purpose("legal_duty"):
        origins = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "origin"))
    return {
        pk: DELETED if pk not in origins else ERASED if origins[pk] == "erased" else HIDDEN
        for pk in person_ids
    }
