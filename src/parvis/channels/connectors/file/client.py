"""The only part of the connector that touches the disk: opens a file, looks at it, reads it in pages."""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from hashlib import blake2b
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from parvis.channels.connectors.file.layout import (
    SAMPLE_BYTES,
    Encoding,
    FileLayout,
    detect_encoding,
    layout_of,
    refuse_foreign_content,
)
from parvis.channels.connectors.file.lines import MAX_LINE_BYTES, Lines
from parvis.channels.connectors.file.parse import RowRefused, compile_parser, content_digest, content_id
from parvis.channels.connectors.file.records import Record, csv_records, json_records
from parvis.channels.connectors.file.seen import SeenRows
from parvis.channels.connectors.file.streams import (
    BLOCK_BYTES,
    ConvertedBytes,
    InflatedBytes,
    line_feeds,
    utf8_of,
)
from parvis.channels.logic.items import InboundItem, Page, RejectedRow
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import excerpt_of

PAGE_ROWS = 2_000
PAGE_BYTES = 16 * 1024 * 1024  # a page of very long rows ends earlier, so that memory stays bounded
FINGERPRINT_BYTES = 4096
_ORDER_MARKS = (
    codecs.BOM_UTF16_LE,
    codecs.BOM_UTF16_BE,
    codecs.BOM_UTF32_BE,
)  # UTF-32-LE begins as UTF-16-LE


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file ready to be read from its beginning (after the byte order mark), as ASCII-compatible bytes."""

    disk: BinaryIO
    content: BinaryIO
    inflated: InflatedBytes | None
    encoding: str  # of the file, for people
    line_encoding: str  # that lines are tried in before cp1252
    size_bytes: int
    fingerprint: str


def inspect_file(settings: Mapping[str, Any], *, must_hold_text: bool = True) -> FileLayout:
    """What the file is and how its columns would be read; raises ConnectorError when it cannot be."""
    with _open_file(settings) as opened:
        known = {**settings, "encoding": opened.encoding}
        return layout_of(_sample_of(opened), opened.line_encoding, known, must_hold_text=must_hold_text)


def read_pages(settings: Mapping[str, Any], cursor: Mapping[str, Any], *, now: datetime) -> Iterator[Page]:
    """The rows after the cursor, in pages; a cursor of another file is not used."""
    layout = inspect_file(settings)
    zone = _zone_of(settings)
    parse_row = compile_parser(
        layout.columns,
        layout.mapping,
        is_addressed=settings.get("mode") == "conversations",
        order=layout.date_order,
        zone=zone,
        site=str(settings.get("site") or ""),
        now=now,
    )
    seen = SeenRows()
    try:
        with _open_file(settings) as opened:
            if not _is_same_file(opened.disk, str(cursor.get("fingerprint") or "")):
                cursor = {}
            place = (
                int(cursor.get("line", layout.data_line)),
                int(cursor.get("offset", layout.data_offset)),
            )
            if cursor.get("has_content_ids"):
                _recount_contents(settings, layout, seen, until_offset=place[1])
            _skip(opened.content, place[1], is_plain=opened.content is opened.disk)
            lines = Lines(opened.content, encoding=opened.line_encoding, number=place[0], offset=place[1])
            yield from _pages(opened, layout, lines, parse_row, seen, cursor)
    except OSError as error:
        raise ConnectorError("unreadable-file", error.strerror or "", permanent=True) from error
    finally:
        seen.close()


def _pages(
    opened: OpenedFile,
    layout: FileLayout,
    lines: Lines,
    parse_row: Any,
    seen: SeenRows,
    cursor: Mapping[str, Any],
) -> Iterator[Page]:
    items: list[InboundItem] = []
    rejected: list[RejectedRow] = []
    has_content_ids = bool(cursor.get("has_content_ids"))
    rows_done = int(cursor.get("rows", 0))
    place = page_start = lines.place()

    def page(*, is_done: bool) -> Page:
        return Page(
            items=tuple(items),
            rejected=tuple(rejected),
            cursor={
                "fingerprint": opened.fingerprint,
                "line": place[0],
                "offset": place[1],
                "rows": rows_done,
                "has_content_ids": has_content_ids,
                "is_done": is_done,
            },
            position_done=opened.size_bytes if is_done else min(opened.disk.tell(), opened.size_bytes),
            position_total=opened.size_bytes,
        )

    for record in _records(lines, layout):
        if opened.inflated is not None and opened.inflated.damage and lines.is_unterminated:
            break  # the last line before the damage is only its beginning
        place = lines.place()
        rows_done += 1
        if record.reason:
            rejected.append(
                RejectedRow(record.line, record.reason, record.detail, excerpt_of(record.excerpt))
            )
        else:
            try:
                item = parse_row(record.cells)
                if item.external_id:
                    _refuse_repeat(item, seen, record.line)
                else:
                    has_content_ids = True
                    digest = content_digest(record.cells)
                    item = replace(item, external_id=content_id(digest, occurrence=seen.count(digest)))
                items.append(item)
            except RowRefused as refused:
                shown = excerpt_of(layout.delimiter.join(cell[:200] for cell in record.cells))
                rejected.append(RejectedRow(record.line, refused.code, excerpt_of(refused.detail), shown))
        if len(items) + len(rejected) >= PAGE_ROWS or place[1] - page_start[1] >= PAGE_BYTES:
            yield page(is_done=False)
            items, rejected, page_start = [], [], place
    if opened.inflated is not None and opened.inflated.damage:
        rejected.append(RejectedRow(place[0] + 1, opened.inflated.damage, f"{rows_done} rows before"))
    if items or rejected or not cursor.get("is_done"):
        yield page(is_done=True)


def _refuse_repeat(item: InboundItem, seen: SeenRows, line: int) -> None:
    key = blake2b(item.external_id.encode("utf-8"), digest_size=16).digest()
    first_line = seen.first_line_of(key, line=line)
    if first_line is not None:
        raise RowRefused("duplicate-id", f"{item.external_id} on line {first_line}")


def _records(lines: Lines, layout: FileLayout) -> Iterator[Record]:
    if layout.format == "jsonl":
        return json_records(lines, columns=layout.columns)
    return csv_records(lines, delimiter=layout.delimiter, width=len(layout.columns))


def _recount_contents(
    settings: Mapping[str, Any], layout: FileLayout, seen: SeenRows, *, until_offset: int
) -> None:
    """Before going on after a kill: how often each content without id came up to the cursor."""
    id_column = layout.mapping.get("id")
    id_at = layout.columns.index(id_column) if id_column is not None else None
    with _open_file(settings) as opened:
        _skip(opened.content, layout.data_offset, is_plain=opened.content is opened.disk)
        lines = Lines(opened.content, encoding=opened.line_encoding, offset=layout.data_offset)
        for record in _records(lines, layout):
            if lines.place()[1] > until_offset:
                return
            if not record.reason and (id_at is None or not record.cells[id_at].strip()):
                seen.count(content_digest(record.cells))


def _fingerprint_of(head: bytes) -> str:
    return f"{len(head)}:{blake2b(head, digest_size=16).hexdigest()}"


def _is_same_file(disk: BinaryIO, fingerprint: str) -> bool:
    """True when the file still begins as it did; a short one that has grown is the same file."""
    length = fingerprint.partition(":")[0]
    if not length.isdigit() or int(length) > FINGERPRINT_BYTES:
        return False
    place = disk.tell()
    disk.seek(0)
    head = disk.read(int(length))
    disk.seek(place)
    return _fingerprint_of(head) == fingerprint


@contextmanager
def _open_file(settings: Mapping[str, Any]) -> Iterator[OpenedFile]:
    path = str(settings.get("path") or "")
    try:
        disk = open(path, "rb")  # noqa: SIM115 (closed below; two ways lead out)
        if os.path.isdir(path):
            raise IsADirectoryError
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file"
        raise ConnectorError("unreadable-file", f"{path}: {reason}", permanent=True) from error
    with disk:
        size = os.fstat(disk.fileno()).st_size
        head = disk.read(FINGERPRINT_BYTES)
        disk.seek(0)
        fingerprint = _fingerprint_of(head)
        inflated = InflatedBytes(disk) if head[:2] == b"\x1f\x8b" else None
        content: BinaryIO = disk
        if inflated is not None:
            content = io.BufferedReader(inflated, BLOCK_BYTES)
            head = content.peek(SAMPLE_BYTES)
        else:
            head = disk.read(SAMPLE_BYTES)
            disk.seek(0)
        refuse_foreign_content(head)
        chosen = _chosen_encoding(settings, head)
        encoding = chosen or detect_encoding(head[:SAMPLE_BYTES])
        content = _convert(content, encoding, head)
        # Undecided lines are tried in UTF-8 also where the sample was not: the two can be told apart.
        line_encoding = chosen.name if chosen and not chosen.is_wide else "utf-8"
        yield OpenedFile(disk, content, inflated, encoding.name, line_encoding, size, fingerprint)


def _convert(content: BinaryIO, encoding: Encoding, head: bytes) -> BinaryIO:
    content.read(encoding.mark_bytes)
    if encoding.is_wide:
        content = io.BufferedReader(ConvertedBytes(content, utf8_of(encoding.name)), BLOCK_BYTES)
        head = content.peek(1)
    if b"\r" in head and b"\n" not in head:
        content = io.BufferedReader(ConvertedBytes(content, line_feeds), BLOCK_BYTES)
    return content


def _chosen_encoding(settings: Mapping[str, Any], head: bytes) -> Encoding | None:
    name = str(settings.get("encoding") or "")
    if not name or name == "auto":
        return None
    try:
        is_wide = "a\n".encode(name) != b"a\n"
    except (LookupError, ValueError) as error:
        raise ConnectorError("settings", f"unknown encoding {name[:64]}", permanent=True) from error
    found = detect_encoding(head[:SAMPLE_BYTES])
    if is_wide and not head.startswith(_ORDER_MARKS):
        # Without a mark Python refuses to guess; what the zeros show, else as Windows writes it.
        order = "be" if found.name.endswith("-be") else "le"
        return Encoding(f"{name}-{order}" if name.lower() in {"utf-16", "utf-32"} else name, is_wide=True)
    return Encoding(name, found.mark_bytes if found.name == "utf-8" else 0, is_wide=is_wide)


def _zone_of(settings: Mapping[str, Any]) -> tzinfo:
    name = str(settings.get("time_zone") or "UTC")
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        return UTC if name == "UTC" else ZoneInfo(name)
    raise ConnectorError("settings", f"unknown time zone {name[:64]}", permanent=True)


def _sample_of(opened: OpenedFile) -> bytes:
    pieces, length = [], 0
    while length < SAMPLE_BYTES and (piece := opened.content.read(SAMPLE_BYTES - length)):
        pieces.append(piece)
        length += len(piece)
    sample = b"".join(pieces)
    if length < SAMPLE_BYTES:
        return sample
    # The last line is whole only at the end of the file; a broken one must not look like a bad row.
    whole_lines = sample[: sample.rfind(b"\n") + 1]
    if not whole_lines and sample.lstrip().startswith(b"{"):
        return _sample_behind_long_line(sample, opened.content)
    return whole_lines or sample


def _sample_behind_long_line(begun: bytes, content: BinaryIO) -> bytes:
    """JSON Lines whose first line is longer than a sample: that line where a row may be so long, else the next.

    A long line is one bad row and must not hide what the others look like.
    """
    first = begun + content.readline(MAX_LINE_BYTES - len(begun))
    if first.endswith(b"\n") or len(first) < MAX_LINE_BYTES:
        return first
    while (piece := content.readline(MAX_LINE_BYTES)) and not piece.endswith(b"\n"):
        pass
    following = content.read(SAMPLE_BYTES)
    return following[: following.rfind(b"\n") + 1] or following or begun


def _skip(content: BinaryIO, count: int, *, is_plain: bool) -> None:
    if is_plain:
        content.seek(content.tell() + count)
        return
    while count > 0:
        piece = content.read(min(count, BLOCK_BYTES))
        if not piece:
            return
        count -= len(piece)
