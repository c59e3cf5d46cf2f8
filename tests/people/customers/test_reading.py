"""Files as they are found: alphabets, separators, broken quotation marks, workbooks that are bombs."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from parvis.foundation.exports import Table, write_csv
from parvis.people.logic.customers.errors import NotATable
from parvis.people.logic.customers.fields import missing, recognised
from parvis.people.logic.customers.rows import RowRefused, compile_reader
from parvis.people.logic.customers.tables import layout_of, records
from tests.factories.channels import NOON

ROWS = "Prénom;Nom;Ville\nZoé;Le Roux;Évry\n"


def read(data: bytes) -> tuple[tuple[str, ...], list[tuple[int, list[str], str]]]:
    file = io.BytesIO(data)
    layout, _sample = layout_of(file)
    return layout.headers, [(one.line, one.cells, one.reason) for one in records(file, layout)]


@pytest.mark.parametrize(
    "data",
    [
        ROWS.encode(), ROWS.encode("utf-8-sig"), ROWS.encode("cp1252"), ROWS.encode("utf-16"),
        ROWS.replace("\n", "\r\n").encode(), ROWS.replace("\n", "\r").encode(), ROWS.replace(";", "\t").encode(),
        b"\n" + ROWS.encode(), ROWS.replace("Zoé", '"Zoé"').encode(),
    ],
)  # fmt: skip
def test_any_alphabet_and_separator(data: bytes) -> None:
    headers, rows = read(data)
    assert headers == ("Prénom", "Nom", "Ville")
    assert [cells for _, cells, _ in rows] == [["Zoé", "Le Roux", "Évry"]]
    assert list(recognised(headers, [cells for _, cells, _ in rows]).values()) == [
        "given_name",
        "family_name",
        "city",
    ]


def test_a_broken_row_does_not_swallow_the_next() -> None:
    _, rows = read(b'a,b\n"two\nlines",1\n5" pipe,2\n"open,3\nx,4\n1,2,3\n')
    assert rows == [
        (2, ["two\nlines", "1"], ""), (4, ['5" pipe', "2"], ""), (5, [], "unclosed-quote"), (6, ["x", "4"], ""),
        (7, [], "too-many-cells"),
    ]  # fmt: skip


def test_headers_that_repeat_are_numbered_and_two_fields_of_one_kind_are_asked_about() -> None:
    layout, _ = layout_of(io.BytesIO(b"E-mail,E-mail,Nom,,Nom\na@x.fr,b@x.fr,R,1,S\n"))
    assert layout.headers == ("E-mail", "E-mail (2)", "Nom", "#4", "Nom (2)")
    assert layout.notes == ("headers-repeated",)
    assert recognised(layout.headers, []) == {0: "email", 1: "email", 2: "family_name"}
    assert missing({0: "family_name", 1: "family_name"}) == "field-twice"
    assert missing({0: "city"}) == "nobody-named"
    assert missing({0: "email", 1: "consent:prospecting:email"}) == "consent-without-proof"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b" \n \n", "empty"), (b"a,b\n", "no-rows"), (b"\x00\x01\x02", "not-text"),
        (b"\xd0\xcf\x11\xe0old", "old-excel"), (b"\x1f\x8bgz", "packed"), (b"PK\x03\x04", "not-excel"),
        (b"%PDF-1.7", "not-text"), (",".join(map(str, range(10_000))).encode() + b"\n1\n", "too-many-columns"),
    ],
)  # fmt: skip
def test_what_is_no_table_has_a_code(data: bytes, code: str) -> None:
    with pytest.raises(NotATable) as caught:
        layout_of(io.BytesIO(data))
    assert caught.value.code == code


def workbook(*rows: list[object]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_as_people_see_it() -> None:
    data = workbook(
        ["Nom", "Numéro client", "maj"], ["Roux", 42.0, NOON.replace(tzinfo=None)], [], [None, "=1+1", True]
    )
    headers, rows = read(data)
    assert headers == ("Nom", "Numéro client", "maj")
    # A formula that Excel never computed has no value.
    assert [cells for _, cells, _ in rows] == [["Roux", "42", "2026-03-02 12:00:00"], ["", "", "yes"]]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", b"0" * (201 * 1024**2))
    with pytest.raises(NotATable) as caught:
        layout_of(file)
    assert caught.value.code == "unpacks-too-large"


def test_a_row_says_what_it_says_and_no_more() -> None:
    mapping = {0: "full_name", 1: "email", 2: "phone", 3: "language", 4: "changed_at", 5: "customer_number"}
    reader = compile_reader(mapping, own={}, zone=UTC, now=NOON)
    row = reader(
        ["DUPONT Marie", "A@x.fr; b@x.fr, nonsense", "06 12 34 56 78", "français", "01/02/2026", "'1"]
    )
    assert (row.given_name, row.family_name, row.language) == ("Marie", "DUPONT", "fr")
    assert row.points == [("email", "a@x.fr"), ("email", "b@x.fr"), ("phone", "+33612345678")]
    assert (row.left, row.as_of is not None and row.as_of.month) == (["email"], 2)
    for cells, code in (
        (["", "", "", "", "", ""], "nobody"),
        (["x" * 300, "", "", "", "", "9" * 200], "too-long"),
        (["x", "", "", "", "2999-01-01", ""], "date-unreadable"),
        (["=cmd|'/c calc'!A1", "", "", "", "", ""], "formula"),
    ):
        with pytest.raises(RowRefused) as caught:
            reader(cells)
        assert caught.value.code == code


@settings(max_examples=60, deadline=None, database=None, derandomize=True)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_we_write_we_read(rows: list[list[str]]) -> None:
    file = io.BytesIO()
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    kept = [row for row in rows if any(row)]
    if not kept:
        return
    write_csv(file, Table("t", ["a", "b", "c"], rows))
    _, found = read(file.getvalue())
    assert [cells for _, cells, _ in found] == kept
