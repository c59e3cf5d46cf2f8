"""Records that may be those of the person somebody is about to make a record for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from parvis.people.models import Person
from parvis.people.reads.addresses import persons_with_address
from parvis.people.reads.search import found_ids


def likely_duplicates(
    *, customer_number: str, given_name: str, family_name: str, addresses: Iterable[tuple[str, str]]
) -> list[Person]:
    """Records that a human should look at before making another: same number, same address, same names.

    A same name is a reason to look and never evidence of a link. A human is named once, however many records
    they have.
    """
    asked = Q(pk__in=persons_with_address(addresses))
    if customer_number:
        asked |= Q(customer_number=customer_number)
    if given_name and family_name:
        asked |= Q(pk__in=found_ids(f"{given_name} {family_name}", most=5))
    found = Person.objects.filter(asked).order_by("pk").values_list("pk", "joined_id")[:20]
    humans = {joined_id or pk for pk, joined_id in found}
    return list(Person.objects.filter(pk__in=humans).order_by("pk")[:6])
