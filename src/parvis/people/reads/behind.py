"""The person behind a handle, as far as the declared purpose shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.people.models import CurrentLink, Person
from parvis.people.reads.canonical import record_ids


@dataclass(frozen=True, slots=True)
class PersonName:
    """Enough to name a person in a list and to open their record."""

    id: int
    name: str
    customer_number: str = ""


def person_name(person: Person) -> PersonName:
    return PersonName(person.pk, str(person), person.customer_number or "")


def persons_of_identities(identity_ids: Iterable[int]) -> dict[int, PersonName]:
    """identity id → its person, for a whole list; handles without a person are left out.

    A human with several records is named by the one that stands for them.
    """
    return {pk: person_name(person) for pk, person in _standing(identity_ids).items()}


def person_behind(identity_id: int) -> Person | None:
    """The person this handle is linked to now, by the record that stands for them."""
    return _standing([identity_id]).get(identity_id)


def identity_ids_of(person_id: int) -> list[int]:
    """The handles linked now to any record of this human, in a stable order."""
    return list(
        CurrentLink.objects.filter(person_id__in=record_ids(person_id))
        .order_by("pk")
        .values_list("identity_id", flat=True)
    )


def standing_person(person: Person) -> Person:
    """The record that stands for this one's human, where the purpose shows it."""
    if person.joined_id in (None, person.pk):
        return person
    return Person.objects.filter(pk=person.joined_id).first() or person


def _standing(identity_ids: Iterable[int]) -> dict[int, Person]:
    links = CurrentLink.objects.filter(identity_id__in=set(identity_ids)).select_related("person")
    persons = {link.identity_id: link.person for link in links}
    others = {one.joined_id for one in persons.values() if one.joined_id not in (None, one.pk)}
    standing = Person.objects.in_bulk(others) if others else {}
    return {pk: standing.get(one.joined_id, one) for pk, one in persons.items()}
