"""What a file is, seen from its first bytes: packing, encoding, format, delimiter, columns, mapping."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parvis.channels.connectors.file.lines import Lines
from parvis.channels.connectors.file.mapping import check_mapping, guess_mapping
from parvis.channels.connectors.file.records import csv_records, flat_object, json_records
from parvis.channels.logic.dates import DateOrder, guess_date_order
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import clean_line, clean_text

SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 200
MAX_COLUMNS = 2_000
DELIMITERS = ",;\t|"

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_DELIMITER = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_FOREIGN_CONTENT = {
    b"PK\x03\x04": "a spreadsheet or zip archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """name as Python calls it; mark_bytes to skip; is_wide when it is not ASCII-compatible."""

    name: str
    mark_bytes: int = 0
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class FileLayout:
    """What is known of a file before it is read, to be shown, corrected and passed on as settings.

    notes are codes: "published-at-is-import-time", "ids-from-content", "month-first".
    data_line and data_offset: the place after the column names, in converted bytes.
    """

    format: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    date_order: DateOrder
    sample: tuple[Mapping[str, str], ...]
    notes: tuple[str, ...]
    data_line: int = 0
    data_offset: int = 0


def detect_encoding(head: bytes) -> Encoding:
    """From the byte order mark, else from where the NULs stand, else by trying UTF-8; last, cp1252."""
    for mark, name in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark), is_wide=name != "utf-8")
    if len(head) >= 4:
        even, odd = head[: len(head) & ~1 : 2], head[1::2]
        if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.1 * len(even):
            return Encoding("utf-16-le", is_wide=True)
        if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.1 * len(odd):
            return Encoding("utf-16-be", is_wide=True)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return Encoding("cp1252")
    return Encoding("utf-8")


def refuse_foreign_content(head: bytes) -> None:
    """Raise for contents that are no text at all, naming what they are."""
    for magic, name in _FOREIGN_CONTENT.items():
        if head.startswith(magic):
            raise ConnectorError(
                "malformed", f"the file is {name}; CSV or JSON Lines are read", permanent=True
            )


def layout_of(
    sample: bytes, line_encoding: str, settings: Mapping[str, Any], *, must_hold_text: bool = True
) -> FileLayout:
    """The layout of converted content (ASCII-compatible, line feeds) from its first SAMPLE_BYTES.

    must_hold_text: raise where no column was found to be the text; False where somebody is about to choose.
    """
    text = sample.decode(line_encoding, "replace")
    wanted = settings.get("format") or "auto"
    if not text.strip():
        raise ConnectorError("empty-file", "there is nothing in the file", permanent=True)
    if wanted == "auto":
        wanted = "jsonl" if text.lstrip()[0] == "{" else "csv"
        if re.match(r"\s*\[\s*[{\]]", text):
            raise ConnectorError(
                "malformed", "the file is one JSON list; one object a line is read", permanent=True
            )
    build = _jsonl_layout if wanted == "jsonl" else _csv_layout
    layout = build(text, sample, line_encoding, settings)
    problems = check_mapping(layout.mapping, layout.columns)
    if problems and (must_hold_text or settings.get("mapping")):
        names = ", ".join(layout.columns[:30])
        raise ConnectorError("mapping", f"{'; '.join(problems)}; columns: {names}", permanent=True)
    return layout


def guess_delimiter(text: str) -> str:
    """The sign that cuts the first records into the same number of cells, and into the most."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        try:
            rows = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), 30))
        except csv.Error:
            continue
        rows = [row for row in rows if row]
        if not rows or len(rows[0]) < 2:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        score = (round(alike, 1), len(rows[0]))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _csv_layout(text: str, sample: bytes, encoding: str, settings: Mapping[str, Any]) -> FileLayout:
    lines = Lines(io.BytesIO(sample), encoding=encoding)
    declared = _DECLARED_DELIMITER.fullmatch(text[:8].split("\n")[0] + "\n")
    if declared:
        next(lines)
        lines.finish_record()
        text = text.split("\n", 1)[1] if "\n" in text else ""
    delimiter = str(settings.get("delimiter") or (declared[1] if declared else guess_delimiter(text)))
    if len(delimiter) != 1 or delimiter in '\r\n"':
        raise ConnectorError("settings", "the delimiter must be one sign", permanent=True)
    start = lines.place()
    header = next(csv_records(lines, delimiter=delimiter, width=None), None)
    if header is None or header.reason:
        raise ConnectorError("malformed", "the first line holds no column names", permanent=True)
    has_header = settings.get("has_header", True)
    columns = _column_names(header.cells if has_header else [""] * len(header.cells))
    data_line, data_offset = lines.place() if has_header else start
    if not has_header:
        lines = Lines(io.BytesIO(sample[start[1] :]), encoding=encoding)
    rows = []
    for record in csv_records(lines, delimiter=delimiter, width=len(columns)):
        if not record.reason:
            rows.append(dict(zip(columns, record.cells, strict=True)))
        if len(rows) >= SAMPLE_ROWS:
            break
    return _finish("csv", delimiter, columns, rows, settings, data_line, data_offset)


