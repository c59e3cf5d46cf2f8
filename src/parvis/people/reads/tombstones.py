"""What was erased, recognised by its keyed hash when it comes again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection

from parvis.foundation.secrets import keyed_hash
from parvis.people.models import Tombstone

K = TypeVar("K")

# Whoever writes what people said holds it shared; an erasure takes it alone while its tombstones are set, so
# that nothing is stored between the look at the tombstones and their coming into being.
ERASURE_LOCK = 7_266_001


@dataclass(frozen=True, slots=True)
class Erased:
    """When it was erased, if it was, and whether what is said later in public is not wanted either."""

    at: datetime
    is_erased: bool
    bars_collection: bool

    def took(self, said_at: datetime) -> bool:
        """Whether this was said before the erasure, and so erased with the rest."""
        return self.is_erased and said_at <= self.at


def tombstone_hash(kind: str, value: str) -> str:
    """The hash under which an erased handle (`channel:key`), address, number or record is kept."""
    return keyed_hash("tombstones", f"{kind}:{value}")


def hold_off_erasures() -> None:
    """Until this transaction ends no tombstone is set: what was looked up stays true while it is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [ERASURE_LOCK])


def erased_handles(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Erased]:
    """Those of the (channel, handle_key) pairs that were erased. Two statements at most, one where nothing was."""
    return _found(Tombstone.HANDLE, {pair: f"{pair[0]}:{pair[1]}" for pair in pairs if pair[1]})


def erased_addresses(addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Erased]:
    """Those of the (kind, normalised address) pairs that were erased."""
    found: dict[tuple[str, str], Erased] = {}
    asked = list(addresses)
    for kind in (Tombstone.EMAIL, Tombstone.PHONE):
        found |= _found(kind, {one: one[1] for one in asked if one[0] == kind})
    return found


def erased_numbers(numbers: Iterable[str]) -> dict[str, Erased]:
    """Those of the customer numbers that were erased."""
    return _found(Tombstone.NUMBER, {number: number for number in numbers if number})


def was_erased(
    addresses: Iterable[tuple[str, str]], number: str = "", handle: tuple[str, str] | None = None
) -> datetime | None:
    """When somebody with one of these was last erased by right; None where nobody was."""
    found: list[Erased] = [
        *erased_addresses(addresses).values(),
        *erased_numbers([number]).values(),
        *erased_handles([handle] if handle else []).values(),
    ]
    return max((one.at for one in found if one.is_erased), default=None)


def _found(kind: str, values: Mapping[K, str]) -> dict[K, Erased]:
    if not values or not Tombstone.objects.filter(kind=kind).exists():
        return {}
    hashes = {tombstone_hash(kind, value): key for key, value in values.items()}
    rows = Tombstone.objects.filter(kind=kind, value_hash__in=list(hashes))
    found = rows.values_list("value_hash", "at", "is_erased", "bars_collection")
    return {hashes[value_hash]: Erased(at, is_erased, bars) for value_hash, at, is_erased, bars in found}
