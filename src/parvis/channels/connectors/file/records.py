"""Records of a CSV or JSON Lines file: for each one its cells, or why it is none.

The CSV rules when a file breaks them:
- a record is read strictly first; a single line that fails is read again tolerantly (inner quotation marks
  that nobody doubled are common and harmless);
- a record over several lines that fails, or has the wrong number of cells, had an unclosed quotation mark:
  only its first line is refused and reading goes on with the second, so one slip cannot swallow the rest.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from parvis.channels.connectors.file.lines import Lines, LineTooLong

MAX_JSON_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Record:
    """Cells by column position; or, where reason is set, a refused line."""

    line: int
    cells: Sequence[str]
    reason: str = ""
    detail: str = ""
    excerpt: str = ""


def csv_records(lines: Lines, *, delimiter: str, width: int | None) -> Iterator[Record]:
    """Records with exactly width cells (any number when None, for reading the first line)."""
    strict = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(strict)
        except StopIteration:
            return
        except LineTooLong:
            yield _refuse_first(lines, "unclosed-quote" if len(lines.taken) > 1 else "line-too-long")
            continue
        except csv.Error:
            yield _read_tolerantly(lines, delimiter=delimiter, width=width)
            continue
        line = lines.taken[0].number
        if not cells:  # an empty line is no record
            lines.finish_record()
        elif width is None or len(cells) == width:
            lines.finish_record()
            yield Record(line, cells)
        elif len(lines.taken) > 1:
            yield _refuse_first(lines, "unclosed-quote")
        else:
            yield _refuse_first(lines, "wrong-cell-count", f"{len(cells)} / {width}")


def json_records(lines: Lines, *, columns: Sequence[str]) -> Iterator[Record]:
    """The columns of each JSON object, nested names joined by dots; an absent one is an empty cell."""
    while True:
        try:
            text = next(lines)
        except StopIteration:
            return
        except LineTooLong:
            yield _refuse_first(lines, "line-too-long")
            continue
        if not text.strip():
            lines.finish_record()
            continue
        found = flat_object(text)
        if found is None:
            yield _refuse_first(lines, "malformed-json")
            continue
        number = lines.taken[0].number
        lines.finish_record()
        yield Record(number, [found.get(column, "") for column in columns])


def flat_object(text: str) -> dict[str, str] | None:
    """One JSON object as text cells ("user.name" for what is nested), or None when it is none."""
    try:
        # RecursionError: brackets nested by the thousand; ValueError also: integers of 5,000 digits.
        value = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    cells: dict[str, str] = {}
    _flatten(value, "", cells, depth=0)
    return cells


def _flatten(value: dict[str, Any], prefix: str, cells: dict[str, str], *, depth: int) -> None:
    for key, inner in value.items():
        name = f"{prefix}{key}"
        if isinstance(inner, dict) and depth < MAX_JSON_DEPTH:
            _flatten(inner, f"{name}.", cells, depth=depth + 1)
        elif isinstance(inner, str):
            cells[name] = inner
        elif inner is None:
            cells[name] = ""
        elif isinstance(inner, bool):
            cells[name] = "true" if inner else "false"
        elif isinstance(inner, int | float):
            cells[name] = repr(inner)
        else:
            try:
                cells[name] = json.dumps(inner, ensure_ascii=False)
            except (ValueError, RecursionError):
                cells[name] = ""


def _read_tolerantly(lines: Lines, *, delimiter: str, width: int | None) -> Record:
    text = lines.taken[0].text
    if len(lines.taken) > 1 or text is None:
        return _refuse_first(lines, "unclosed-quote")
    try:
        # The line break is put back so that a mark that stays open shows: the break lands in its cell.
        cells = next(csv.reader([text.rstrip("\r\n") + "\n"], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return _refuse_first(lines, "text-too-long")  # the field limit of the csv module, 131,072
    if cells and cells[-1].endswith("\n"):
        return _refuse_first(lines, "unclosed-quote")
    if width is not None and len(cells) != width:
        return _refuse_first(lines, "wrong-cell-count", f"{len(cells)} / {width}")
    line = lines.taken[0].number
    lines.finish_record()
    return Record(line, cells)


def _refuse_first(lines: Lines, reason: str, detail: str = "") -> Record:
    first = lines.give_back_all_but_first()
    return Record(first.number, (), reason, detail, (first.text or "")[:800])
