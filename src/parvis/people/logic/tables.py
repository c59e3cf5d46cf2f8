"""A table in a CSV file as shops write it: which letters, which separator, which columns. Pure: lines in, rows out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parvis.people.logic.refusals import NotKept

SEPARATORS = (";", ",", "\t", "|")
MOST_COLUMNS = 200
MOST_CELL = 10_000
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file is written, and the names of its columns as they stand in the first line."""

    encoding: str
    separator: str
    columns: tuple[str, ...]


def layout_of(head: bytes) -> Layout:
    """head: the beginning of the file, best 64 KiB. Raises NotKept("not-a-table")."""
    encoding = _encoding(head[:_HEAD_BYTES])
    text = head[:_HEAD_BYTES].decode(encoding, "replace").lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    if "\x00" in text or not first.count(separator):
        raise NotKept("not-a-table", about="file")
    columns = [name.strip() for name in next(csv.reader([first], delimiter=separator))]
    if not 2 <= len(columns) <= MOST_COLUMNS or not all(columns) or len(set(columns)) != len(columns):
        raise NotKept("not-a-table", about="file")
    return Layout(encoding, separator, tuple(columns))


def rows_of(lines: Iterable[str], layout: Layout) -> Iterator[tuple[int, dict[str, str]]]:
    """(number of the line, column → cell) for each row under the head; empty lines are left out.

    lines: the decoded file from its beginning. A row with too few or too many cells is read as far as it goes.
    """
    reader = csv.reader((line.replace("\x00", "") for line in lines), delimiter=layout.separator)
    is_head = True
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell without an end
            yield reader.line_num, {}
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if is_head:
            is_head = False
            continue
        shown = (cell.strip()[:MOST_CELL].removeprefix("'") for cell in cells)
        yield reader.line_num, dict(zip(layout.columns, shown, strict=False))


def _encoding(head: bytes) -> str:
    """UTF-8 where it is that, with or without its mark; UTF-16 by its mark; else what Windows wrote in the West."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4 or error.reason != "unexpected end of data":
            return "cp1252"
    return "utf-8-sig"
