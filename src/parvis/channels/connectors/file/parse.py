"""One record of a file into one item, or the reason why not. Pure; compiled once per file for speed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from hashlib import blake2b

from parvis.channels.connectors.file.mapping import read_count, read_direction
from parvis.channels.logic.dates import EARLIEST, LATEST_AHEAD, DateOrder, parse_date
from parvis.channels.logic.items import MAX_TEXT_CHARACTERS, Author, InboundItem
from parvis.channels.logic.texts import (
    MAX_HANDLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    bounded_id,
    clean_line,
    clean_text,
    clean_url,
)

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_LANGUAGE_NAMES = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr", "français": "fr"}
_FLOATED_ID = re.compile(r"(\d+)\.0")  # spreadsheets turn a column of ids with gaps into decimals


class RowRefused(Exception):
    """The row cannot become an item; code is a rejection code."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def compile_parser(
    columns: Sequence[str],
    mapping: Mapping[str, str],
    *,
    is_addressed: bool,
    order: DateOrder,
    zone: tzinfo,
    site: str,
    now: datetime,
) -> Callable[[Sequence[str]], InboundItem]:
    """A function cells -> item that raises RowRefused.

    An item whose row names no id has an empty external_id: the caller gives it one (content_id), as the
    number of its occurrence in the file is part of it.
    """
    position = {name: index for index, name in enumerate(columns)}
    at = {field: position[column] for field, column in mapping.items()}
    latest = now + LATEST_AHEAD
    nobody = Author("")

    def cell(cells: Sequence[str], field: str) -> str:
        index = at.get(field)
        return "" if index is None else cells[index]

    def line(cells: Sequence[str], field: str, limit: int = MAX_HANDLE_CHARACTERS) -> str:
        text = cell(cells, field)
        return clean_line(text, limit=limit) if text else ""

    def moment(cells: Sequence[str]) -> datetime:
        if "published_at" not in at:
            return now
        written = cells[at["published_at"]]
        found = parse_date(written, order=order, zone=zone)
        if found is None:
            raise RowRefused("date-unreadable" if written.strip() else "date-missing", written[:64])
        if found < EARLIEST:
            raise RowRefused("date-too-old", written[:64])
        if found > latest:
            raise RowRefused("date-in-future", written[:64])
        return found

    def author(cells: Sequence[str]) -> Author:
        handle, name = line(cells, "author"), line(cells, "author_name")
        if not handle and not name:
            return nobody
        followers = read_count(cell(cells, "followers")) if "followers" in at else None
        return Author(handle or name, name, followers)

    def parse_row(cells: Sequence[str]) -> InboundItem:
        title = line(cells, "title", MAX_TITLE_CHARACTERS)
        text = clean_text(cell(cells, "text")).strip() or title
        if not text:
            raise RowRefused("text-missing")
        if len(text) > MAX_TEXT_CHARACTERS:
            raise RowRefused("text-too-long", str(len(text)))
        inbound: bool | None = True
        if is_addressed and "inbound" in at:
            inbound = read_direction(cells[at["inbound"]])
            if inbound is None:
                raise RowRefused("direction-unreadable", cells[at["inbound"]][:64])
        engagement = read_count(cell(cells, "engagement")) if "engagement" in at else None
        return InboundItem(
            external_id=_read_id(cell(cells, "id")) if "id" in at else "",
            text=text,
            published_at=moment(cells),
            addressed=is_addressed,
            outbound=not inbound,
            author=author(cells),
            # The brand column names us on both sides of a history; on our own side it is the author.
            recipient_handle=line(cells, "recipient") if inbound else "",
            title=title,
            url=clean_url(cell(cells, "url")) if "url" in at else "",
            site=line(cells, "site") or site,
            language=_read_language(cell(cells, "language")) if "language" in at else "",
            country=_read_country(cell(cells, "country")) if "country" in at else "",
            engagement=engagement,
            is_repost=bool(read_direction(cell(cells, "is_repost"))) if "is_repost" in at else False,
            in_reply_to=_read_id(cell(cells, "in_reply_to")) if "in_reply_to" in at else "",
        )

    return parse_row


def content_digest(cells: Sequence[str]) -> bytes:
    """16 bytes that stand for the content of a row, whatever its place in the file."""
    joined = "\x1f".join(cells).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=16).digest()


def content_id(digest: bytes, *, occurrence: int) -> str:
    """The id of a row that has none: its content, and for the second equal row on, which one it is."""
    return f"row:{digest.hex()}" if occurrence == 1 else f"row:{digest.hex()}:{occurrence}"


def _read_id(written: str) -> str:
    short = bounded_id(written)
    floated = _FLOATED_ID.fullmatch(short)
    if floated:
        return floated[1]
    return "" if short.lower() in {"nan", "none", "null"} else short


def _read_language(written: str) -> str:
    plain = written.strip().lower()
    match = _LANGUAGE.fullmatch(plain)
    return _LANGUAGE_NAMES.get(plain) or (match[1] if match else "")


def _read_country(written: str) -> str:
    match = _COUNTRY.fullmatch(written.strip())
    return match[0].upper() if match else ""
