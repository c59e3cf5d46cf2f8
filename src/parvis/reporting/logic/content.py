"""What a report says, as a value: the page, the mail, the PDF and the spreadsheet are made of the same one.

Words are already in the report's language; numbers stand beside their words, so that a chart or a cell has the value
itself. No person and no author is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """value_words None: not enough data. n: what it rests on; change_words with is_sure: more than chance explains."""

    key: str
    label: str
    explain: str
    unit: str
    value: float | None
    value_words: str | None
    low: float | None
    high: float | None
    interval_words: str
    n: int
    before: float | None
    before_words: str
    change_words: str
    is_sure: bool
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a chart. None is a gap."""

    label: str
    values: list[float | None]
    low: list[float | None]
    high: list[float | None]
    tone: str


@dataclass(frozen=True, slots=True)
class ShownChart:
    """A course over time: kind is line, bars or stacked; each point begins on its day."""

    key: str
    title: str
    unit: str
    kind: str
    points: list[date]
    lines: list[Line]
    n: int
    decimals: int


@dataclass(frozen=True, slots=True)
class ShownTable:
    """shares: for each row a share in 0..1 with its interval, drawn as a bar; empty where there is none to draw."""

    key: str
    title: str
    explain: str
    columns: list[str]
    rows: list[list[Cell]]
    shares: list[tuple[float, float | None, float | None] | None]
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report."""

    name: str
    company: str
    language: str
    first: date
    last: date
    made_at: datetime
    figures: list[ShownFigure]
    charts: list[ShownChart]
    tables: list[ShownTable]

    @property
    def is_empty(self) -> bool:
        return not any(figure.n for figure in self.figures) and not any(table.rows for table in self.tables)


def to_plain(content: Content) -> Any:
    """As it lies in the database."""
    return msgspec.to_builtins(content)


def from_plain(plain: Any) -> Content:
    return msgspec.convert(plain, Content)
