"""The `reviews` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from parvis.channels.connectors.reviews.client import ask, parsed, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """Reviews that are new."""
    return read_pages(settings, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when there are no reviews at the address."""
    now = datetime.now(UTC)
    parsed(ask(settings, now=now), now=now)


CONNECTOR = Connector(
    kind="reviews",
    icon="star",
    fields=(SettingField("url", "url"),),
    fetch=fetch,
    check=check,
    poll_seconds=6 * 3600,
)
