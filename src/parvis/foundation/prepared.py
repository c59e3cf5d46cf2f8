"""Statements that PostgreSQL plans once a connection, for pages that ask many small things.

Row-level security makes planning dearer than finding: 2 ms for a row that is found in 0.05 ms. Inside `prepared()`
values travel beside the statement instead of inside it, so that the plan of the first time serves every later one.
The first such page on a connection plans everything and is as slow as all were. A pooler between Parvis and
PostgreSQL that hands every transaction another connection does not work, as it does not for LISTEN.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

# How many statements a connection keeps; the one that was not asked for longest goes.
MOST_KEPT = 300
M = TypeVar("M", bound=Model)


@contextmanager
def prepared() -> Iterator[None]:
    """Inside a transaction that reads. Not for statements that are put together anew each time, nor for savepoints,
    which bear a new name each time: each would push a plan out."""
    connection.ensure_connection()
    wire = connection.connection
    before = wire.cursor_factory, wire.prepare_threshold
    wire.prepared_max = MOST_KEPT
    # Values of a person never change which index serves them: the plan is made without looking at any.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    wire.cursor_factory, wire.prepare_threshold = ServerBindingCursor, 0
    try:
        yield
    finally:
        wire.cursor_factory, wire.prepare_threshold = before


@contextmanager
def kept() -> Iterator[CursorWrapper]:
    """A cursor for one of the few statements that busy pages ask again and again, inside a transaction or outside.

    Building such a statement from models, and PostgreSQL's reading and planning it anew, cost more than its answer:
    it is written in SQL, its text is the same each time, its values travel beside it.
    """
    connection.ensure_connection()
    wire = connection.connection
    before = wire.cursor_factory, wire.prepare_threshold
    wire.prepared_max = MOST_KEPT
    wire.cursor_factory, wire.prepare_threshold = ServerBindingCursor, 0
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        wire.cursor_factory, wire.prepare_threshold = before


def columns_of(model: type[Model], alias: str, *, without: tuple[str, ...] = ()) -> str:
    """The columns of a model in its order, for a statement whose rows `read_as` makes into it."""
    return ", ".join(f"{alias}.{field.column}" for field in _fields(model, without))


def read_as(model: type[M], row: Sequence[Any], *, without: tuple[str, ...] = ()) -> M:
    """The row that a statement with columns_of(model) found. without: long fields, read when they are asked for."""
    return model.from_db("default", _names(model, without), row)


def read_side_by_side(models: Sequence[type[Model]], row: Sequence[Any]) -> list[Any]:
    """One of each, from a row with the columns of all; None where an outer join found nothing."""
    found: list[Any] = []
    begin = 0
    for model in models:
        end = begin + len(_names(model, ()))
        found.append(read_as(model, row[begin:end]) if row[begin] is not None else None)
        begin = end
    return found


@cache
def _names(model: type[Model], without: tuple[str, ...]) -> tuple[str, ...]:
    fields = _fields(model, without)
    # Values of such fields would have to be converted, which is left to query sets.
    assert fields[0].primary_key and not any(hasattr(field, "from_db_value") for field in fields), model
    return tuple(field.attname for field in fields)


def _fields(model: type[Model], without: tuple[str, ...]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in without]
