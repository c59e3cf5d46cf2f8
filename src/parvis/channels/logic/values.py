"""Values out of payloads that nobody vouches for: the wrong kind is the same as none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from parvis.channels.logic.dates import parse_date, refuse_date
from parvis.channels.logic.items import MAX_TEXT_CHARACTERS, Author, InboundItem, RejectedRow
from parvis.channels.logic.markup import text_of_html
from parvis.channels.logic.texts import (
    MAX_HANDLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    bounded_id,
    clean_line,
    clean_text,
    clean_url,
    excerpt_of,
)

MAX_MARKUP_CHARACTERS = 4 * MAX_TEXT_CHARACTERS
_MOST_PEOPLE = 2**31 - 1  # what the columns hold


def a_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def a_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def a_text(value: Any) -> str:
    """A text, or a number as it is written: ids come as either."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def a_count(value: Any) -> int | None:
    """How many people or reactions, or None where that is not said."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:12])
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
        return None
    return int(min(max(value, 0), _MOST_PEOPLE))


def a_sum(*values: Any) -> int | None:
    """The sum of the counts that are known; None when none is."""
    known = [count for count in map(a_count, values) if count is not None]
    return min(sum(known), _MOST_PEOPLE) if known else None


def a_moment(value: Any, *, now: datetime) -> datetime:
    """When it was said; what has no usable date, or one ahead of us, was said when first met."""
    written = a_text(value) if not isinstance(value, float) else str(int(value)) if abs(value) < 1e17 else ""
    moment = parse_date(written)
    return now if moment is None or refuse_date(moment, now=now) else min(moment, now)


def plain_text(markup: Any) -> str:
    """The readable text of an HTML field, bounded before it is parsed."""
    return text_of_html(clean_text(a_text(markup)[:MAX_MARKUP_CHARACTERS]))


def post(
    *,
    external_id: str,
    text: str,
    published_at: datetime,
    position: int,
    handle: str = "",
    name: str = "",
    followers: int | None = None,
    title: str = "",
    url: str = "",
    language: str = "",
    addressed: bool = False,
    recipient: str = "",
    **fields: Any,
) -> InboundItem | RejectedRow:
    """One post, made fit to be kept; a rejection where it has no id or no text. Further fields as InboundItem."""
    kept_title = clean_line(title, limit=MAX_TITLE_CHARACTERS)
    kept_text = clean_text(text[:MAX_TEXT_CHARACTERS]).strip() or kept_title
    if not external_id:
        return RejectedRow(position, "malformed-entry", excerpt=excerpt_of(kept_text))
    if not kept_text:
        return RejectedRow(position, "text-missing", excerpt_of(external_id))
    return InboundItem(
        external_id=bounded_id(external_id),
        text=kept_text,
        published_at=published_at,
        addressed=addressed,
        author=Author(
            clean_line(handle, limit=MAX_HANDLE_CHARACTERS),
            clean_line(name, limit=MAX_HANDLE_CHARACTERS),
            followers,
        ),
        title=kept_title,
        url=clean_url(url),
        language=clean_line(language, limit=8).lower() if len(language) <= 8 else "",
        recipient_handle=clean_line(recipient, limit=MAX_HANDLE_CHARACTERS),
        **fields,
    )
