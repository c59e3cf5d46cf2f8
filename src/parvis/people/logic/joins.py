"""Which records are one human's, from the joins that hold: connected components, the oldest id standing for each.

A join within one human's records is refused, so that the joins of a human form a tree: taking any of them back
always parts the records on its two sides, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from parvis.people.logic.errors import PeopleError

Pair = tuple[int, int]

# From SURE on a human is asked first, from LIKELY on later, below never (Fellegi & Sunter's three regions).
SURE, LIKELY = 0.99, 0.5


class NotSuggested(PeopleError):
    """There is no such suggestion to decide: a colleague may have decided it a moment ago."""


@dataclass(frozen=True, slots=True)
class JoinRow:
    """A row of the ledger of joins; ends is the id of the row it ends, None for a made join."""

    id: int
    older_id: int
    newer_id: int
    ends: int | None


def current_joins(rows: Iterable[JoinRow]) -> dict[int, Pair]:
    """ledger row → (older, newer) of the joins that hold after these rows, in the order of the ledger."""
    holding: dict[int, Pair] = {}
    for row in rows:
        if row.ends is None:
            holding[row.id] = (row.older_id, row.newer_id)
        else:
            holding.pop(row.ends, None)
    return holding


def standing_for(person_ids: Iterable[int], pairs: Iterable[Pair]) -> dict[int, int | None]:
    """person id → the id that stands for its human, None where it is joined with nobody."""
    above: dict[int, int] = {}

    def top(one: int) -> int:
        while (up := above.get(one, one)) != one:
            above[one] = above.get(up, up)
            one = up
        return one

    asked = set(person_ids)
    joined: set[int] = set()
    for older, newer in pairs:
        joined |= {older, newer}
        one, other = sorted((top(older), top(newer)))
        above[other] = one
    return {person_id: top(person_id) if person_id in joined else None for person_id in asked | joined}
