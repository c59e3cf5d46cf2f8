"""What a file of customers is: CSV or Excel, its letters, its columns, its first rows; then its records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, BinaryIO

from parvis.foundation.logic.csv_cells import uncell
from parvis.people.logic.customers.csv_records import (
    MOST_LINE,
    Record,
    csv_records,
    delimiter_of,
    encoding_of,
)
from parvis.people.logic.customers.errors import NotATable
from parvis.people.logic.customers.excel_records import excel_records, refuse_bomb

MOST_COLUMNS = 300
SAMPLE = 200
_OLD_EXCEL, _PACKED, _ZIP, _PDF = b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"PK\x03\x04", b"%PDF"


@dataclass(frozen=True, slots=True)
class Layout:
    """notes: what somebody should know ("headers-repeated"). head_line: where the headers stand."""

    form: str  # csv, xlsx
    encoding: str
    delimiter: str
    head_line: int
    headers: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def layout_from(kept: dict[str, Any]) -> Layout:
    """What as_json gave."""
    return Layout(**{**kept, "headers": tuple(kept["headers"]), "notes": tuple(kept["notes"])})


def layout_of(file: BinaryIO) -> tuple[Layout, list[Record]]:
    """The layout and the first rows under the head. Raises NotATable."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start:
        raise NotATable("empty")
    for mark, code in ((_OLD_EXCEL, "old-excel"), (_PACKED, "packed"), (_PDF, "not-text")):
        if start.startswith(mark):
            raise NotATable(code)
    if start.startswith(_ZIP):
        refuse_bomb(file)
        form, encoding, delimiter = "xlsx", "", ""
        found = excel_records(file)
    else:
        form, encoding = "csv", encoding_of(file)
        delimiter = delimiter_of(_first_line(file, encoding))
        found = csv_records(file, encoding=encoding, delimiter=delimiter)
    try:
        head = next(found, None)
        if head is None:
            raise NotATable("empty")
        if head.reason:
            raise NotATable("head-unreadable")
        headers, notes = _headers(head.cells)
        rows = list(islice(found, SAMPLE))
    finally:
        found.close()  # type: ignore[attr-defined]
    if not rows:
        raise NotATable("no-rows")
    return Layout(form, encoding, delimiter, head.line, headers, notes), [
        _fitted(row, len(headers)) for row in rows
    ]


def records(file: BinaryIO, layout: Layout, *, after_line: int = 0) -> Iterator[Record]:
    """The rows under the head, behind a line that was read before; each as wide as the head."""
    found = (
        excel_records(file)
        if layout.form == "xlsx"
        else csv_records(file, encoding=layout.encoding, delimiter=layout.delimiter)
    )
    width, first = len(layout.headers), max(layout.head_line, after_line)
    for record in found:
        if record.line > first and (record.reason or any(cell.strip() for cell in record.cells)):
            yield _fitted(record, width)


def _fitted(record: Record, width: int) -> Record:
    """Cells beyond the head are a slip of the separator, unless they are empty; missing ones are empty."""
    if record.reason:
        return record
    cells = record.cells
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return Record(record.line, [], "too-many-cells", " ".join(cells)[:200])
    shown = [uncell(cell.strip()) for cell in cells[:width]]
    return Record(record.line, shown + [""] * (width - len(shown)))


def _first_line(file: BinaryIO, encoding: str) -> str:
    head = file.read(MOST_LINE).decode(encoding, "replace")
    file.seek(0)
    return next((line for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")


def _headers(cells: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise NotATable("too-many-columns", str(len(cells)))
    names: list[str] = []
    is_repeated = False
    for number, cell in enumerate(cells, 1):
        wanted = name = " ".join(cell.split())[:100] or f"#{number}"
        count = 2
        while name in names:
            name, count, is_repeated = f"{wanted} ({count})", count + 1, True
        names.append(name)
    if not names:
        raise NotATable("empty")
    return tuple(names), ("headers-repeated",) if is_repeated else ()
