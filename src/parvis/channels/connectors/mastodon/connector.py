"""The `mastodon` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.mastodon.client import (
    check_server,
    gone_statuses,
    open_timeline,
    read_pages,
    send_status,
)
from parvis.channels.logic.items import ChannelLimits, OutboundMessage, Page, SendReceipt
from parvis.channels.logic.protocol import Connector, Cursor, OpenStream, Purse, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_pages(settings, secrets, cursor, now=now)


def stream(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> OpenStream:
    """What is said from now on, with deletions and edits."""
    return open_timeline(settings, secrets, cursor, now=now)


def is_streamed(settings: Settings) -> bool:
    """A search has no stream; other timelines have one where the server gives it."""
    return bool(settings.get("is_streamed")) and settings.get("timeline") != "search"


def send(settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Answer in public or among followers, as the setting says. The receipt's id is the status's."""
    return send_status(settings, secrets, message, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the server does not show the timeline."""
    check_server(settings, secrets, now=datetime.now(UTC))


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which statuses were deleted while nobody listened."""
    return gone_statuses(settings, secrets, list(external_ids), now=now)


CONNECTOR = Connector(
    kind="mastodon",
    icon="brand-mastodon",
    fields=(
        SettingField("server", "url"),
        SettingField(
            "timeline",
            "choice",
            default="hashtag",
            choices=("hashtag", "public", "local", "search", "mentions"),
        ),
        SettingField("term", required=False),
        SettingField("is_streamed", "boolean", required=False, default=True),
        SettingField("account", required=False),
        SettingField(
            "visibility", "choice", required=False, default="unlisted", choices=("unlisted", "in_public")
        ),
        SettingField("access_token", "password", required=False, secret=True),
    ),
    fetch=fetch,
    stream=stream,
    is_streamed=is_streamed,
    send=send,
    check=check,
    recheck=recheck,
    recheck_at_once=40,
    limits=ChannelLimits(text_characters=500),
    poll_seconds=300,
    hears_addressed=True,
)
