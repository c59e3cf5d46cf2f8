"""Fetching a connection: page after page, each stored with its cursor before the next is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection as database
from django.db import transaction

from parvis.channels.actions.receive import Received, receive_items
from parvis.channels.actions.source_state import note_heard, note_refused
from parvis.channels.actions.spend import budget_used, purse_of
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError, PurseEmpty
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector
from parvis.foundation.secrets import unseal


def fetch_connection(connection_id: int, *, now: datetime) -> Received:
    """Take in everything new of one connection. Raises ConnectorError after noting it on the connection.

    One fetch of a connection at a time: a second one that starts meanwhile does nothing.
    """
    if not hold(connection_id):
        return Received(0, 0, 0)
    try:
        return _fetch_pages(connection_id, now=now)
    finally:
        let_go(connection_id)


def _fetch_pages(connection_id: int, *, now: datetime) -> Received:
    connection = Connection.objects.get(pk=connection_id)
    if not connection.is_active or not _can_fetch(connection):
        return Received(0, 0, 0)
    new = repeated = rejected = 0
    try:
        for page in pages_of(connection, now=now):
            received = receive_page(connection, page, now=now)
            new, repeated = new + received.new, repeated + received.repeated
            rejected += received.rejected
    except ConnectorError as error:
        note_failure(connection, error, now=now)
        raise
    note_success(connection, now=now)
    return Received(new, repeated, rejected)


def pages_of(connection: Connection, *, now: datetime) -> Iterator[Page]:
    """What is new on a connection, with a purse where reading costs. Raises ConnectorError."""
    known = connector(connection.kind)
    secrets = unseal(connection.sealed_secrets)
    if known.fetch_paid is not None and known.meter is not None:
        purse = purse_of(connection, known.meter, now=now)
        try:
            yield from known.fetch_paid(connection.settings, secrets, connection.cursor, purse=purse, now=now)
        except PurseEmpty:
            raise budget_used(known.meter, now=now) from None
    elif known.fetch is not None:
        yield from known.fetch(connection.settings, secrets, connection.cursor, now=now)


def receive_page(connection: Connection, page: Page, *, now: datetime, stream_state: str = "") -> Received:
    """Store a page and write down how well the source hears."""
    received = receive_items(
        connection,
        page.items,
        cursor=page.cursor,
        now=now,
        rejected=page.rejected,
        changed=page.changed,
        deleted=page.deleted,
    )
    note_heard(connection, [page], now=now, stream_state=stream_state)
    return received


def note_success(connection: Connection, *, now: datetime) -> None:
    """A fetch went through to its end."""
    Connection.objects.filter(pk=connection.pk).update(
        fetched_at=now, failing_since=None, error_code="", error_detail=""
    )


def _can_fetch(connection: Connection) -> bool:
    known = connector(connection.kind)
    return known.fetch is not None or known.fetch_paid is not None


def note_failure(
    connection: Connection, error: ConnectorError, *, now: datetime, stream_state: str = ""
) -> None:
    """Write on the connection what is wrong and since when."""
    with transaction.atomic():
        locked = Connection.objects.select_for_update().get(pk=connection.pk)
        locked.failing_since = locked.failing_since or now
        locked.fetched_at = now  # an attempt too: the next one waits its turn
        locked.error_code = error.code[:40]
        locked.error_detail = error.detail[:500]
        locked.save(update_fields=["failing_since", "fetched_at", "error_code", "error_detail"])
        note_refused(connection, error, now=now, stream_state=stream_state)


# A lock of the session: it is gone with a killed worker, and holds across the pages' own transactions.
_LOCK_SPACE = 7201


def hold(connection_id: int) -> bool:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_SPACE, connection_id])
        return bool(cursor.fetchone()[0])


def let_go(connection_id: int) -> None:
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK_SPACE, connection_id])
