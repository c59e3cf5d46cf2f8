"""What hangs on a record, asked at once: a page that shows all of it asks PostgreSQL thrice instead of thirty times.

Each part comes as its newest rows, and the reads of the part take them from here where they are known, else ask for
themselves: what they give is the same. Row-level security holds as everywhere: of a record that the declared purpose
hides, nothing is there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import DateField, DateTimeField, DecimalField, Model

from parvis.people import models

M = TypeVar("M", bound=Model)
# Of each record and part. More than a page shows of any, so that a part with fewer is known whole.
MOST_HELD = 60
# Parts of one statement. Of all eighteen PostgreSQL makes a plan so large that beginning it takes half as long again.
AT_ONCE = 6
_OF_RECORD = "r.person_id = asked.id"


@dataclass(frozen=True, slots=True)
class Part:
    """where: which rows `r` of the model hang on the record `asked`; beside: the keys whose rows come along.

    Never those of a table under a policy: each costs as much as a part. Such rows are in another part, or asked for.
    """

    model: type[Model]
    where: str = _OF_RECORD
    newest: str = "id"
    beside: tuple[str, ...] = ()


PARTS: dict[str, Part] = {
    "record": Part(models.Person, "r.id = asked.id"),
    "handle": Part(models.CurrentLink, newest="link_id", beside=("identity",)),
    "contact": Part(models.ContactPoint),
    "purchase": Part(models.Purchase, newest="bought_at", beside=("product",)),
    "note": Part(models.PersonNote, newest="created_at"),
    "file": Part(models.RecordFile, newest="created_at"),
    "link": Part(models.IdentityLink, newest="at", beside=("identity",)),
    "consent": Part(models.Consent, newest="at"),
    "allowed": Part(models.CurrentConsent),
    "tag": Part(models.Tagging, newest="at", beside=("tag",)),
    "position": Part(models.Position, beside=("organization",)),
    "custom": Part(models.CustomValue, beside=("choice",)),
    "relationship": Part(models.Relationship, "r.person_id = asked.id OR r.other_id = asked.id"),
    "join": Part(models.PersonLink, "r.older_id = asked.id OR r.newer_id = asked.id", newest="at"),
    "suggestion": Part(
        models.SuggestedJoin, "r.state = 'open' AND (r.older_id = asked.id OR r.newer_id = asked.id)"
    ),
    "place": Part(models.JourneyPlace, newest="person_id"),
    # What the house offers for every record.
    "field": Part(models.CustomField, "r.retired_at IS NULL"),
    "step": Part(models.JourneyStep, "true"),
}


@dataclass(slots=True)
class Held:
    """What is known of these records: rows as they came, and those that somebody asked for already."""

    person_ids: tuple[int, ...]
    written: dict[str, list[list[Any]]]
    read: dict[str, list[Model]] = field(default_factory=dict)


_known: ContextVar[Held | None] = ContextVar("held", default=None)


@contextmanager
def looking_at(person_ids: Sequence[int]) -> Iterator[None]:
    """Inside, reads about these records ask nothing that is known: for pages that change nothing."""
    written: dict[str, list[list[Any]]] = {}
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement, [list(person_ids)])
            written |= json.loads(cursor.fetchone()[0])
    token = _known.set(Held(tuple(person_ids), written))
    try:
        yield
    finally:
        _known.reset(token)


def held(person_ids: Sequence[int], what: str, model: type[M]) -> list[M] | None:
    """All rows of a part, newest first; None where they are not known, or are more than are held."""
    known = _known_of(person_ids)
    if known is None or len(known.written[what]) >= MOST_HELD:
        return None
    return cast(list[M], _rows(known, what, model))


def held_newest(person_ids: Sequence[int], what: str, model: type[M], *, most: int) -> list[M] | None:
    """The newest rows of a part; None where so many are not known."""
    known = _known_of(person_ids)
    if known is None or (most > MOST_HELD <= len(known.written[what])):
        return None
    return cast(list[M], _rows(known, what, model)[:most])


def with_keys(rows: list[M] | None, what: str, *keys: str) -> list[M] | None:
    """The rows with what their keys name: of the same human's part, or asked for in one statement if there is any."""
    known = _known.get()
    if not rows or known is None:
        return rows
    model = PARTS[what].model
    asked = {getattr(row, f"{key}_id") for row in rows for key in keys}
    found: dict[Any, Model] = {row.pk: row for row in _rows(known, what, model) if row.pk in asked}
    if missing := asked - found.keys():
        found |= model._default_manager.in_bulk(missing)
    for row in rows:
        for key in keys:
            if (named := found.get(getattr(row, f"{key}_id"))) is not None:
                setattr(row, key, named)
    return rows


