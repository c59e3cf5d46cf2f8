"""Finding persons by what somebody types: words of the name, the customer number, a whole address."""

from __future__ import annotations

from typing import Any

from django.db import connection

from parvis.foundation.access import purpose
from parvis.foundation.logic.search import SearchHit
from parvis.people.logic.contact_points import address_in
from parvis.people.models import Person
from parvis.people.permissions import can_view_people, purpose_of
from parvis.people.reads.addresses import persons_with_address
from parvis.people.reads.canonical import canonical_ids


def found_ids(typed: str, *, most: int) -> list[int]:
    """Ids of humans, newest records first: by the whole address if it is one, and by the beginnings of words.

    What any of their records holds finds a human; the id is the one that stands for all of them.
    """
    address = address_in(typed)
    by_address = persons_with_address([address]) if address else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_find(%s, %s)", [typed.replace("\x00", ""), most])
        by_words = [row[0] for row in cursor.fetchall()]
    found = list(dict.fromkeys([*by_address, *by_words]))
    stands = canonical_ids(found)
    return list(dict.fromkeys(stands[pk] for pk in found))[:most]


def find_persons(user: Any, typed: str, *, most: int) -> list[SearchHit]:
    """For the search over everything. Declares the purpose of the account that asks."""
    if not can_view_people(user) or not typed.strip():
        return []
    with purpose(purpose_of(user)):
        persons = Person.objects.in_bulk(ids := found_ids(typed, most=most))
    return [
        SearchHit(
            "person",
            str(person),
            hint=" · ".join(filter(None, (person.customer_number, person.city))),
            url_name="person",
            url_args=(person.pk,),
            at=person.created_at,
        )
        for pk in ids
        if (person := persons.get(pk))
    ]
