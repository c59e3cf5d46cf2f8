"""Who gave an address: looked up by the keyed hash of its one form, which nobody can guess without the key."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from parvis.foundation.secrets import keyed_hash
from parvis.people.models import ContactPoint
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.held import held


def address_hash(kind: str, value: str) -> str:
    """The keyed hash of a normalised address, as contact points keep it."""
    return keyed_hash("contact-points", f"{kind}:{value}")


def persons_with_address(addresses: Iterable[tuple[str, str]], *, most: int = 20) -> list[int]:
    """Ids of the persons who gave one of these (kind, normalised address)."""
    asked = Q()
    for kind, value in addresses:
        asked |= Q(kind=kind, value_hash=address_hash(kind, value))
    if not asked:
        return []
    found = ContactPoint.objects.filter(asked).order_by("person_id").values_list("person_id", flat=True)
    return list(dict.fromkeys(found[:most]))


def contact_points_of(person_id: int) -> list[ContactPoint]:
    """The addresses that any record of this human holds, one that several hold once."""
    ids = record_ids(person_id)
    points = held(ids, "contact", ContactPoint)
    if points is None:
        points = list(ContactPoint.objects.filter(person_id__in=ids))
    points.sort(key=lambda point: point.pk, reverse=True)
    once = {(point.kind, point.value_hash): point for point in points}
    return sorted(once.values(), key=lambda point: (point.kind, point.pk))
