"""The `file` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parvis.channels.connectors.file.client import inspect_file, read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import Connector, Cursor, SettingField, Settings


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """The rows of the file after the cursor."""
    return read_pages(settings, cursor, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when the file cannot be read or its columns cannot be told."""
    inspect_file(settings)


CONNECTOR = Connector(
    kind="file",
    icon="file-import",
    fields=(
        SettingField("path"),
        SettingField("mode", "choice", default="mentions", choices=("mentions", "conversations")),
        SettingField("format", "choice", required=False, default="auto", choices=("auto", "csv", "jsonl")),
        SettingField("encoding", required=False, default="auto"),
        SettingField("delimiter", required=False),
        SettingField("date_order", "choice", required=False, choices=("dmy", "mdy")),
        SettingField("time_zone", required=False, default="UTC"),
        SettingField("site", required=False),
    ),
    fetch=fetch,
    check=check,
)
