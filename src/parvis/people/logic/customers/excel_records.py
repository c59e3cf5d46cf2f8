"""Records of an Excel workbook (.xlsx), its first sheet with anything in it, row by row.

openpyxl's read-only mode streams a sheet; the texts that cells share are held in memory, so their size is bounded
before it begins. Sizes are those the archive declares, and Python unpacks no more of a part than it declares.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from parvis.people.logic.customers.csv_records import Record
from parvis.people.logic.customers.errors import NotATable

MOST_PARTS = 2_000
MOST_UNPACKED = 2 * 1024**3  # a million rows of ten cells are about 600 MB
MOST_SHARED_TEXT = 200 * 1024**2
MOST_RATIO = 200  # sheets of real data are packed 10 to 60 times
_SMALL = 10 * 1024**2
MOST_WIDTH = 2_000


def refuse_bomb(file: BinaryIO) -> None:
    """Raises NotATable for what is no workbook, and for one that unpacks to more than a workbook holds."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotATable("not-excel") from error
    finally:
        file.seek(0)
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NotATable("not-excel")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotATable("unpacks-too-large")
    for part in parts:
        if "sharedstrings" in part.filename.lower() and part.file_size > MOST_SHARED_TEXT:
            raise NotATable("unpacks-too-large")
        if part.file_size > _SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise NotATable("unpacks-too-large")


def excel_records(file: BinaryIO) -> Iterator[Record]:
    """Every row that holds something, from the head on; a cell with a formula is the value Excel last computed."""
    # Not above: every process would read 180 modules for the few that meet a workbook.
    from openpyxl import load_workbook

    refuse_bomb(file)
    try:
        with warnings.catch_warnings():
            # About styles and extensions of the workbook, which nobody here looks at.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            try:
                yield from _rows(book)
            finally:
                book.close()
    except (KeyError, ValueError, TypeError, ParseError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise NotATable("not-excel") from error


def _rows(book: Any) -> Iterator[Record]:
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        is_anything = False
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if len(row) > MOST_WIDTH:
                raise NotATable("too-many-columns", str(len(row)))
            cells = [_text(value) for value in row]
            if any(cells):
                is_anything = True
                yield Record(number, cells)
        if is_anything:
            return


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
