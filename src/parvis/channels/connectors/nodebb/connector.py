"""The `nodebb` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.nodebb.client import gone_posts, listed, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, Purse, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_pages(settings, secrets, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the forum does not show its posts."""
    listed(settings, secrets, "", now=datetime.now(UTC))


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which posts were deleted."""
    return gone_posts(settings, secrets, list(external_ids), now=now)


CONNECTOR = Connector(
    kind="nodebb",
    icon="messages",
    fields=(
        SettingField("url", "url"),
        SettingField("api_key", "password", required=False, secret=True),
    ),
    fetch=fetch,
    check=check,
    recheck=recheck,
    recheck_at_once=10,
    poll_seconds=600,
)
