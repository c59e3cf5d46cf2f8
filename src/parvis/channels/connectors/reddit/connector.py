"""The `reddit` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.reddit.client import check_api, gone_things, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, Purse, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_pages(settings, secrets, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the application is refused."""
    check_api(settings, secrets, now=datetime.now(UTC))


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which posts were deleted or removed: Reddit's terms ask for it."""
    return gone_things(settings, secrets, list(external_ids), now=now)


CONNECTOR = Connector(
    kind="reddit",
    icon="brand-reddit",
    fields=(
        SettingField("mode", "choice", default="posts", choices=("posts", "comments", "search")),
        SettingField("communities", required=False),
        SettingField("query", required=False),
        SettingField("client_id"),
        SettingField("client_secret", "password", secret=True),
    ),
    fetch=fetch,
    check=check,
    recheck=recheck,
    recheck_at_once=100,
    poll_seconds=300,
)
