"""Records that may be those of the person somebody is about to make a record for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from parvis.people.logic.contact_points import EMAIL, PHONE
from parvis.people.logic.resolution.online import Held
from parvis.people.models import Person
from parvis.people.reads.addresses import persons_with_address
from parvis.people.reads.alike import records_alike
from parvis.people.reads.search import found_ids

MOST = 6
LIKELY = 0.5  # from here on somebody looks


def likely_duplicates(
    *,
    customer_number: str,
    given_name: str,
    family_name: str,
    city: str = "",
    addresses: Iterable[tuple[str, str]],
) -> list[Person]:
    """Records that a human should look at before making another: same number, same address, same names, or alike.

    Likeness is a reason to look and never evidence of a link. What is certain comes first, then the likeliest. A
    human is named once, however many records they have.
    """
    known = list(addresses)
    asked = Q(pk__in=persons_with_address(known))
    if customer_number:
        asked |= Q(customer_number=customer_number)
    if given_name and family_name:
        asked |= Q(pk__in=found_ids(f"{given_name} {family_name}", most=5))
    found = list(Person.objects.filter(asked).order_by("pk").values_list("pk", flat=True)[:20])
    held = Held(
        family_name,
        given_name,
        city,
        emails=tuple(value for kind, value in known if kind == EMAIL),
        phones=tuple(value for kind, value in known if kind == PHONE),
        number=customer_number,
    )
    found += [one.person_id for one in records_alike(held, besides=found, at_least=LIKELY)]
    records = Person.objects.in_bulk(found)
    humans = dict.fromkeys(records[pk].joined_id or pk for pk in found if pk in records)
    shown = Person.objects.in_bulk(list(humans)[:MOST])
    return [shown[pk] for pk in list(humans)[:MOST] if pk in shown]
