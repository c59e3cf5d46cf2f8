"""Figures that say how sure they are, and bars drawn as SVG (a strict CSP refuses style attributes)."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.foundation.web.components.labels import SENTIMENTS
from parvis.foundation.web.components.markup import icon


def stat(
    label: Any,
    value: Any,
    *,
    unit: Any = "",
    interval: Any = "",
    change: Any = "",
    direction: str = "",
    is_good: bool | None = None,
    n: int | None = None,
    period: Any = "",
    url: str = "",
    explain: Any = "",
) -> SafeString:
    """`direction` is up, down or "" and only draws the arrow; `is_good` decides the tone of the change."""
    tone = "" if is_good is None else "good" if is_good else "bad"
    moved = (
        format_html(
            '<span class="stat-change {}">{}{}</span>',
            f"stat-{tone}" if tone else "",
            icon({"up": "arrow-up", "down": "arrow-down"}.get(direction, "minus"), size="small"),
            change,
        )
        if change
        else ""
    )
    notes = [str(note) for note in (interval, period) if note]
    if n is not None:
        notes.append(ngettext("n = %(n)s", "n = %(n)s", n) % {"n": number_format(n, force_grouping=True)})
    shown = _("not enough data") if value is None or value == "" else value
    figure = format_html(
        '<span class="stat-value{}">{}{}</span>',
        " stat-none" if value is None or value == "" else "",
        shown,
        format_html('<span class="stat-unit">{}</span>', unit) if unit and shown is value else "",
    )
    return format_html(
        '<{} class="stat"{}{}><span class="stat-label">{}</span><span class="stat-line">{}{}</span>'
        '<span class="stat-notes">{}</span></{}>',
        "a" if url else "div",
        format_html(' href="{}"', url) if url else "",
        format_html(' title="{}"', explain) if explain else "",
        label,
        figure,
        moved,
        " · ".join(notes),
        "a" if url else "div",
    )


def meter(value: float | None, maximum: float = 1.0, label: Any = "", tone: str = "accent") -> SafeString:
    """A share as a bar; `label` is what screen readers hear, so it names the figure."""
    share = 0.0 if not value or not maximum else max(0.0, min(1.0, float(value) / float(maximum)))
    return format_html(
        '<svg class="meter meter-{}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="meter-track" width="100" height="6"></rect>'
        '<rect class="meter-fill" width="{}" height="6"></rect></svg>',
        tone,
        label or f"{share:.0%}",
        f"{share * 100:.2f}",
    )


def sentiment_bar(negative: int, neutral: int, positive: int, not_analysed: int = 0) -> SafeString:
    """How a set of texts divides; the words and numbers are in its name and on hover."""
    parts: Sequence[tuple[str, int]] = (
        ("negative", negative),
        ("neutral", neutral),
        ("positive", positive),
        ("", not_analysed),
    )
    total = sum(count for _name, count in parts)
    said = ", ".join(
        f"{SENTIMENTS[name].word} {number_format(count, force_grouping=True)}"
        for name, count in parts
        if count
    )
    rects, offset = [], 0.0
    for name, count in parts:
        if count:
            width = 100 * count / total
            rects.append(
                format_html(
                    '<rect class="part-{}" x="{}" width="{}" height="6"></rect>',
                    SENTIMENTS[name].tone,
                    f"{offset:.3f}",
                    f"{width:.3f}",
                )
            )
            offset += width
    return format_html(
        '<svg class="meter meter-parts" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<title>{}</title><rect class="meter-track" width="100" height="6"></rect>{}</svg>',
        said or _("not enough data"),
        said or _("not enough data"),
        SafeString("".join(rects)),
    )
