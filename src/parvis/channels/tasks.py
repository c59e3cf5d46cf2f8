"""Job entry points: fetching what is due, running imports."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from parvis.channels.actions.fetch import fetch_connection
from parvis.channels.actions.import_file import run_import
from parvis.channels.actions.recheck import recheck_connection
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.reads.connectors import connector
from parvis.channels.reads.due import askable_connections, due_connections
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue_once, job


@app.periodic(cron="* * * * *")
@job(name="channels.fetch_due", queue="channels", queueing_lock="fetch_due")
def fetch_due(*, timestamp: int) -> None:
    """Every minute: one job for each connection whose turn it is."""
    for connection in due_connections(now=utc_now()):
        enqueue_once("channels.fetch_one", lock=f"fetch:{connection.pk}", connection_id=connection.pk)


@job(name="channels.fetch_one", queue="channels")
def fetch_one(*, connection_id: int) -> None:
    """Fetch one connection. A failure is written on it, and its next turn tries again by itself."""
    with suppress(ConnectorError):
        fetch_connection(connection_id, now=utc_now())


@app.periodic(cron="17,47 * * * *")
@job(name="channels.recheck_due", queue="channels", queueing_lock="recheck_due")
def recheck_due(*, timestamp: int) -> None:
    """Twice an hour: a few posts of each source that can say whether they are still there."""
    for connection in askable_connections(now=utc_now()):
        if connector(connection.kind).recheck is not None:
            lock = f"recheck:{connection.pk}"
            enqueue_once("channels.recheck_one", lock=lock, connection_id=connection.pk)


@job(name="channels.recheck_one", queue="channels")
def recheck_one(*, connection_id: int) -> None:
    """Look for deletions of one connection. The next turn tries again by itself."""
    with suppress(ConnectorError):
        recheck_connection(connection_id, now=utc_now())


@job(name="channels.import_file", queue="channels")
def import_file(*, import_run_id: int) -> None:
    """Carry an import on from where it stands. What it says is done is stored, not only received."""
    run_import(import_run_id, deliver_here=True)
