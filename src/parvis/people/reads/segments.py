"""Who is in a segment, and how many, under the purpose that the segment declares.

Counting is bounded: what an index does not answer in time is estimated from a sample of records drawn by their ids,
with its 95 % interval (Wilson). Whoever the purpose hides is told as a rounded number, never below five, so that no
combination of conditions singles anybody out.
"""

# ruff: noqa: S608 -- conditions are put together from our own text alone; values go beside them.

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.intervals import share
from parvis.people.logic.segments import Compiled, Definition, compiled, definition_of
from parvis.people.models import Person, Segment
from parvis.people.reads.segment_fields import segment_fields

# Not offered: they are no reason to put customers into a group.
NO_GROUPS = ("legal_duty", "listening", "security")
EXACT_MILLISECONDS = 80
SAMPLE = 3_000
FEWEST_HIDDEN = 5
# The oldest record of a human that the purpose shows, and nobody who was erased.
_HUMAN = (
    "(p.joined_id IS NULL OR p.joined_id = p.id OR p.id = (SELECT min(o.id) FROM people_person o "
    "WHERE o.joined_id = p.joined_id)) AND p.origin <> 'erased'"
)


def purposes_of_segments() -> tuple[str, ...]:
    return tuple(name for name in settings.PURPOSES if name not in NO_GROUPS)


@dataclass(frozen=True, slots=True)
class Counted:
    """value: how many; low and high: the interval of an estimate. hidden_*: about so many, None: none or too few."""

    value: int
    is_estimate: bool = False
    low: int | None = None
    high: int | None = None
    hidden_restricted: int | None = None
    hidden_without_consent: int | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    low: float | None = None
    high: float | None = None


def members(
    segment: Segment, *, after: int = 0, most: int | None = None, now: datetime | None = None
) -> list[int]:
    """Ids of the persons in the segment, in their order, under its own purpose."""
    where, values = condition_of(definition_of(segment.definition), now=now or utc_now())
    limit = "" if most is None else f" LIMIT {int(most)}"
    with purpose(segment.purpose), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM people_person p WHERE p.id > %s AND {where} ORDER BY p.id{limit}",
            [after, *values],
        )
        return [row[0] for row in cursor.fetchall()]


def all_members(
    segment: Segment, *, at_once: int = 5_000, now: datetime | None = None
) -> Iterator[list[int]]:
    """The same for large groups, some thousands at a time."""
    after = 0
    while ids := members(segment, after=after, most=at_once, now=now):
        yield ids
        after = ids[-1]


def is_member(segment: Segment, person_id: int, *, now: datetime | None = None) -> bool:
    where, values = condition_of(definition_of(segment.definition), now=now or utc_now())
    with purpose(segment.purpose), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM people_person p WHERE p.id = %s AND {where})", [person_id, *values]
        )
        return bool(cursor.fetchone()[0])


def condition_of(definition: Definition, *, now: datetime) -> Compiled:
    """The condition over `p` that its members meet. Raises SegmentUnclear."""
    where, values = compiled(definition, segment_fields(), now=now)
    return f"{_HUMAN} AND {where}", values


def counted(definition: Definition, *, under: str, now: datetime | None = None) -> Counted:
    """How many the purpose shows, and about how many it hides. Raises SegmentUnclear."""
    where, values = condition_of(definition, now=now or utc_now())
    kinds = ["p.is_restricted OR p.is_withheld", "NOT (p.is_restricted OR p.is_withheld)"]
    with purpose(under):
        exact = _exact(["true"], where, values)
    with purpose("legal_duty"):
        # What took too long to count once is not tried again. Both sides are then read from the same ids: what one
        # purpose shows and the other does not is no chance of the draw.
        all_exact = None if exact is None else _exact(kinds, where, values)
        drawn, size = ([], 0) if all_exact is not None else _drawn(definition)
        withheld, others = all_exact or _estimates(kinds, where, values, drawn=drawn, size=size)
    if exact is None:
        with purpose(under, is_reading=True):
            exact = _estimates(["true"], where, values, drawn=drawn, size=size)
    (seen,) = exact
    return Counted(
        round(seen.value),
        seen.low is not None,
        None if seen.low is None else round(seen.low),
        None if seen.high is None else round(seen.high),
        _rounded(withheld.value),
        _rounded(others.value - seen.value) if (seen.low is None) == (others.low is None) else None,
    )


def _exact(kinds: list[str], where: str, values: list[Any]) -> list[_Number] | None:
    """How many of each kind meet the condition; None: not counted within the time there is."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {EXACT_MILLISECONDS}")
            cursor.execute("SET LOCAL work_mem = '64MB'")
            cursor.execute(f"SELECT {_wanted(kinds)} FROM people_person p WHERE {where}", values)
            found = cursor.fetchone()
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
            cursor.execute("SET LOCAL work_mem = DEFAULT")
        return [_Number(count) for count in found]
    except OperationalError as error:
        if "statement timeout" not in str(error):
            raise
        return None


def _wanted(kinds: list[str]) -> str:
    return ", ".join(f"count(*) FILTER (WHERE {kind})" for kind in kinds)


def _estimates(
    kinds: list[str], where: str, values: list[Any], *, drawn: list[int], size: int
) -> list[_Number]:
    """Drawn ids that are nobody's, or hidden, count as misses: the share is of the range of ids."""
    with connection.cursor() as cursor:
        # CASE: what is asked of some thousand records is looked up for each. Without it the planner joins, and gathers
        # the rows of everybody first: seconds.
        cursor.execute(
            f"SELECT {_wanted(kinds)} FROM unnest(%s::bigint[]) AS drawn(id) JOIN people_person p ON p.id = drawn.id "
            f"WHERE CASE WHEN {where} THEN true ELSE false END",
            [drawn, *values],
        )
        counts = cursor.fetchone()
    found = []
    for count in counts:
        part = share(count, SAMPLE)
        assert part is not None and part.low is not None and part.high is not None
        found.append(_Number(part.value * size, part.low * size, part.high * size))
    return found


def _drawn(definition: Definition) -> tuple[list[int], int]:
    """(ids drawn from the range of ids, how many lie in the range). For a purpose that sees everybody: the first and
    the last that another purpose shows would have to be looked for among all."""
    draw = _drawn_by(definition)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM people_person")
        first, last = cursor.fetchone()
    size = last - first + 1
    return [first + draw.randrange(size) for _ in range(SAMPLE)], size


def _drawn_by(definition: Definition) -> Random:
    """The same conditions draw the same sample, so that an estimate does not dance."""
    digest = hashlib.sha256(json.dumps(definition.as_json(), sort_keys=True).encode()).digest()
    return Random(digest)  # noqa: S311 -- a sample, no secret


def _rounded(value: float) -> int | None:
    """To fives from below, and nothing under five."""
    return int(value // FEWEST_HIDDEN * FEWEST_HIDDEN) or None if value >= FEWEST_HIDDEN else None


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    name: str
    customer_number: str
    city: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """after: where the next page starts, None where there is none."""

    rows: tuple[Member, ...]
    after: int | None


def members_page(
    segment: Segment, *, after: int = 0, most: int = 50, now: datetime | None = None
) -> MembersPage:
    """The newest records last, as everything that is read by ids."""
    ids = members(segment, after=after, most=most + 1, now=now)
    with purpose(segment.purpose):
        found = Person.objects.in_bulk(ids[:most])
    rows = tuple(
        Member(pk, str(found[pk]), found[pk].customer_number or "", found[pk].city)
        for pk in ids[:most]
        if pk in found
    )
    return MembersPage(rows, ids[most - 1] if len(ids) > most else None)
