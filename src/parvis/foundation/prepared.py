"""Statements that PostgreSQL plans once a connection, for pages that ask many small things.

Row-level security makes planning dearer than finding: 2 ms for a row that is found in 0.05 ms. Inside `prepared()`
values travel beside the statement instead of inside it, so that the plan of the first time serves every later one.
The first such page on a connection plans everything and is as slow as all were. A pooler between Parvis and
PostgreSQL that hands every transaction another connection does not work, as it does not for LISTEN.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

# How many statements a connection keeps; the one that was not asked for longest goes.
MOST_KEPT = 300


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
