"""A CSV file of person records, as exports write them: UTF-8 (with or without a mark), UTF-16 or Windows-1252;
commas, semicolons, tabs or bars. Read once, row by row; each different value is kept once."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO

from parvis.people.logic.resolution.fields import FIELDS, field_of_header, recognised
from parvis.people.logic.resolution.normalised import folded
from parvis.people.logic.resolution.table import RawColumn, Records

SAMPLE, PROBE_BYTES = 200, 1 << 20
MOST_RECORDS = 5_000_000
OWN = "column "  # before the header of a column that is no known field, compared where both files have it
_DELIMITERS = ",;\t|"


class NotRecords(ValueError):
    """The file cannot be read as records, in one sentence that begins after the file's name."""


def read_records(file: BinaryIO, *, mapped: Mapping[str, str]) -> Records:
    """`mapped`: field → header, as the caller says; the other columns are recognised."""
    text = io.TextIOWrapper(file, _encoding(file), errors="strict", newline="")
    try:
        return _records(text, mapped)
    except UnicodeDecodeError as error:
        raise NotRecords("is not text in UTF-8, UTF-16 or Windows-1252") from error
    finally:
        text.detach()


def _encoding(file: BinaryIO) -> str:
    """By the mark; else UTF-8 if all of the file is, else Windows-1252, which French exports are in."""
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    try:
        while block := file.read(PROBE_BYTES):
            if b"\0" in block:
                raise NotRecords("is no CSV file: it holds bytes that no text has")
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    file.seek(0)
    return encoding


def _records(text: io.TextIOWrapper, mapped: Mapping[str, str]) -> Records:
    first = text.readline()
    while first and not first.strip():
        first = text.readline()
    if not first:
        raise NotRecords("is empty")
    rows = _rows(first, text)
    headers = [header.strip() for header in next(rows)[1]]
    if len(headers) < 2:
        raise NotRecords("has a single column; the first is the record's id, further ones say who it is")
    ahead: list[tuple[int, list[str]]] = []
    for numbered in rows:
        ahead.append(numbered)
        if len(ahead) == SAMPLE:
            break
    if not ahead:
        raise NotRecords("has a header and no records")
    fields = _fields(headers, [row for _, row in ahead], mapped)
    ids: dict[str, int] = {}
    columns = {field: RawColumn() for field in fields.values()}
    into = [(at, columns[field]) for at, field in fields.items()]
    for line, row in chain(ahead, rows):
        if len(row) > len(headers):
            raise NotRecords(f"has {len(row)} values in line {line}, its header {len(headers)} columns")
        record = row[0].strip()
        if not record:
            raise NotRecords(f"has no record id in line {line} (the first column is the id)")
        if record in ids:
            raise NotRecords(f"has the record id {record!r} twice, in lines {ids[record]} and {line}")
        if len(ids) == MOST_RECORDS:
            raise NotRecords(f"has more than {MOST_RECORDS:,} records, which is the most at once")
        ids[record] = line
        given = len(row)
        for at, column in into:
            column.add(row[at].strip() if at < given else "")
    return Records(list(ids), columns)


def _rows(first: str, text: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    """(line, values); empty lines are passed over."""

    def lines() -> Iterator[str]:
        yield first
        yield from text

    delimiter = max(_DELIMITERS, key=lambda sign: _outside_quotes(first, sign))
    reader = csv.reader(lines(), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise NotRecords(f"is broken at line {reader.line_num}: {error}") from error
        if row is None:
            return
        if any(value.strip() for value in row):
            yield reader.line_num, row


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _fields(
    headers: Sequence[str], sample: Sequence[Sequence[str]], mapped: Mapping[str, str]
) -> dict[int, str]:
    known = {folded(header): at for at, header in reversed(list(enumerate(headers)))}
    fields = {}
    for field, header in mapped.items():
        at = known.get(folded(header))
        if at is not None:
            fields[at] = field
    columns = [[values[at] if at < len(values) else "" for values in sample] for at in range(len(headers))]
    for at, field in recognised(headers, columns).items():
        if at not in fields and field not in fields.values():
            fields[at] = field
    for at, header in enumerate(headers):
        name = OWN + folded(header)
        if at and at not in fields and folded(header) and name not in fields.values():
            fields[at] = name
    return fields


def brought_together(left: Records, right: Records) -> tuple[Records, Records]:
    """Where one file has the whole name in one column and the other has it in two, the two are joined."""
    return _with_whole_name(left, right), _with_whole_name(right, left)


def _with_whole_name(records: Records, other: Records) -> Records:
    given, family = (records.columns.get(name) for name in ("given_name", "surname"))
    if not (family and given) or "full_name" in records.columns or "full_name" not in other.columns:
        return records
    if "surname" in other.columns:
        return records
    whole = RawColumn()
    given_values, family_values = list(given.numbers), list(family.numbers)
    for one, two in zip(given.rows, family.rows, strict=True):
        whole.add(f"{given_values[one]} {family_values[two]}".strip())
    return Records(records.ids, {**records.columns, "full_name": whole})


def compared_fields(left: Records, right: Records | None) -> list[str]:
    """The known fields that both files have with something in them."""

    def filled(records: Records, field: str) -> bool:
        return field in records.columns and len(records.columns[field].numbers) > 1

    files = [left] if right is None else [left, right]
    return [field for field in FIELDS if all(filled(file, field) for file in files)]


def field_named(name: str) -> str | None:
    """A field as somebody types it: its name, or any header that stands for it."""
    return field_of_header(name)
