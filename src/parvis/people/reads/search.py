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


def found_ids(typed: str, *, most: int) -> list[int]:
    """Ids of persons, newest records first: by the whole address if it is one, and by the beginnings of words."""
    address = address_in(typed)
    by_address = persons_with_address([address]) if address else []
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_find(%s, %s)", [typed.replace("\x00", ""), most])
        by_words = [row[0] for row in cursor.fetchall()]
    return list(dict.fromkeys([*by_address, *by_words]))[:most]


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
