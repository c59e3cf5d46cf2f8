"""The `sitemap` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from parvis.channels.connectors.sitemap.client import places_of, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """Pages that are new or changed."""
    return read_pages(settings, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when there is no sitemap at the address."""
    places_of(settings, now=datetime.now(UTC))


CONNECTOR = Connector(
    kind="sitemap",
    icon="world",
    fields=(SettingField("url", "url"),),
    fetch=fetch,
    check=check,
    poll_seconds=3600,
)
