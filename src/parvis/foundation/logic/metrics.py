"""What a figure is: a value with what it rests on, how sure it is, and where its rows are.

Each capability offers its `METRICS` (a tuple of Metric); the dashboard asks every metric for the period
chosen and for the one before it. A figure without enough data has the value None, which is not 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from parvis.foundation.logic.periods import Period

# Words may be lazy translations, which are not str; whoever shows them calls str().
Words = Any
Kind = Literal["line", "bars", "stacked"]
Section = Literal["volume", "sentiment", "time", "waiting"]


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in the metric's unit; None where there is not enough data.

    n: how many rows the value rests on (the denominator). low, high: 95 % interval in the same unit.
    rows_url: the page that lists exactly these rows; its count equals `rows` (or `n` where that is None).
    detail: a short sentence of its own ("1,203 not analysed"), already translated.
    """

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None
    rows_url: str = ""
    rows: int | None = None
    detail: Words = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one layer: a value for each bucket of the period, None is a gap (no data, not 0)."""

    label: Words
    values: Sequence[float | None]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    tone: str = "subject"  # subject, comparison, positive, negative, neutral, not_analysed


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the dashboard.

    total(user, period) -> Figure; series(user, period) -> in every Series one value for each period.buckets.
    The user is given because somebody who sees some queues only gets the figure of those queues.
    """

    key: str  # unique, e.g. "mentions.volume"
    label: Words
    unit: Words  # what the value counts: "mentions", "points"; for durations "seconds" (shown as h/min)
    explain: Words  # one sentence: what is counted, over which denominator
    section: Section
    total: Callable[[Any, Period], Figure]
    series: Callable[[Any, Period], Sequence[Series]] | None = None
    kind: Kind = "line"
    decimals: int = 0
    more_is: Literal["better", "worse", ""] = ""
    is_now: bool = False  # a state of this moment (waiting now): no period, no comparison
    is_duration: bool = False  # the value is in seconds
    rows_of_bucket_url: Callable[[Any, Period], str] | None = None  # with {from} and {to}, both days included
    permission: str = "figures.view"
