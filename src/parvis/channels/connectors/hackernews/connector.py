"""The `hackernews` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.hackernews.client import gone_items, listed, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, Purse, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_pages(settings, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the search does not answer."""
    listed(settings, "", now=datetime.now(UTC))


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which posts were deleted."""
    return gone_items(list(external_ids), now=now)


CONNECTOR = Connector(
    kind="hackernews",
    icon="messages",
    fields=(
        SettingField("query"),
        SettingField("mode", "choice", required=False, default="all", choices=("all", "posts", "comments")),
    ),
    fetch=fetch,
    check=check,
    recheck=recheck,
    recheck_at_once=20,
    poll_seconds=300,
)
