"""One line of a timeline: what was said or done, whichever capability holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """kind: "message", "reply", "note", "mention", "link" …; ref makes entries of one time distinct."""

    at: datetime
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    url_name: str
    url_args: tuple[Any, ...]
    sentiment: str = ""
    language: str = ""
    ref: str = ""
