"""Who bought something, by what a shop knows of them: the customer number, else a whole e-mail address."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.people.logic.contact_points import EMAIL, NotAnAddress, normalised
from parvis.people.logic.purchase_rows import PurchaseRow
from parvis.people.models import ContactPoint, Person
from parvis.people.reads.addresses import address_hash

UNKNOWN, SEVERAL = "unknown-person", "several-persons"


def buyers_of(rows: Sequence[PurchaseRow]) -> list[int | str]:
    """In the order of the rows: the person's id, or UNKNOWN, or SEVERAL where a family shares the address.

    The customer number decides where it is given; an address counts only where no number stands. Two statements.
    """
    numbers = {row.customer_number for row in rows if row.customer_number}
    by_number = dict(
        Person.objects.filter(customer_number__in=numbers).values_list("customer_number", "pk")
        if numbers
        else ()
    )
    hashes: dict[str, str] = {}
    for row in rows:
        if not row.customer_number and row.email not in hashes:
            try:
                hashes[row.email] = address_hash(EMAIL, normalised(EMAIL, row.email))
            except NotAnAddress:
                hashes[row.email] = ""
    owners: dict[str, set[int]] = {}
    if any(hashes.values()):
        asked = {value for value in hashes.values() if value}
        points = ContactPoint.objects.filter(kind=EMAIL, value_hash__in=asked)
        for value_hash, person_id in points.values_list("value_hash", "person_id"):
            owners.setdefault(value_hash, set()).add(person_id)

    def owner(row: PurchaseRow) -> int | str:
        if row.customer_number:
            return by_number.get(row.customer_number, UNKNOWN)
        found = owners.get(hashes[row.email], set())
        return SEVERAL if len(found) > 1 else next(iter(found), UNKNOWN)

    return [owner(row) for row in rows]
