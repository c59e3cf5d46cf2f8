"""Records of a CSV file, one at a time, with the line each begins on. A broken one does not swallow the next."""

from __future__ import annotations

import codecs
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from parvis.people.logic.customers.errors import NotATable

DELIMITERS = ",;\t|"
MOST_LINE = 256 * 1024  # characters of one line
MOST_RECORD = 128 * 1024  # characters of a record over several lines; the csv module's own limit of a cell
MOST_LINES_OF_RECORD = 200
_PROBE = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """Cells by number of the column; where reason is set, a record that cannot be read and how it begins."""

    line: int
    cells: list[str]
    reason: str = ""
    excerpt: str = ""


def encoding_of(file: BinaryIO) -> str:
    """By the mark; else UTF-8 if all of the file is, else Windows-1252, which French exports are in.

    Raises NotATable("not-text") for what holds bytes that no text has.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    while block := file.read(_PROBE):
        if b"\0" in block:
            raise NotATable("not-text")
        if encoding == "utf-8-sig":
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                encoding = "cp1252"
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        encoding = "cp1252"
    file.seek(0)
    return encoding


def delimiter_of(line: str) -> str:
    """The sign that stands most often outside quotation marks."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def csv_records(file: BinaryIO, *, encoding: str, delimiter: str) -> Iterator[Record]:
    """Every record from the beginning, the head too; empty lines are left out.

    A record is whole when its quotation marks come in pairs. Where they never do, its first line alone is refused
    (or read as it stands, if the mark was only an inch sign) and reading goes on with the second.
    """
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
    lines = _Lines(text)
    try:
        while (taken := lines.next()) is not None:
            line, first = taken
            if len(first) >= MOST_LINE:
                yield Record(line, [], "line-too-long", first[:200])
            elif '"' not in first:
                bare = first.rstrip("\r\n")
                if bare.strip():
                    yield Record(line, bare.split(delimiter))
            else:
                yield _quoted(lines, line, first, delimiter)
    finally:
        text.detach()


class _Lines:
    """Lines that can be given back, with their numbers. A line longer than allowed is cut and its rest skipped."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._number = 0
        self._back: deque[tuple[int, str]] = deque()

    def next(self) -> tuple[int, str] | None:
        if self._back:
            return self._back.popleft()
        line = self._text.readline(MOST_LINE)
        if not line:
            return None
        self._number += 1
        rest = line
        while len(rest) >= MOST_LINE and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(MOST_LINE)
        return self._number, line

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))


def _quoted(lines: _Lines, number: int, first: str, delimiter: str) -> Record:
    whole, marks = first, first.count('"')
    further: list[tuple[int, str]] = []
    while marks % 2 and len(whole) < MOST_RECORD and len(further) < MOST_LINES_OF_RECORD:
        taken = lines.next()
        if taken is None:
            break
        further.append(taken)
        whole += taken[1]
        marks += taken[1].count('"')
    if marks % 2 == 0:
        try:
            return Record(number, next(csv.reader([whole], delimiter=delimiter, strict=True)))
        except (csv.Error, StopIteration):
            pass
    lines.give_back(further)
    try:
        cells = next(csv.reader([first.rstrip("\r\n") + "\n"], delimiter=delimiter))
    except (csv.Error, StopIteration):
        cells = ["\n"]
    if cells and cells[-1].endswith("\n"):  # the line's end is inside a cell: its mark stayed open
        return Record(number, [], "unclosed-quote", first[:200])
    return Record(number, cells)
