"""Connections, items and batches for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from parvis.channels.actions.connections import create_connection
from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author, InboundItem
from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now

_numbers = count(1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def make_connection(kind: str = "file", *, channel: str = "twitter", **fields: Any) -> Connection:
    return create_connection(
        **{"kind": kind, "name": f"Source {next(_numbers)}", "channel": channel, "by": SYSTEM, "now": NOON, **fields}
    )


def make_item(text: str = "The train is late again.", **fields: Any) -> InboundItem:
    """An item with a new id, a minute after the one before."""
    number = next(_numbers)
    author = fields.pop("author", f"traveller{number}")
    return InboundItem(
        **{
            "external_id": f"item-{number}",
            "text": text,
            "published_at": NOON + timedelta(minutes=number),
            "addressed": False,
            "author": author if isinstance(author, Author) else Author(author),
            **fields,
        }
    )


def hear(connection: Connection, *items: InboundItem, now: datetime = NOON) -> None:
    """Receive the items and let their owners store them at once."""
    received = receive_items(connection, items, cursor=None, now=now)
    for event_id in received.event_ids:
        deliver_now(event_id)
