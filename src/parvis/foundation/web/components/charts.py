"""A chart is a value: what is drawn, with its unit, period, n, interval and source.

The same value makes the picture (`js/chart.js`), the table twin and the exported image's caption. A view may
also answer it as JSON (`as_json`) to an element `data-chart="/its/url"`.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise

MOST_SERIES = 5


@dataclass(frozen=True)
class Series:
    """`values` follow the chart's points, None is a gap. `tone`: subject, comparison, positive, negative, neutral."""

    label: str | Promise
    values: Sequence[float | None]
    low: Sequence[float | None] = ()
    high: Sequence[float | None] = ()
    tone: str = "subject"


@dataclass(frozen=True)
class Chart:
    title: str | Promise
    points: Sequence[date]  # or datetimes, for steps below a day
    series: Sequence[Series]
    unit: str | Promise = ""
    period: str | Promise = ""
    n: int | None = None
    source: str | Promise = ""
    kind: str = "line"  # line, bars or stacked
    has_zero: bool = True
    decimals: int = 0
    rows_url: str = ""  # the rows behind a point; {from} and {to} stand for its ISO dates
    last_days: Sequence[date] = ()  # the last day of each point, which {to} then stands for
    notes: Sequence[str] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if len(self.series) > MOST_SERIES + 1:
            raise ValueError("At most five series and the rest as “others”.")
        if any(len(series.values) != len(self.points) for series in self.series):
            raise ValueError("Each series has one value for each point; a gap is None.")


def as_json(chart: Chart) -> dict[str, Any]:
    answer = asdict(chart)
    answer["points"] = [point.isoformat() for point in chart.points]
    answer["last_days"] = [day.isoformat() for day in chart.last_days]
    for name in ("title", "unit", "period", "source"):
        answer[name] = str(answer[name])
    for series in answer["series"]:
        series["label"] = str(series["label"])
        for name in ("values", "low", "high"):
            series[name] = list(series[name])
    return answer


def table_rows(chart: Chart) -> list[dict[str, Any]]:
    rows = []
    for index, point in enumerate(chart.points):
        cells = [cell(series, index, decimals=chart.decimals) for series in chart.series]
        shown = formats.date_format(point, "SHORT_DATE_FORMAT")
        url = chart.rows_url.replace("{from}", point.isoformat()).replace("{to}", next_point(chart, index))
        rows.append({"point": shown, "cells": cells, "url": url})
    return rows


def cell(series: Series, index: int, *, decimals: int) -> str:
    """A value with its interval, or nothing where there is a gap."""

    def shown(value: float) -> str:
        return formats.number_format(value, decimal_pos=decimals, force_grouping=True)

    value = series.values[index]
    if value is None:
        return ""
    low = series.low[index] if series.low else None
    high = series.high[index] if series.high else None
    if low is None or high is None:
        return shown(value)
    return f"{shown(value)} [{shown(low)}; {shown(high)}]"


def next_point(chart: Chart, index: int) -> str:
    """The end of a bucket is the start of the next one; the last bucket is as long as the one before it.

    Where the chart says its points' last days, those: the lists behind figures include both ends.
    """
    if chart.last_days:
        return chart.last_days[index].isoformat()
    if index + 1 < len(chart.points):
        return chart.points[index + 1].isoformat()
    if index:
        return (chart.points[index] + (chart.points[index] - chart.points[index - 1])).isoformat()
    return chart.points[index].isoformat()
