"""Maintenance: the pages are closed to everybody but administrators, on all machines of the installation."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError

from parvis.foundation.audit import Actor, record
from parvis.foundation.installation import fact, state_fact

FACT = "maintenance"
# A process asks the database this often at most: closing takes so long to be seen everywhere.
SEEN_AFTER_SECONDS = 2.0

_known: tuple[float, bool] = (float("-inf"), False)


def is_closed() -> bool:
    """Whether maintenance is on; where the database does not answer, what was known last."""
    global _known
    asked_at, answer = _known
    if time.monotonic() - asked_at < SEEN_AFTER_SECONDS:
        return answer
    with suppress(DatabaseError):
        answer = bool(fact(FACT))
    _known = (time.monotonic(), answer)
    return answer


def close_pages(*, by: Actor, now: datetime) -> None:
    _state({"since": now.isoformat(timespec="seconds")})
    record("maintenance.begun", by=by, now=now)


def open_pages(*, by: Actor, now: datetime) -> None:
    _state(False)
    record("maintenance.ended", by=by, now=now)


def _state(value: object) -> None:
    global _known
    state_fact(FACT, value)
    _known = (float("-inf"), False)
