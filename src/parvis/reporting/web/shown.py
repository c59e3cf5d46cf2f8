"""A report's content as its page shows it: the same for its maker, its edition and a shared link."""

from __future__ import annotations

from typing import Any

from parvis.foundation.web.components.labels import CHANNELS
from parvis.foundation.web.components.quantities import day_in_words
from parvis.reporting.logic.content import Cell, Content, ShownTable
from parvis.reporting.reads.drawn import as_svg, days_shown, drawn_chart, drawn_shares
from parvis.reporting.reads.tables import chart_table


def content_shown(content: Content) -> dict[str, Any]:
    """In the language that is spoken now, which the caller has made the report's."""
    charts = []
    for chart in content.charts:
        drawing = drawn_chart(chart)
        charts.append(
            {
                "chart": chart,
                "svg": as_svg(drawing),
                "legend": drawing.legend,
                "has_band": any(value is not None for line in chart.lines for value in line.low),
                "table": chart_table(chart),
            }
        )
    tables = []
    for table in content.tables:
        shares = drawn_shares(table)
        tables.append({"table": table, "svg": as_svg(shares) if shares else "", "rows": _rows(table)})
    return {
        "content": content,
        "days": days_shown(content),
        "charts": charts,
        "tables": tables,
        "quotes": [(one, _channel(one.channel), day_in_words(one.day)) for one in content.quotes],
    }


def _channel(kind: str) -> str:
    return str(CHANNELS[kind].word) if kind in CHANNELS else kind


def _rows(table: ShownTable) -> list[list[tuple[Cell, int | None]]]:
    """Each cell with how dark it is; the first of a row names it."""
    shaded = [[None, *steps] for steps in table.steps] or [[None] * len(row) for row in table.rows]
    return [list(zip(row, steps, strict=True)) for row, steps in zip(table.rows, shaded, strict=True)]
