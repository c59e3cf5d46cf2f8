"""The drawings of a report, with numbers and days as its language writes them."""

from __future__ import annotations

from datetime import UTC, date

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from parvis.foundation.logic.periods import Period
from parvis.foundation.web.components.quantities import days_in_words, percent, signed
from parvis.reporting.logic.content import Content, ShownChart, ShownTable
from parvis.reporting.logic.drawing import Area, Drawing, Shape, Stroke, chart_drawing, shares_drawing


def days_shown(content: Content) -> str:
    """16 Mar 2026 to 22 Mar 2026, in the language that is spoken now."""
    return days_in_words(Period(content.first, content.last, UTC))


def drawn_chart(chart: ShownChart) -> Drawing:
    def number(value: float) -> str:
        return signed(value, decimals=0 if value == int(value) else max(1, chart.decimals))

    return chart_drawing(chart, number=number, day=_short_day)


def drawn_shares(table: ShownTable) -> Drawing | None:
    """None for a table that has no shares."""
    if not any(table.shares):
        return None
    names = [str(row[0]) for row in table.rows]
    return shares_drawing(names, table.shares, percent=percent)


def as_svg(drawing: Drawing) -> SafeString:
    """Coloured by the page's style sheet (`.drawing`), so that it follows the theme. Its words stand in a table."""
    return format_html(
        '<svg class="drawing" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        _written(drawing.width),
        _written(drawing.height),
        format_html_join("", "{}", ((_shape(one),) for one in drawing.shapes)),
    )


def _shape(shape: Shape) -> SafeString:
    if isinstance(shape, Area):
        faint = " is-faint" if shape.is_faint else ""
        return format_html(
            '<polygon class="fill-{}{}" points="{}"/>', shape.tone, faint, _points(shape.points)
        )
    if isinstance(shape, Stroke):
        return format_html(
            '<polyline class="stroke-{}" stroke-width="{}" points="{}"/>',
            shape.tone,
            _written(shape.width),
            _points(shape.points),
        )
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        _written(shape.at[0]),
        _written(shape.at[1]),
        shape.anchor,
        shape.text,
    )


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{_written(x)},{_written(y)}" for x, y in points)


def _written(value: float) -> str:
    """With a point, whatever language is spoken."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _short_day(day: date) -> str:
    return date_format(day, "j M" if get_language() == "en" else "j N")
