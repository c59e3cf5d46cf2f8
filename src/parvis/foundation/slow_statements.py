"""Statements that took long, for the administrator: their shape without any value, counted, bounded.

PostgreSQL's own pg_stat_statements is not in the embedded server, so every process watches its own
connection and writes down what was slow when the request or job is over.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from parvis.foundation.spans import is_heard, span

MOST_KEPT = 200
_LONGEST = 2000
_VALUES = re.compile(r"E?'(?:[^']|'')*'|\$\w*\$.*?\$\w*\$|\b\d+(?:\.\d+)?\b", re.DOTALL)
_LISTS = re.compile(r"\((?:\s*(?:%s|\?)\s*,)+\s*(?:%s|\?)\s*\)")
_SPACE = re.compile(r"\s+")

_WRITE = """
INSERT INTO foundation_slow_statement (key, statement, place, count, total_ms, longest_ms, last_at)
VALUES (%s, %s, %s, 1, %s, %s, now())
ON CONFLICT (key) DO UPDATE SET count = foundation_slow_statement.count + 1,
    total_ms = foundation_slow_statement.total_ms + EXCLUDED.total_ms, place = EXCLUDED.place,
    longest_ms = greatest(foundation_slow_statement.longest_ms, EXCLUDED.longest_ms), last_at = EXCLUDED.last_at
"""
_writing = threading.local()


@dataclass(frozen=True, slots=True)
class Slow:
    statement: str
    milliseconds: float


def shape_of(statement: str) -> str:
    """The statement with `?` for every value, lists of them as one, on one line."""
    shape = _SPACE.sub(" ", _VALUES.sub("?", statement)).strip()
    return _LISTS.sub("(…)", shape)[:_LONGEST]


@contextmanager
def watched_statements(place: Callable[[], str]) -> Iterator[None]:
    """Watch this thread's connection; at the end what was slow is written, under the place it came from."""
    found: list[Slow] = []

    def watch(execute: Any, statement: Any, parameters: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            with _told(statement):
                return execute(statement, parameters, many, context)
        finally:
            milliseconds = (time.perf_counter() - began) * 1000
            if milliseconds >= settings.SLOW_STATEMENT_MILLISECONDS and len(found) < 20:
                found.append(Slow(str(statement), milliseconds))

    with connection.execute_wrapper(watch):
        yield
    if found and not connection.in_atomic_block:
        _write(found, place())


def _told(statement: Any) -> AbstractContextManager[Any]:
    if not is_heard():
        return nullcontext()
    verb = str(statement).lstrip().partition(" ")[0].upper()
    name = verb if verb.isalpha() and len(verb) < 20 else "statement"
    noted = {"db.system.name": "postgresql", "db.operation.name": name, "db.query.text": shape_of(str(statement))}
    return span(name, kind="client", noted=noted)


def _write(found: list[Slow], place: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for slow in found:
                shape = shape_of(slow.statement)
                key = hashlib.sha256(shape.encode()).hexdigest()[:32]
                cursor.execute(_WRITE, [key, shape, place[:120], slow.milliseconds, slow.milliseconds])
    except DatabaseError:
        # A note for the administrator is not worth a request that was answered.
        return
