"""Files that people take away: read back by what would read them, in bounded memory."""

from __future__ import annotations

import csv
import io
import os
import re
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from parvis.foundation.exports import Form, Table, csv_lines, file_of

LONG = bool(os.environ.get("PARVIS_LONG_TESTS"))
DANGEROUS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "＝1", " =HYPERLINK(1)", "'x"]
NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheets_of(content: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """(kind of cell, what is in it) by sheet and row, as Excel reads them."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [
            one.attrib["name"]
            for one in ElementTree.fromstring(book.read("xl/workbook.xml")).findall("m:sheets/m:sheet", NAMES)
        ]
        found = {}
        for number, name in enumerate(names, start=1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert sheet.find(".//m:f", NAMES) is None, "a formula"
            found[name] = [
                [(one.attrib.get("t", "n"), "".join(one.itertext())) for one in row.findall("m:c", NAMES)]
                for row in sheet.findall("m:sheetData/m:row", NAMES)
            ]
        return found


def taken(form: Form, *tables: Table) -> bytes:
    with file_of(form, tables) as file:
        return file.read()


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    table = Table("Posts", ["text"], [[value] for value in DANGEROUS])
    rows = list(csv.reader(io.StringIO(taken("csv", table).decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[f"'{value}"] for value in DANGEROUS]
    assert [row[0] for row in sheets_of(taken("xlsx", table))["Posts"][1:]] == [
        ("inlineStr", f"'{value}") for value in DANGEROUS
    ]


def test_numbers_days_and_moments_stay_what_they_are() -> None:
    row = [
        -3,
        2.5,
        date(2026, 3, 29),
        datetime(2026, 3, 29, 12, 0, tzinfo=UTC),
        None,
        10**18,
        float("nan"),
        True,
    ]
    table = Table("Figures", list("abcdefgh"), [row])
    read = list(csv.reader(io.StringIO(taken("csv", table).decode("utf-8-sig"))))[1]
    assert read[:6] == ["-3", "2.5", "2026-03-29", "2026-03-29T12:00:00+00:00", "", str(10**18)]
    cells = sheets_of(taken("xlsx", table))["Figures"][1]
    assert cells[:3] == [("n", "-3"), ("n", "2.5"), ("n", "46110")]
    # 12:00 UTC is 14:00 in the installation's zone, summer time since that morning.
    assert float(cells[3][1]) == pytest.approx(46110 + 14 / 24)
    assert cells[4:] == [("inlineStr", str(10**18)), ("inlineStr", "nan"), ("inlineStr", "true")]


def test_the_mark_at_the_beginning_can_be_left_out() -> None:
    table = Table("", ["é"], [])
    assert "".join(csv_lines(table)).startswith("\ufeff")
    assert "".join(csv_lines(table, bom=False)) == "é\r\n"


def test_without_rows_the_head_is_there() -> None:
    head = [("inlineStr", "a"), ("inlineStr", "b")]
    assert sheets_of(taken("xlsx", Table("Posts", ["a", "b"], [])))["Posts"] == [head]
    assert taken("csv", Table("Posts", ["a", "b"], [])).decode("utf-8-sig") == "a,b\r\n"
    assert list(sheets_of(taken("xlsx")).values()) == [[]]


def test_sheets_have_names_that_excel_takes() -> None:
    titles = ["a/b[c]*?", "A/B[C]*?", "x" * 40, "x" * 41, "", "History", "'q'"]
    names = list(sheets_of(taken("xlsx", *(Table(title, ["a"], []) for title in titles))))
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)
    assert "History" not in names


def test_several_tables_stand_below_each_other_in_csv() -> None:
    text = taken("csv", Table("=One", ["a"], [[1]]), Table("Two", ["b"], [[2]])).decode()
    assert text == "\ufeff'=One\r\na\r\n1\r\n\r\nTwo\r\nb\r\n2\r\n"


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    table = Table("Posts", ["text"], [["a\x00b\x0bc\ud800d\ufffe"], ["x" * 40_000]])
    rows = sheets_of(taken("xlsx", table))["Posts"]
    assert rows[1] == [("inlineStr", "a\ufffdb\ufffdc\ufffdd\ufffd")]
    assert len(rows[2][0][1]) == 32_767
    assert b"a\x00b" in taken("csv", table)


# A workbook of 30,000 rows needs 16 MB where they are held; every row counts ten times under the watch on memory.
@pytest.mark.parametrize(("form", "count"), [("csv", 100_000), ("xlsx", 100_000 if LONG else 30_000)])
def test_many_rows_in_bounded_memory(form: Form, count: int) -> None:
    rows = ([number, "a post about something", date(2026, 1, 1), 0.5] for number in range(count))
    tracemalloc.start()
    file = file_of(form, [Table("Posts", ["a", "b", "c", "d"], rows)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with file:
        content = file.read()
    assert peak < 12_000_000, peak
    if form == "csv":
        assert content.count(b"\r\n") == count + 1
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == count + 1


def test_parquet_keeps_kinds_and_values_as_they_are() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    from pyarrow import parquet

    at = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
    kinds = [str, int, float, bool, date, datetime, list]
    rows = [
        ["=1+1", 1, 0.5, True, at.date(), at, ["complaint"]],
        [None] * 7,
        *([["x", *[None] * 6]] * 10_000),
    ]
    read = parquet.read_table(
        pyarrow.BufferReader(taken("parquet", Table("Posts", list("abcdefg"), rows, kinds)))
    )
    assert read.num_rows == 10_002
    assert [list(one.values()) for one in read.slice(0, 2).to_pylist()] == rows[:2]
    assert (
        parquet.read_table(pyarrow.BufferReader(taken("parquet", Table("", ["a"], [], [str])))).num_rows == 0
    )
