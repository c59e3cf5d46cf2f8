"""The `bluesky` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.bluesky.client import (
    check_service,
    gone_posts,
    open_jetstream,
    read_pages,
    send_post,
)
from parvis.channels.logic.items import ChannelLimits, OutboundMessage, Page, SendReceipt
from parvis.channels.logic.protocol import Connector, Cursor, OpenStream, Purse, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What the search finds since the cursor."""
    return read_pages(settings, secrets, cursor, now=now)


def stream(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> OpenStream:
    """The network's posts from the cursor on, those with one of the words."""
    return open_jetstream(settings, secrets, cursor, now=now)


def is_streamed(settings: Settings) -> bool:
    return settings.get("mode") == "stream"


def send(settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Answer below a post."""
    return send_post(settings, secrets, message, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the search or the stream refuses us."""
    check_service(settings, secrets, now=datetime.now(UTC))


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which posts were deleted while nobody listened."""
    return gone_posts(settings, secrets, list(external_ids), now=now)


CONNECTOR = Connector(
    kind="bluesky",
    icon="brand-bluesky",
    fields=(
        SettingField("mode", "choice", default="search", choices=("search", "stream")),
        SettingField("terms", required=False),
        SettingField("languages", required=False),
        SettingField("account", required=False),
        SettingField("app_password", "password", required=False, secret=True),
        SettingField("service", "url", required=False),
        SettingField("jetstream_url", required=False),
    ),
    fetch=fetch,
    stream=stream,
    is_streamed=is_streamed,
    send=send,
    check=check,
    recheck=recheck,
    recheck_at_once=25,
    limits=ChannelLimits(text_characters=300),
    poll_seconds=300,
    hears_addressed=True,
)
