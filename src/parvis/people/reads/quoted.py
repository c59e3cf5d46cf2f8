"""Numbers that somebody quoted in private: whose order, whose customer number. A proposal for a clerk, no link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from parvis.people.models import Person, Purchase
from parvis.people.reads.behind import standing_person
from parvis.people.reads.refused_links import refused_among

_NUMBER = re.compile(r"(?<![\w@/.-])(?=[\w-]*\d)[A-Za-z0-9][\w-]{3,39}(?![\w@])")
MOST_NUMBERS = 200


@dataclass(frozen=True, slots=True)
class Quoted:
    """what: "order" or "customer_number"; number: as it was written."""

    person: Person
    what: str
    number: str


def quoted_by(identity_id: int, texts: Iterable[str]) -> list[Quoted]:
    """Records that the texts name by number, each once, without those that were refused for this handle."""
    written = list(dict.fromkeys(number for text in texts for number in _NUMBER.findall(text[:20_000])))[
        :MOST_NUMBERS
    ]
    if not written:
        return []
    found = [
        Quoted(standing_person(purchase.person), "order", purchase.order_number)
        for purchase in Purchase.objects.filter(order_number__in=written)
        .select_related("person")
        .order_by("pk")[:20]
    ]
    found += [
        Quoted(standing_person(person), "customer_number", person.customer_number or "")
        for person in Person.objects.filter(customer_number__in=written).order_by("pk")[:20]
    ]
    once = {one.person.pk: one for one in reversed(found)}
    for refused in refused_among(identity_id, list(once)):
        once.pop(refused)
    return list(reversed(once.values()))
