"""Organisations, who belongs to them, and what somebody is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from parvis.people.logic.keys import name_key
from parvis.people.models import CurrentLink, Organization, Person, Position
from parvis.people.reads.held import held

MOST_PEOPLE = 200


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    id: int
    name: str
    number: str
    city: str
    people: int  # those whom the declared purpose shows, now


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """after: key of the next page, None on the last one."""

    rows: tuple[OrganizationRow, ...]
    after: str | None


def organizations_page(*, typed: str = "", after: str = "", most: int = 50, today: date) -> OrganizationPage:
    """By name. typed: a part of the name, or the whole number; after: the key of the last row seen."""
    found = Organization.objects.order_by("name_key", "pk")
    typed, after = typed.replace("\x00", ""), after.replace("\x00", "")
    if key := name_key(typed):
        found = found.filter(Q(name_key__contains=key) | Q(number=typed.strip()))
    name, _, pk = after.rpartition(" ")
    if pk.isascii() and pk.isdigit() and len(pk) <= 18:
        found = found.filter(Q(name_key__gt=name) | Q(name_key=name, pk__gt=int(pk)))
    rows = list(found[: most + 1])
    has_more = len(rows) > most
    rows = rows[:most]
    counts = _people_now([row.pk for row in rows], today=today)
    return OrganizationPage(
        tuple(
            OrganizationRow(row.pk, row.name, row.number or "", row.city, counts.get(row.pk, 0))
            for row in rows
        ),
        after=f"{rows[-1].name_key} {rows[-1].pk}" if has_more else None,
    )


def _people_now(organization_ids: Sequence[int], *, today: date) -> dict[int, int]:
    still = Position.objects.filter(organization_id__in=organization_ids).filter(still_held(today))
    counted = still.values("organization_id").annotate(n=Count("person", distinct=True))
    return {row["organization_id"]: row["n"] for row in counted}


def still_held(today: date) -> Q:
    """Positions without an end, or with one that is still to come."""
    return Q(until__isnull=True) | Q(until__gte=today)


def positions_of(person_ids: Sequence[int]) -> list[Position]:
    """What somebody is and was, the present first, then the latest."""
    found: Iterable[Position] | None = held(person_ids, "position", Position)
    if found is None:
        found = Position.objects.filter(person_id__in=person_ids).select_related("organization")
    return sorted(
        found, key=lambda one: (one.until is None, one.until or date.min, one.since or date.min), reverse=True
    )


def people_of(organization: Organization, *, today: date) -> tuple[list[Position], list[Position]]:
    """(positions held now, positions of the past) of the persons whom the declared purpose shows, by name."""
    found = list(
        Position.objects.filter(organization=organization)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "pk")[:MOST_PEOPLE]
    )
    held = [one for one in found if one.until is None or one.until >= today]
    return held, [one for one in found if one not in held]


def identity_ids_of_people(persons: Sequence[Person]) -> list[int]:
    """The handles of several persons, for what they all said."""
    found = CurrentLink.objects.filter(person_id__in={one.pk for one in persons})
    return list(found.order_by("pk").values_list("identity_id", flat=True)[:MOST_PEOPLE])


def known_organizations(*, most: int = 300) -> QuerySet[Organization]:
    """Names to choose from while somebody types."""
    return Organization.objects.order_by("name_key")[:most]
