"""The list of persons: in the order of their names, a letter, or what a search found. Three statements a page.

A human with several records stands in it once, under the name of the one that stands for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from parvis.people.reads.canonical import STANDS_ALONE, record_ids_of
from parvis.people.reads.search import found_ids

MOST_FOUND = 500
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WITHOUT_NAME = "~"


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    customer_number: str
    city: str
    created_at: datetime
    channels: tuple[str, ...]
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """after/before: keys of the pages around this one, None where there is none."""

    rows: tuple[PersonRow, ...]
    after: str | None
    before: str | None


def people_page(
    *,
    typed: str = "",
    letter: str = "",
    step: str = "",
    among: tuple[str, list[Any]] | None = None,
    after: str = "",
    before: str = "",
    most: int = 50,
) -> PeoplePage:
    """One page. typed: a name, a customer number, a city, or a whole e-mail address or phone number.

    step: the code of a step of the journey, for those who stand there.
    among: a condition over `p` with its values, as of a group (reads/segments.py).
    """
    conditions = ["list_key > %s" if not before else "list_key < %s", STANDS_ALONE]
    values = [before or after]
    if typed.strip():
        conditions.append("id = ANY(%s)")
        values.append(found_ids(typed, most=MOST_FOUND))  # type: ignore[arg-type]
    if among is not None:
        conditions.append(among[0])
        values += among[1]
    if letter and letter in LETTERS + WITHOUT_NAME and len(letter) == 1:
        conditions.append('list_key >= %s AND list_key < %s COLLATE "C"')
        values += [letter, chr(ord(letter) + 1)]
    if step:
        conditions.append("id IN (SELECT person_id FROM people_journey_place WHERE step = %s)")
        values.append(step)
    order = "DESC" if before else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, given_name, family_name, customer_number, city, created_at, list_key FROM people_person p "  # noqa: S608
            f"WHERE {' AND '.join(conditions)} ORDER BY list_key {order} LIMIT %s",
            [*values, most + 1],
        )
        found = cursor.fetchall()
    has_more = len(found) > most
    found = found[:most]
    if before:
        found.reverse()
    channels = _channels([row[0] for row in found])
    rows = tuple(_row(row, channels.get(row[0])) for row in found)
    if not found:
        return PeoplePage((), None, None)
    return PeoplePage(
        rows,
        after=found[-1][6] if has_more or before else None,
        before=found[0][6] if (after or (before and has_more)) else None,
    )


def how_many(*, most: int = 1000) -> tuple[int, bool]:
    """(number of humans up to `most`, whether there are more): counting 100,000 rows tells nobody anything."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT FROM people_person p WHERE {STANDS_ALONE} LIMIT %s) AS counted",  # noqa: S608
            [most + 1],
        )
        (count,) = cursor.fetchone()
    return min(count, most), count > most


def _channels(person_ids: Sequence[int]) -> dict[int, tuple[tuple[str, ...], datetime | None]]:
    found: dict[int, tuple[list[str], datetime | None]] = {}
    stands = {pk: whole for whole, ids in record_ids_of(person_ids).items() for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.person_id, i.channel, i.last_seen_at FROM people_current_link l"
            " JOIN people_identity i ON i.id = l.identity_id WHERE l.person_id = ANY(%s) ORDER BY i.last_seen_at DESC",
            [list(stands)],
        )
        links = cursor.fetchall()
    for person_id, channel, seen_at in links:
        channels, latest = found.setdefault(stands[person_id], ([], None))
        if channel not in channels:
            channels.append(channel)
        found[stands[person_id]] = (channels, max(latest, seen_at) if latest else seen_at)
    return {person_id: (tuple(channels), latest) for person_id, (channels, latest) in found.items()}


def _row(row: Any, seen: tuple[tuple[str, ...], datetime | None] | None) -> PersonRow:
    pk, given_name, family_name, number, city, created_at, _key = row
    channels, last_seen_at = seen or ((), None)
    name = f"{given_name} {family_name}".strip() or number or f"#{pk}"
    return PersonRow(pk, name, number or "", city, created_at, channels, last_seen_at)
