"""The part of `parvis doctor` that asks how the installation is run: durability, clocks, queues, keys, exposure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connections

from parvis.foundation.clock import utc_now
from parvis.foundation.installation import is_demo
from parvis.foundation.maintenance import is_closed
from parvis.foundation.models import SlowStatement
from parvis.foundation.retention import oldest_waiting_seconds
from parvis.project.examination import Finding
from parvis.project.sealed_values import count_sealed

_LONG_WAIT_SECONDS = 300
_CLOCK_SECONDS = 5
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def examine_operation(*, is_running: bool) -> Iterator[Finding]:
    """Needs a database of this version."""
    yield from _durability()
    yield _clock()
    waited = oldest_waiting_seconds(now=utc_now())
    if is_running:
        yield Finding(
            f"The oldest waiting job has waited {int(waited // 60)} minutes",
            waited < _LONG_WAIT_SECONDS,
            "More workers (PARVIS_WORKER_CONCURRENCY, further machines), or see worker.log.",
        )
    yield from _keys()
    yield from _exposure()
    slow = SlowStatement.objects.filter(last_at__gt=utc_now() - timedelta(days=1)).count()
    if slow:
        yield Finding(f"{slow} kinds of statements were slow since yesterday", None, "Settings → Operation names them.")
    if is_closed():
        yield Finding("The pages are closed for maintenance", None, "parvis maintenance off opens them.")


def _durability() -> Iterator[Finding]:
    """What was answered has to outlive a power cut."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') "
            "AND setting = 'off' ORDER BY name"
        )
        off = [row[0] for row in cursor.fetchall()]
    yield Finding(
        "The database writes to the disk before it says so" if not off else f"The server has {', '.join(off)} = off",
        not off,
        "A power cut would lose what was answered: switch them on.",
    )


def _clock() -> Finding:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((utc_now() - cursor.fetchone()[0]).total_seconds())
    return Finding(
        "The clocks of this machine and of the database agree",
        apart < _CLOCK_SECONDS,
        f"They are {apart:.0f} s apart: let both follow a time server.",
    )


def _keys() -> Iterator[Finding]:
    counts = count_sealed()
    if counts.under_earlier:
        yield Finding(
            f"{counts.under_earlier} of {counts.total} encrypted values lie under an earlier key",
            None,
            "parvis keys reseal goes on with the rotation.",
        )


def _exposure() -> Iterator[Finding]:
    host = os.environ.get("PARVIS_HOST", "127.0.0.1")
    if host in _LOOPBACK and not settings.ORIGIN:
        return
    yield Finding(
        f"People reach Parvis at {settings.ORIGIN or host}",
        settings.IS_SECURE,
        "Without https everybody on the way reads along: put a proxy in front (deploy/proxy) and set PARVIS_ORIGIN.",
    )
    if is_demo():
        yield Finding(
            "The demo company can be reached by others", False,
            "Its passwords are public: parvis demo --remove, or PARVIS_HOST=127.0.0.1.",
        )  # fmt: skip
