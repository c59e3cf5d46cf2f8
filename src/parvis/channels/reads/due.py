"""Which connections may be asked now, and whose turn it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector


def askable_connections(*, now: datetime) -> QuerySet[Connection]:
    """Active ones, save those whose channel asked to stay away until later."""
    asked_to_wait = Q(source_state__next_try_at__gt=now)
    return Connection.objects.filter(is_active=True).exclude(asked_to_wait)


def due_connections(*, now: datetime) -> list[Connection]:
    """Those that fetch by themselves and have not for as long as their kind waits."""

    def is_due(connection: Connection) -> bool:
        every = connector(connection.kind).poll_seconds
        last = connection.fetched_at
        return bool(every) and (last is None or last <= now - timedelta(seconds=every or 0))

    return [connection for connection in askable_connections(now=now) if is_due(connection)]
