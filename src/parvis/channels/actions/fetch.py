"""Fetching a connection: page after page, each stored with its cursor before the next is asked for."""

from __future__ import annotations

from datetime import datetime

from django.db import connection as database
from django.db import transaction

from parvis.channels.actions.receive import Received, receive_items
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector
from parvis.foundation.secrets import unseal


def fetch_connection(connection_id: int, *, now: datetime) -> Received:
    """Take in everything new of one connection. Raises ConnectorError after noting it on the connection.

    One fetch of a connection at a time: a second one that starts meanwhile does nothing.
    """
    if not _lock(connection_id):
        return Received(0, 0, 0)
    try:
        return _fetch_pages(connection_id, now=now)
    finally:
        _unlock(connection_id)


def _fetch_pages(connection_id: int, *, now: datetime) -> Received:
    connection = Connection.objects.get(pk=connection_id)
    fetch = connector(connection.kind).fetch
    if fetch is None or not connection.is_active:
        return Received(0, 0, 0)
    new = repeated = rejected = 0
    try:
        pages = fetch(connection.settings, unseal(connection.sealed_secrets), connection.cursor, now=now)
        for page in pages:
            received = receive_items(
                connection, page.items, cursor=page.cursor, now=now, rejected=page.rejected
            )
            new, repeated = new + received.new, repeated + received.repeated
            rejected += received.rejected
    except ConnectorError as error:
        note_failure(connection, error, now=now)
        raise
    Connection.objects.filter(pk=connection_id).update(
        fetched_at=now, failing_since=None, error_code="", error_detail=""
    )
    return Received(new, repeated, rejected)


def note_failure(connection: Connection, error: ConnectorError, *, now: datetime) -> None:
    """Write on the connection what is wrong and since when."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        locked.failing_since = locked.failing_since or now
        locked.fetched_at = now  # an attempt too: the next one waits its turn
        locked.error_code = error.code[:40]
        locked.error_detail = error.detail[:500]
        locked.save(update_fields=["failing_since", "fetched_at", "error_code", "error_detail"])


# A lock of the session: it is gone with a killed worker, and holds across the pages' own transactions.
_LOCK_SPACE = 7201


def _lock(connection_id: int) -> bool:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, connection_id])
        return bool(cursor.fetchone()[0])


def _unlock(connection_id: int) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, connection_id])
