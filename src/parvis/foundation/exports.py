"""Rows as files that people take away: CSV, Excel and Parquet, safe for spreadsheets, in bounded memory.

One row at a time goes in. A cell that a spreadsheet would run as a formula becomes text in the first two
(logic/csv_cells.py); whole numbers too long for a double stay readable as text.
"""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from itertools import islice
from typing import IO, Any, Literal, get_args

import xlsxwriter
from django.utils.timezone import localtime

from parvis.foundation.logic.csv_cells import cell, cells

Form = Literal["csv", "xlsx", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
MEDIA_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
ROWS_OF_GROUP = 10_000
# Excel's own bounds. A longer sheet goes on in another one; a longer text is cut there, never in CSV.
MOST_ROWS_OF_SHEET = 1_048_576
MOST_TEXT_OF_CELL = 32_767
_EXACT = 10**15
# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Table:
    """What becomes one sheet, or one CSV file. rows may be an iterator; it is read once, row by row."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    kinds: Sequence[
        type
    ] = ()  # of each column, for Parquet: str, int, float, bool, date, datetime, list (of texts)


def csv_lines(table: Table, *, bom: bool = True) -> Iterator[str]:
    """The file, a line at a time. bom: without it, Excel takes UTF-8 for the country's old alphabet."""
    writer = csv.writer(_Echo())
    if bom:
        yield "\ufeff"
    yield writer.writerow(cells(table.columns))
    for row in table.rows:
        yield writer.writerow(cells(row))


def write_csv(file: IO[bytes], table: Table, *, bom: bool = True) -> None:
    for line in csv_lines(table, bom=bom):
        file.write(line.encode("utf-8", "replace"))


def write_workbook(file: IO[bytes], tables: Iterable[Table]) -> None:
    """One sheet a table. Each row goes to the disk before the next is asked for."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    head = book.add_format({"bold": True, "bottom": 1})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    taken: set[str] = set()
    try:
        for table in tables:
            _write_sheets(book, table, taken, head=head, moment=moment, day=day)
        if not taken:
            book.add_worksheet()
    finally:
        book.close()


def can_write_parquet() -> bool:
    """Whether the extra `parquet` is installed."""
    return find_spec("pyarrow") is not None


def write_parquet(file: IO[bytes], table: Table) -> None:
    """Columns with their kinds, a group of rows at a time. Values as they are: no spreadsheet reads this."""
    import pyarrow
    from pyarrow import parquet

    kinds = {
        str: pyarrow.string(),
        int: pyarrow.int64(),
        float: pyarrow.float64(),
        bool: pyarrow.bool_(),
        date: pyarrow.date32(),
        datetime: pyarrow.timestamp("us", tz="UTC"),
        list: pyarrow.list_(pyarrow.string()),
    }
    pairs = zip(table.columns, table.kinds, strict=True)
    schema = pyarrow.schema([(str(name), kinds[kind]) for name, kind in pairs])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for group in _batched(table.rows, ROWS_OF_GROUP):
            columns = [
                pyarrow.array(list(column), type=field.type)
                for column, field in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(columns, schema=schema))


def _batched(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    rows = iter(rows)
    while group := list(islice(rows, size)):
        yield group


def file_of(form: Form, tables: Sequence[Table], *, bom: bool = True) -> IO[bytes]:
    """The file, written and wound back; on the disk as soon as it is not small. Whoever sends it closes it.

    It is written at once and not while it is sent: the rows are read in their reader's transaction and purpose, and
    an error becomes an error and not half a file. CSV holds one table: several stand below each other with a title.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115 (given away)
    try:
        if form == "xlsx":
            write_workbook(file, tables)
        elif form == "parquet":
            (table,) = tables
            write_parquet(file, table)
        else:
            for number, table in enumerate(tables):
                if len(tables) > 1:
                    between = "\r\n" if number else "\ufeff" if bom else ""
                    file.write((between + _title_line(table.title)).encode("utf-8", "replace"))
                write_csv(file, table, bom=bom and len(tables) == 1)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _title_line(title: str) -> str:
    return str(csv.writer(_Echo()).writerow([cell(title)]))


def _write_sheets(book: Any, table: Table, taken: set[str], *, head: Any, moment: Any, day: Any) -> None:
    sheet, line = None, MOST_ROWS_OF_SHEET
    for row in _with_end(table.rows):
        if line >= MOST_ROWS_OF_SHEET:
            sheet, line = book.add_worksheet(_sheet_name(table.title, taken)), 1
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(table.columns):
                sheet.write_string(0, column, _text(cell(str(title))), head)
        if row is None:
            return
        assert sheet is not None
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, datetime):
                # Excel knows no zones: the reader's own.
                sheet.write_datetime(line, column, localtime(value) if value.tzinfo else value, moment)
            elif isinstance(value, date):
                sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(shown := cell(value), str):
                sheet.write_string(line, column, _text(shown))
            elif abs(shown) < _EXACT:
                sheet.write_number(line, column, shown)
            else:
                # Also "not a number" and the infinities, which no cell holds.
                sheet.write_string(line, column, str(shown))
        line += 1


def _with_end(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any] | None]:
    """None behind the last row, so that a table without rows has its head."""
    yield from rows
    yield None


def _text(value: Any) -> str:
    return _UNWRITABLE.sub("\ufffd", str(value))[:MOST_TEXT_OF_CELL]


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: 31 letters, none of []:*?/\\, no apostrophe outside, each once whatever its case."""
    plain = _UNWRITABLE.sub("", re.sub(r"[\[\]:*?/\\]", " ", title)).strip(" '")[:31].strip(" '") or "1"
    name, number = plain, 2
    # "History" is Excel's own.
    while name.casefold() in taken or name.casefold() == "history":
        ending = f" {number}"
        name, number = plain[: 31 - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name


class _Echo:
    """What csv.writer writes to; each line is handed on."""

    def write(self, line: str) -> str:
        return line