def _known_of(person_ids: Sequence[int]) -> Held | None:
    known = _known.get()
    return known if known is not None and known.person_ids == tuple(person_ids) else None


def _rows(known: Held, what: str, model: type[M]) -> list[Model]:
    if what not in known.read:
        part = PARTS[what]
        assert part.model is model, (what, model)
        found = (_row(part, values) for values in known.written[what])
        # What hangs on two of the records comes twice.
        once = {row.pk: row for row in found if row is not None}
        known.read[what] = sorted(
            once.values(), key=lambda row: (getattr(row, part.newest), row.pk), reverse=True
        )
    return known.read[what]


def _row(part: Part, values: list[Any]) -> Model | None:
    """None: what a key names is hidden, and the row with it, as in a join."""
    own = len(columns(part.model)[0])
    row = _read(part.model, values[:own])
    for key, beside in zip(part.beside, values[own:], strict=True):
        relation = part.model._meta.get_field(key)
        if beside is not None:
            setattr(row, key, _read(cast(type[Model], relation.related_model), beside))
        elif getattr(row, f"{key}_id") is not None:
            return None
    return row


def _read(model: type[Model], values: Sequence[Any]) -> Model:
    names, readers = columns(model)
    read = (
        reader(value) if reader and value is not None else value
        for reader, value in zip(readers, values, strict=True)
    )
    return model.from_db("default", names, list(read))


@cache
def columns(model: type[Model]) -> tuple[list[str], list[Callable[[Any], Any] | None]]:
    """Names, and what reads a value as JSON writes it."""
    fields = model._meta.concrete_fields
    return [one.attname for one in fields], [_reader(one) for one in fields]


def _reader(one: Any) -> Callable[[Any], Any] | None:
    if isinstance(one, DateTimeField):
        return datetime.fromisoformat
    if isinstance(one, DateField):
        return date.fromisoformat
    return Decimal if isinstance(one, DecimalField) else None


@cache
def statements() -> list[str]:
    """Each gives one value: part → its rows as lists, in the order of the model's columns."""
    parts = [f"'{what}', {_part(part)}" for what, part in PARTS.items()]
    return [
        f"SELECT json_build_object({', '.join(parts[begin : begin + AT_ONCE])})::text"  # noqa: S608 -- our own text
        " FROM (SELECT %s::bigint[] AS ids) given"
        for begin in range(0, len(parts), AT_ONCE)
    ]


def _part(part: Part) -> str:
    # One walk down an index for each record: a list of ids with an order would read and sort all rows.
    beside = [_beside(part.model, key) for key in part.beside]
    return (
        "(SELECT coalesce(json_agg(found.row), '[]') FROM unnest(given.ids) AS asked(id)"  # noqa: S608 -- our own text
        " CROSS JOIN LATERAL ("
        f"SELECT json_build_array({', '.join(_listed(part.model, 'r') + beside)}) AS row "
        f"FROM {part.model._meta.db_table} r WHERE {part.where} "
        f"ORDER BY r.{part.newest} DESC, r.{part.model._meta.pk.column} DESC LIMIT {MOST_HELD}) found)"
    )


def _beside(model: type[Model], key: str) -> str:
    related = cast(type[Model], model._meta.get_field(key).related_model)
    return (
        f"(SELECT json_build_array({', '.join(_listed(related, 'b'))})"  # noqa: S608 -- our own text
        f" FROM {related._meta.db_table} b "
        f"WHERE b.{related._meta.pk.column} = r.{key}_id)"
    )


def _listed(model: type[Model], name: str) -> list[str]:
    """Numbers with a fixed point travel as text: JSON's would be read as floating ones."""
    return [
        f"{name}.{one.column}" + ("::text" if isinstance(one, DecimalField) else "")
        for one in model._meta.concrete_fields
    ]
