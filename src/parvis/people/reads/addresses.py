"""Who gave an address: looked up by the keyed hash of its one form, which nobody can guess without the key."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from parvis.foundation.secrets import keyed_hash
from parvis.people.models import ContactPoint


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
