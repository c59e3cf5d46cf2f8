"""Which connections are held as streams."""

from __future__ import annotations

from django.conf import settings

from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector


def streaming_connections() -> list[Connection]:
    """Active connections whose kind and settings ask for a stream."""
    kinds = [kind for kind in settings.CHANNEL_CONNECTORS if connector(kind).stream is not None]
    found = Connection.objects.filter(kind__in=kinds, is_active=True).order_by("pk")
    return [each for each in found if is_streamed(each)]


def is_streamed(connection: Connection) -> bool:
    """Whether this one is held as a stream."""
    known = connector(connection.kind)
    return known.stream is not None and known.is_streamed(connection.settings)
