"""Purposes: why the present transaction reads persons. PostgreSQL enforces it (row-level security).

Without a purpose the tables of `people` show no row at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction

_current: ContextVar[str] = ContextVar("purpose", default="")


class UnknownPurpose(ValueError):
    """The purpose is not one of settings.PURPOSES."""


def current_purpose() -> str:
    """The purpose declared by the code that runs now, or an empty string."""
    return _current.get()


@contextmanager
def purpose(name: str, *, is_reading: bool = False) -> Iterator[None]:
    """Open a transaction (or a savepoint) whose reads of persons serve this purpose.

    Nested purposes hold for the inner block only. is_reading: the block changes nothing, so inside a transaction it
    needs no savepoint. Raises UnknownPurpose.
    """
    if name not in settings.PURPOSES:
        raise UnknownPurpose(name)
    outer = _current.get()
    is_inside = connection.in_atomic_block
    token = _current.set(name)
    try:
        if is_reading and is_inside:
            with _read_for(name, outer=outer):
                yield
        else:
            with transaction.atomic():
                _declare(name)
                yield
                # On an error the rollback has already taken the inner value back, as the end of a transaction does.
                if is_inside:
                    _declare(outer)
    finally:
        _current.reset(token)


@contextmanager
def _read_for(name: str, *, outer: str) -> Iterator[None]:
    _declare(name)
    try:
        yield
    except BaseException:
        # After an error of the database nothing of this transaction can be read any more, for no purpose.
        with suppress(DatabaseError):
            _declare(outer)
        raise
    _declare(outer)


def _declare(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.purpose', %s, true)", [name])
