"""Records of one or two files, column by column: each different value once, and its number in each record."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.fields import FIELDS
from parvis.people.logic.resolution.forms import Forms, forms, normal
from parvis.people.logic.resolution.normalised import is_month_first


class RawColumn:
    """A column as read: a value is kept once, a record keeps its number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {"": 0}
        self.rows = array("i")

    def add(self, value: str) -> None:
        numbers = self.numbers
        self.rows.append(numbers.setdefault(value, len(numbers)))


@dataclass(frozen=True)
class Records:
    """One file: the ids as written, and its columns by field."""

    ids: Sequence[str]
    columns: Mapping[str, RawColumn]


@dataclass(frozen=True)
class Column:
    kind: str
    forms: Forms  # value 0 is the missing one
    rows: Array  # record → value


@dataclass(frozen=True)
class Table:
    """The records of the left file, then those of the right; `divide` is where the right begins (none: 0)."""

    columns: Mapping[str, Column]
    size: int
    divide: int

    @property
    def chance_pairs(self) -> float:
        if self.divide:
            return float(self.divide) * (self.size - self.divide)
        return self.size * (self.size - 1) / 2


def kind_of(field: str) -> str:
    return FIELDS[field].kind if field in FIELDS else "text"


def table_of(left: Records, right: Records | None = None) -> Table:
    """Fields that both files have. Where one has none of a column, nothing can be compared by it."""
    files = [left] if right is None else [left, right]
    shared = [field for field in left.columns if all(field in file.columns for file in files)]
    size = sum(len(file.ids) for file in files)
    columns = {}
    for field in shared:
        column = _column(field, [file.columns[field] for file in files])
        if len(column.forms.whole) > 1:
            columns[field] = column
    return Table(columns, size, len(left.ids) if right is not None else 0)


def _column(field: str, parts: Sequence[RawColumn]) -> Column:
    kind = kind_of(field)
    numbers: dict[str, int] = {"": 0}
    rows = []
    for part in parts:
        month_first = kind == "date" and is_month_first(part.numbers)
        written = (normal(kind, raw, month_first=month_first) for raw in part.numbers)
        if field == "full_name":  # the order of its words is anybody's
            written = (" ".join(sorted(words.split())) for words in written)
        to = np.fromiter(
            (numbers.setdefault(value, len(numbers)) for value in written), np.int32, len(part.numbers)
        )
        rows.append(to[np.frombuffer(part.rows, np.int32)] if len(part.rows) else np.zeros(0, np.int32))
    return Column(kind, forms(kind, list(numbers)), np.concatenate(rows))
