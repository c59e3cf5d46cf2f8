"""Taking in a signed delivery of another program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from parvis.channels.actions.receive import Received, receive_items
from parvis.channels.connectors.webhook.parse import parse_delivery
from parvis.channels.models import Connection
from parvis.foundation.logic.webhook_signatures import BadSecret, is_signed
from parvis.foundation.secrets import SecretsUnreadable, unseal


class SignatureRefused(Exception):
    """Not signed with the connection's secret, or not of these minutes."""


def take_delivery(
    connection: Connection, *, headers: Mapping[str, str], body: bytes, now: datetime
) -> Received:
    """Items of a delivery, each once however often it comes. Raises SignatureRefused, ConnectorError.

    headers: names in lower case.
    """
    try:
        secret = str(unseal(connection.sealed_secrets).get("webhook_secret", ""))
        is_ours = is_signed(headers, body, secret=secret, now=now.timestamp())
    except (BadSecret, SecretsUnreadable):
        is_ours = False
    if not is_ours:
        raise SignatureRefused
    items, rejected = parse_delivery(body, now=now)
    return receive_items(connection, items, cursor=None, now=now, rejected=rejected)
