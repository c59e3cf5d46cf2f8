"""A report's content as its page shows it: the same for its maker, its edition and a shared link."""

from __future__ import annotations

from typing import Any

from parvis.reporting.logic.content import Content
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
        tables.append({"table": table, "svg": as_svg(shares) if shares else ""})
    return {"content": content, "days": days_shown(content), "charts": charts, "tables": tables}