def _jsonl_layout(text: str, sample: bytes, encoding: str, settings: Mapping[str, Any]) -> FileLayout:
    columns: dict[str, None] = {}
    for line in text.split("\n")[:SAMPLE_ROWS]:
        columns.update(dict.fromkeys(flat_object(line) or {}))
    # A name that cannot be written or shown cannot be chosen either.
    names = tuple(name for name in columns if name and name == clean_line(name, limit=200))[:MAX_COLUMNS]
    # A column named by hand may first appear after the sample.
    names += tuple(c for c in (settings.get("mapping") or {}).values() if c not in names)
    if not names:
        raise ConnectorError("malformed", "no line of the beginning is a JSON object", permanent=True)
    rows = []
    for record in json_records(Lines(io.BytesIO(sample), encoding=encoding), columns=names):
        if not record.reason:
            rows.append(dict(zip(names, record.cells, strict=True)))
        if len(rows) >= SAMPLE_ROWS:
            break
    return _finish("jsonl", "", names, rows, settings, 0, 0)


def _finish(
    kind: str,
    delimiter: str,
    columns: tuple[str, ...],
    rows: list[dict[str, str]],
    settings: Mapping[str, Any],
    data_line: int,
    data_offset: int,
) -> FileLayout:
    by_hand = settings.get("mapping") or {}
    mapping = dict(by_hand) or guess_mapping(columns, rows)
    dates = [row.get(mapping["published_at"], "") for row in rows] if "published_at" in mapping else []
    order: DateOrder = settings.get("date_order") or guess_date_order(dates)
    notes = []
    if "published_at" not in mapping:
        notes.append("published-at-is-import-time")
    if "id" not in mapping:
        notes.append("ids-from-content")
    if order == "mdy":
        notes.append("month-first")
    return FileLayout(
        format=kind,
        encoding=str(settings.get("encoding") or "utf-8"),
        delimiter=delimiter,
        columns=columns,
        mapping=mapping,
        date_order=order,
        sample=tuple({column: clean_text(cell) for column, cell in row.items()} for row in rows[:20]),
        notes=tuple(notes),
        data_line=data_line,
        data_offset=data_offset,
    )


def _column_names(cells: Any) -> tuple[str, ...]:
    """Clean, non-empty, unlike each other: "column_3" for an empty one, "text_2" for the second "text"."""
    if len(cells) > MAX_COLUMNS:
        raise ConnectorError("malformed", f"{len(cells)} columns", permanent=True)
    names: dict[str, None] = {}
    for number, cell in enumerate(cells, start=1):
        wanted = name = clean_line(cell, limit=100) or f"column_{number}"
        repeat = 2
        while name in names:
            name, repeat = f"{wanted}_{repeat}", repeat + 1
        names[name] = None
    return tuple(names)
