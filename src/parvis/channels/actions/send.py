"""Carrying a message out through its connection."""

from __future__ import annotations

from datetime import datetime

from parvis.channels.logic.items import OutboundMessage, SendReceipt
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import connector
from parvis.foundation.secrets import unseal


def send_through(connection: Connection, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Send. Raises ConnectorError; "cannot-send" when the channel takes no answers from here."""
    connection = sending_connection(connection)
    send = connector(connection.kind).send
    if send is None:
        raise ConnectorError("cannot-send", connection.kind, permanent=True)
    return send(connection.settings, unseal(connection.sealed_secrets), message, now=now)


def sending_connection(connection: Connection) -> Connection:
    """The connection that carries answers: a contact form's answers go out by the mailbox it names."""
    reply_id = connection.settings.get("reply_connection_id")
    return Connection.objects.filter(pk=reply_id).first() or connection if reply_id else connection


def can_send(connection: Connection) -> bool:
    """Whether an answer can go out through this connection."""
    return connector(sending_connection(connection).kind).send is not None
