"""The person behind a handle, as far as the declared purpose shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.people.models import CurrentLink, Person


@dataclass(frozen=True, slots=True)
class PersonName:
    """Enough to name a person in a list and to open their record."""

    id: int
    name: str
    customer_number: str = ""


def person_name(person: Person) -> PersonName:
    return PersonName(person.pk, str(person), person.customer_number or "")


def persons_of_identities(identity_ids: Iterable[int]) -> dict[int, PersonName]:
    """identity id → its person, for a whole list in one statement; handles without a person are left out."""
    links = CurrentLink.objects.filter(identity_id__in=set(identity_ids)).select_related("person")
    return {link.identity_id: person_name(link.person) for link in links}


def person_behind(identity_id: int) -> Person | None:
    """The person this handle is linked to now."""
    link = CurrentLink.objects.filter(identity_id=identity_id).select_related("person").first()
    return link.person if link else None


def identity_ids_of(person_id: int) -> list[int]:
    """The handles linked to this person now, in a stable order."""
    return list(
        CurrentLink.objects.filter(person_id=person_id).order_by("pk").values_list("identity_id", flat=True)
    )
