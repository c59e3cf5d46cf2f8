"""The tables behind what a report shows, for a spreadsheet: every value with its interval, as a number."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.exports import Table
from parvis.reporting.logic.content import Content, ShownChart, ShownFigure


def tables_of(content: Content) -> list[Table]:
    """The figures, then each course over time, then each section; in the language that is spoken now."""
    return [
        *([figures_table(content.figures)] if content.figures else []),
        *(chart_table(chart) for chart in content.charts),
        *(Table(one.title, one.columns, one.rows) for one in content.tables),
    ]


def figures_table(figures: Iterable[ShownFigure]) -> Table:
    return Table(
        _("Figures"),
        [
            pgettext("column", "Figure"),
            pgettext("column", "Value"),
            pgettext("column", "Lower end (95 %)"),
            pgettext("column", "Upper end (95 %)"),
            pgettext("column", "Rests on"),
            pgettext("column", "The period before"),
            pgettext("column", "Unit"),
        ],
        [[one.label, one.value, one.low, one.high, one.n, one.before, one.unit] for one in figures],
    )


def chart_table(chart: ShownChart) -> Table:
    columns = [pgettext("column", "From day")]
    for line in chart.lines:
        columns.append(line.label)
        if any(value is not None for value in line.low):
            lower, upper = pgettext("column", "Lower end (95 %)"), pgettext("column", "Upper end (95 %)")
            columns += [f"{line.label}, {lower}", f"{line.label}, {upper}"]
    rows = []
    for place, day in enumerate(chart.points):
        row: list[object] = [day]
        for line in chart.lines:
            row.append(line.values[place])
            if any(value is not None for value in line.low):
                row += [line.low[place], line.high[place]]
        rows.append(row)
    return Table(f"{chart.title} ({chart.unit})" if chart.unit else chart.title, columns, rows)
