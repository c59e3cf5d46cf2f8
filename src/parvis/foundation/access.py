"""Purposes: why the present transaction reads persons. PostgreSQL enforces it (row-level security).

Without a purpose the tables of `people` show no row at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection, transaction

_current: ContextVar[str] = ContextVar("purpose", default="")


class UnknownPurpose(ValueError):
    """The purpose is not one of settings.PURPOSES."""


def current_purpose() -> str:
    """The purpose declared by the code that runs now, or an empty string."""
    return _current.get()


@contextmanager
def purpose(name: str) -> Iterator[None]:
    """Open a transaction (or a savepoint) whose reads of persons serve this purpose.

    Nested purposes hold for the inner block only. Raises UnknownPurpose.
    """
    if name not in settings.PURPOSES:
        raise UnknownPurpose(name)
    outer = _current.get()
    token = _current.set(name)
    try:
        with transaction.atomic():
            _declare(name)
            yield
            # On an error the rollback has already taken the inner value back.
            _declare(outer)
    finally:
        _current.reset(token)


def _declare(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.purpose', %s, true)", [name])
