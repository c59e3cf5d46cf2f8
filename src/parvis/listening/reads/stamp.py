"""The stamp of what is listened for: every change of a query, an exclusion or a rule gives a new one.

Whoever stores a batch holds the stamp shared until the end of its transaction and reads it first; whoever changes
something takes it alone. So a change takes effect with the next batch of every process, and every mention was matched
either before the change, and is visible to the search over the past that follows it, or by the new queries.
"""

from __future__ import annotations

import secrets

from django.db import connection

from parvis.foundation.installation import fact, state_fact

FACT = "listening.stamp"
_LOCK = 7202


def read_stamp() -> int:
    return int(fact(FACT, 0))


def hold_stamp() -> int:
    """The present stamp, which does not change before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])
    return read_stamp()


def next_stamp() -> int:
    """Give a new stamp in the transaction of the change; waits for the batches that are being stored."""
    assert connection.in_atomic_block, "a stamp belongs to the transaction of its change"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    # Drawn, not counted: after a restored backup no process may take another past for what it knows.
    stamp = secrets.randbits(53)
    state_fact(FACT, stamp)
    return stamp
