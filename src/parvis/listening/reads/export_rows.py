"""Mentions as rows of a file: what a list shows and what a machine read in it, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from parvis.listening.logic.selection import Selection
from parvis.listening.permissions import visible_to
from parvis.listening.reads.mentions import mentions_of

if TYPE_CHECKING:
    from parvis.accounts.models import User

# A file that opens in any spreadsheet and is made while somebody waits.
MOST_ROWS = 100_000
# Column of the file → where it stands, and its kind.
COLUMNS: dict[str, tuple[str, type]] = {
    "id": ("pk", int),
    "published_at": ("published_at", datetime),
    "source": ("connection__name", str),
    "channel": ("channel", str),
    "author": ("identity__display_name", str),
    "handle": ("identity__handle", str),
    "followers": ("followers", int),
    "engagement": ("engagement", int),
    "title": ("title", str),
    "text": ("text", str),
    "url": ("url", str),
    "site": ("site", str),
    "country": ("country", str),
    "brand": ("brand", str),
    "language": ("language", str),
    "sentiment": ("sentiment", str),
    "sentiment_probability": ("sentiment_probability", float),
    "emotion": ("emotion", str),
    "intents": ("intents", str),
    "is_repost": ("is_repost", bool),
    "is_repeat": ("is_repeat", bool),
    "model_version": ("model_version", str),
}
FIELDS = [field for field, _ in COLUMNS.values()]


def export_rows(user: User, selection: Selection, *, chosen: Sequence[int] = ()) -> Iterator[Sequence[Any]]:
    """At most MOST_ROWS. chosen: these ids alone, whatever the selection."""
    mentions = visible_to(user).filter(pk__in=chosen) if chosen else mentions_of(user, selection)
    rows = mentions.order_by("-published_at", "-id").values_list(*FIELDS)[:MOST_ROWS]
    return (
        tuple(" ".join(value) if isinstance(value, list) else value for value in row)
        for row in rows.iterator(chunk_size=2_000)
    )
