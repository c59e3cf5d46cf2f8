"""What a report says, as a value: the page, the mail, the PDF and the spreadsheet are made of the same one.

Words are already in the report's language; numbers stand beside their words, so that a chart or a cell has the value
itself. No person and no author is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
    """shares: for each row a share in 0..1 with its interval, drawn as a bar; empty where there is none to draw.

    steps: how dark each cell behind the first of its row is, 0 to 5; empty: not shaded.
    """

    key: str
    title: str
    explain: str
    columns: list[str]
    rows: list[list[Cell]]
    shares: list[tuple[float, float | None, float | None] | None]
    n: int
    note: str = ""
    steps: list[list[int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A post that somebody chose as an example: its words without addresses and handles, and nobody's name."""

    words: str
    channel: str
    day: date
    sentiment: str


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report. quotes: for readers with an account and those it is mailed to; kept nowhere but in the posts."""

    name: str
    company: str
    language: str
    first: date
    last: date
    made_at: datetime
    figures: list[ShownFigure]
    charts: list[ShownChart]
    tables: list[ShownTable]
    quotes: list[ShownQuote] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(figure.n for figure in self.figures) and not any(table.rows for table in self.tables)


def to_plain(content: Content) -> Any:
    """As it lies in the database: without quotes, so that a post that is taken back is nowhere any more."""
    return msgspec.to_builtins(replace(content, quotes=[]))


def from_plain(plain: Any) -> Content:
    return msgspec.convert(plain, Content)
