"""The body of a delivery into items. Pure.

{"items": [{"id": …, "text": …, "published_at": …, …}]}: the fields of an item under their own names. What cannot
become an item is a rejected row with its place; the others are taken.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from parvis.channels.logic.dates import EARLIEST, LATEST_AHEAD
from parvis.channels.logic.items import MAX_TEXT_CHARACTERS, Author, InboundItem, RejectedRow
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import (
    MAX_HANDLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    bounded_id,
    clean_line,
    clean_text,
    clean_url,
    excerpt_of,
)

MOST_ITEMS = 1000
MOST_REFERENCES = 50


class _Unfit(Exception):
    """Why this one is no item; the code is one of logic.rejections."""


def parse_delivery(body: bytes, *, now: datetime) -> tuple[list[InboundItem], list[RejectedRow]]:
    """Items and refused ones, in order. Raises ConnectorError("malformed") when the whole cannot be read."""
    try:
        found = json.loads(body)
        rows = found["items"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise ConnectorError("malformed", 'a JSON object with a list "items"', permanent=True) from None
    if not isinstance(rows, list) or len(rows) > MOST_ITEMS:
        raise ConnectorError("malformed", f'"items" is a list of at most {MOST_ITEMS}', permanent=True)
    items, rejected = [], []
    for position, row in enumerate(rows, start=1):
        try:
            items.append(_item(row, now=now))
        except _Unfit as error:
            excerpt = excerpt_of(json.dumps(row, ensure_ascii=False)[:1000])
            rejected.append(RejectedRow(position, str(error), excerpt=excerpt))
    return items, rejected


def _item(row: Any, *, now: datetime) -> InboundItem:
    external_id = bounded_id(_text(row, "id")) if isinstance(row, dict) else ""
    if not external_id:
        raise _Unfit("malformed-json")
    text = clean_text(_text(row, "text")).strip()
    if not text:
        raise _Unfit("text-missing")
    if len(text) > MAX_TEXT_CHARACTERS:
        raise _Unfit("text-too-long")
    given_author, given_references = row.get("author"), row.get("references")
    author: dict[str, Any] = given_author if isinstance(given_author, dict) else {}
    references: list[Any] = given_references if isinstance(given_references, list) else []
    return InboundItem(
        external_id=external_id,
        text=text,
        published_at=_moment(row, now=now),
        addressed=row.get("addressed") is True,
        outbound=row.get("outbound") is True,
        author=Author(
            _line(author, "handle", MAX_HANDLE_CHARACTERS),
            _line(author, "name", MAX_HANDLE_CHARACTERS),
            _number(author.get("followers")),
        ),
        recipient_handle=_line(row, "recipient", MAX_HANDLE_CHARACTERS),
        title=_line(row, "title", MAX_TITLE_CHARACTERS),
        url=clean_url(_text(row, "url")),
        site=_line(row, "site", 200),
        language=_line(row, "language", 8),
        country=_line(row, "country", 2).upper(),
        engagement=_number(row.get("engagement")),
        is_repost=row.get("is_repost") is True,
        in_reply_to=bounded_id(_text(row, "in_reply_to")),
        references=tuple(bounded_id(one) for one in references[-MOST_REFERENCES:] if isinstance(one, str)),
    )


def _moment(row: dict[str, Any], *, now: datetime) -> datetime:
    written = row.get("published_at")
    if written is None:
        return now
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        raise _Unfit("date-unreadable") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment < EARLIEST:
        raise _Unfit("date-too-old")
    if moment > now + LATEST_AHEAD:
        raise _Unfit("date-in-future")
    return moment


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name, "")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _line(row: dict[str, Any], name: str, limit: int) -> str:
    return clean_line(_text(row, name), limit=limit)


def _number(value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= 2**31 - 1 else None
