"""The `rss` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from parvis.channels.connectors.rss.client import check_feed, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """The entries of the feed, if it changed since the cursor."""
    return read_pages(settings, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the address cannot be fetched or holds no feed."""
    check_feed(settings, now=datetime.now(UTC))


CONNECTOR = Connector(
    kind="rss",
    icon="rss",
    fields=(SettingField("url", "url"),),
    fetch=fetch,
    check=check,
    poll_seconds=900,
)
