"""The `youtube` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from parvis.channels.connectors.youtube.client import gone_comments, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, Meter, Purse, SettingField, Settings
from parvis.channels.logic.values import a_count

DAILY_UNITS = 10_000  # what the site gives a key


def fetch(
    settings: Settings, secrets: Settings, cursor: Cursor, *, purse: Purse, now: datetime
) -> Iterator[Page]:
    """What was said since the cursor, for as long as units are left."""
    return read_pages(settings, secrets, cursor, purse=purse, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the key is refused. Costs a unit, or as many as there are videos."""
    for _page in read_pages(settings, secrets, {}, purse=None, now=datetime.now(UTC)):
        return


def recheck(
    settings: Settings, secrets: Settings, external_ids: Sequence[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which comments were deleted: YouTube's terms ask for it."""
    return gone_comments(settings, secrets, list(external_ids), purse=purse, now=now)


def daily_units(settings: Settings) -> int:
    units = a_count(settings.get("daily_units"))
    return DAILY_UNITS if units is None else units


CONNECTOR = Connector(
    kind="youtube",
    icon="brand-youtube",
    fields=(
        SettingField("channel_id", required=False),
        SettingField("video_ids", required=False),
        SettingField("daily_units", "number", required=False, default=DAILY_UNITS),
        SettingField("api_key", "password", secret=True),
    ),
    fetch_paid=fetch,
    # The site begins its day at midnight in California.
    meter=Meter("day", daily_units, zone="America/Los_Angeles"),
    check=check,
    recheck=recheck,
    recheck_at_once=50,
    poll_seconds=900,
)
