"""A report as PDF: title, figures, charts as vectors, tables; page numbers; made of the same value as the page.

Fonts: DejaVu where the system has it (more alphabets), else Vera, which the library brings along (docs/adr/0015).
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from reportlab.graphics import shapes
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.platypus import BaseDocTemplate, Frame, KeepTogether, PageTemplate, Paragraph, Spacer, Table

from parvis.foundation.web.components.quantities import counted, day_in_words
from parvis.reporting.logic.content import Cell, Content, ShownChart, ShownFigure, ShownTable
from parvis.reporting.logic.drawing import Area, Drawing, Stroke
from parvis.reporting.reads.drawn import days_shown, drawn_chart, drawn_shares

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
PLAIN, STRONG = "Report", "Report-Bold"
SHORT = 30  # rows of a table that stays on one page
SYSTEM_FONTS = Path("/usr/share/fonts/truetype/dejavu")
# As foundation/static/foundation/tokens.css says them for light pages.
INK, QUIET, LINE, ACCENT = HexColor("#23211d"), HexColor("#5f5a50"), HexColor("#dcd6ca"), HexColor("#0f4c54")
TONES = {
    "subject": ACCENT,
    "comparison": HexColor("#a79f90"),
    "positive": HexColor("#2a9d93"),
    "negative": HexColor("#dd7a30"),
    "neutral": HexColor("#b3aa9b"),
    "not_analysed": HexColor("#cdc5b7"),
    "grid": LINE,
    "text": INK,
}
_TEXT = ParagraphStyle("text", fontName=PLAIN, fontSize=9, leading=12.5, textColor=INK)
_FINE = ParagraphStyle("fine", parent=_TEXT, fontSize=7.5, leading=10, textColor=QUIET)
_CELL = ParagraphStyle("cell", parent=_TEXT, fontSize=8.5, leading=11)
_NUMBER = ParagraphStyle("number", parent=_CELL, alignment=TA_RIGHT)
_HEAD = ParagraphStyle("head", parent=_FINE, fontName=STRONG)
_HEAD_NUMBER = ParagraphStyle("head number", parent=_HEAD, alignment=TA_RIGHT)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=STRONG, fontSize=20, leading=25)
_HEADING = ParagraphStyle(
    "heading", parent=_TEXT, fontName=STRONG, fontSize=12, leading=16, spaceBefore=14, spaceAfter=4
)


def as_pdf(content: Content) -> bytes:
    """The file. Its title, language and outline are set, so that a reader names it and jumps in it."""
    _load_fonts()
    file = io.BytesIO()
    with override(content.language):
        period_words = days_shown(content)
        document = _Document(file, content, period_words)
        document.build(list(_story(content, period_words)))
    return file.getvalue()


class _Document(BaseDocTemplate):  # type: ignore[misc]
    """Pages with a foot, headings in the outline."""

    def __init__(self, file: io.BytesIO, content: Content, period_words: str) -> None:
        super().__init__(
            file,
            pagesize=A4,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            title=_written(f"{content.name} · {period_words}"),
            author=_written(content.company),
            creator="Parvis",
            lang=content.language,
            displayDocTitle=True,
        )
        self.foot = _written(f"{content.company} · {content.name} · {period_words}")
        frame = Frame(MARGIN, MARGIN + 6 * mm, WIDTH, A4[1] - 2 * MARGIN - 6 * mm, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self.write_foot))

    def write_foot(self, canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(QUIET)
        canvas.drawString(MARGIN, MARGIN - 2 * mm, self.foot[:110])
        number = _written(_("Page %(number)s") % {"number": document.page})
        canvas.drawRightString(A4[0] - MARGIN, MARGIN - 2 * mm, number)
        canvas.restoreState()

    def afterFlowable(self, flowable: Any) -> None:
        if isinstance(flowable, Paragraph) and flowable.style.name in ("title", "heading"):
            key = f"h{self.seq.nextf('heading')}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, level=0)


def _story(content: Content, period_words: str) -> list[Any]:
    story: list[Any] = [
        _paragraph(content.name, _TITLE),
        _paragraph(f"{content.company} · {period_words}", _TEXT),
        _paragraph(_("Made on %(day)s") % {"day": day_in_words(content.made_at.date())}, _FINE),
        Spacer(1, 8),
    ]
    if content.is_empty:
        story.append(_paragraph(_("Nothing was counted in this period."), _TEXT))
    if content.figures:
        story.append(_figures(content.figures))
        fine = _("A change is marked with a dot where it is more than chance explains (95 %).")
        story.append(_paragraph(fine, _FINE))
    for chart in content.charts:
        story.append(KeepTogether(_chart(chart, period_words)))
    for table in content.tables:
        story += _table(table)
    if content.quotes:
        story.append(_paragraph(_("Chosen posts"), _HEADING))
        fine = _("Examples that somebody chose; they prove nothing. Names, handles and links are left out.")
        story.append(_paragraph(fine, _FINE))
        for quote in content.quotes:
            said = [_paragraph(quote.words, _TEXT), _paragraph(day_in_words(quote.day), _FINE), Spacer(1, 6)]
            story.append(KeepTogether(said))
    return story


def _figures(figures: list[ShownFigure]) -> Table:
    rows: list[list[Any]] = [
        [
            _paragraph(pgettext("column", "Figure"), _HEAD),
            _paragraph(pgettext("column", "Value"), _HEAD_NUMBER),
            _paragraph(pgettext("column", "Interval"), _HEAD_NUMBER),
            _paragraph(pgettext("column", "Rests on"), _HEAD_NUMBER),
            _paragraph(pgettext("column", "Before"), _HEAD_NUMBER),
            _paragraph(pgettext("column", "Change"), _HEAD_NUMBER),
        ]
    ]
    for one in figures:
        value = one.value_words or pgettext("figure", "not enough data")
        rows.append(
            [
                [_paragraph(one.label, _CELL), _paragraph(one.explain, _FINE)],
                [_paragraph(value, _NUMBER), *([_paragraph(one.unit, _FINE_RIGHT)] if one.unit else [])],
                _paragraph(one.interval_words, _NUMBER),
                _paragraph(counted(one.n), _NUMBER),
                _paragraph(one.before_words, _NUMBER),
                _paragraph(one.change_words + (" •" if one.is_sure else ""), _NUMBER),
            ]
        )
    return _ruled(rows, [WIDTH * part for part in (0.34, 0.15, 0.19, 0.1, 0.11, 0.11)])


_FINE_RIGHT = ParagraphStyle("fine right", parent=_FINE, alignment=TA_RIGHT)


def _chart(chart: ShownChart, period_words: str) -> list[Any]:
    drawing = drawn_chart(chart)
    says = _("%(unit)s · %(period)s · n = %(n)s") % {
        "unit": chart.unit, "period": period_words, "n": counted(chart.n),
    }  # fmt: skip
    parts: list[Any] = [_paragraph(chart.title, _HEADING), _paragraph(says, _FINE), _strokes(drawing)]
    if drawing.legend:
        words = " &nbsp; ".join(
            f'<font color="{_hex(tone)}">■</font> {escape(_written(label))}' for tone, label in drawing.legend
        )
        parts.append(Paragraph(words, _FINE))
    if any(value is not None for line in chart.lines for value in line.low):
        parts.append(_paragraph(_("The band is the interval (95 %)."), _FINE))
    return parts


def _table(table: ShownTable) -> list[Any]:
    says = f"{table.explain} n = {counted(table.n)}" + (f" · {table.note}" if table.note else "")
    head: list[Any] = [_paragraph(table.title, _HEADING), _paragraph(says, _FINE)]
    if (drawing := drawn_shares(table)) is not None:
        head += [Spacer(1, 4), _strokes(drawing)]
    rows: list[list[Any]] = [
        [_paragraph(column, _HEAD_NUMBER if place else _HEAD) for place, column in enumerate(table.columns)]
    ]
    for row in table.rows:
        rows.append([_paragraph(_cell(cell), _NUMBER if place else _CELL) for place, cell in enumerate(row)])
    first = 0.3
    widths = [WIDTH * first] + [WIDTH * (1 - first) / max(1, len(table.columns) - 1)] * (
        len(table.columns) - 1
    )
    ruled = _ruled(rows, widths)
    if table.steps:
        # 0.1 to 0.5 of the accent: dark figures stay readable on all of them.
        ruled.setStyle(
            [
                (
                    "BACKGROUND",
                    (place, number),
                    (place, number),
                    Color(ACCENT.red, ACCENT.green, ACCENT.blue, step / 10),
                )
                for number, steps in enumerate(table.steps, start=1)
                for place, step in enumerate(steps, start=1)
                if step
            ]
        )
    whole = [*head, Spacer(1, 4), ruled]
    # A title does not stand at the foot of a page without its rows; only a long table goes over pages.
    return [KeepTogether(whole)] if len(rows) <= SHORT else whole


def _ruled(rows: list[list[Any]], widths: list[float]) -> Table:
    return Table(
        rows,
        colWidths=widths,
        repeatRows=1,
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, QUIET),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ],
    )


def _shade(step: int) -> Color:
    return Color(ACCENT.red, ACCENT.green, ACCENT.blue, step / 10)


def _strokes(drawing: Drawing) -> shapes.Drawing:
    """The drawing on paper, where y grows upwards."""
    scale = WIDTH / drawing.width
    found = shapes.Drawing(WIDTH, drawing.height * scale)
    group = shapes.Group(transform=(scale, 0, 0, -scale, 0, drawing.height * scale))
    for one in drawing.shapes:
        if isinstance(one, Area):
            colour = TONES.get(one.tone, ACCENT)
            if one.is_faint:
                colour = Color(colour.red, colour.green, colour.blue, alpha=0.18)
            flat = [number for point in one.points for number in point]
            group.add(shapes.Polygon(flat, fillColor=colour, strokeColor=None, strokeWidth=0))
        elif isinstance(one, Stroke):
            flat = [number for point in one.points for number in point]
            colour = TONES.get(one.tone, ACCENT)
            group.add(shapes.PolyLine(flat, strokeColor=colour, strokeWidth=one.width, strokeLineJoin=1))
        else:
            x, y = one.at
            found.add(
                shapes.String(
                    x * scale,
                    (drawing.height - y) * scale,
                    _written(one.text),
                    fontName=PLAIN,
                    fontSize=7.5,
                    fillColor=QUIET,
                    textAnchor=one.anchor,
                )
            )
    found.insert(0, group)
    return found


def _cell(cell: Cell) -> str:
    if cell is None:
        return "–"
    return counted(cell) if isinstance(cell, int) else str(cell)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(_written(text)), style)


def _written(text: str) -> str:
    """Vera has no narrow no-break space, and control characters are none of a page's."""
    plain = str(text).replace("\u202f", "\u00a0")
    return "".join(sign for sign in plain if sign.isprintable() or sign == "\u00a0")


def _hex(tone: str) -> str:
    return f"#{TONES.get(tone, ACCENT).hexval()[2:]}"


@cache
def _load_fonts() -> None:
    brought = Path(reportlab.__file__).parent / "fonts"
    for name, system, own in (
        (PLAIN, "DejaVuSans.ttf", "Vera.ttf"),
        (STRONG, "DejaVuSans-Bold.ttf", "VeraBd.ttf"),
    ):
        try:
            font = TTFont(name, str(SYSTEM_FONTS / system))
        except TTFError:
            font = TTFont(name, str(brought / own))
        pdfmetrics.registerFont(font)
