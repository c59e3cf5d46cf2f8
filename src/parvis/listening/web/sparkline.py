"""A row of bars the size of a word: the course of a figure beside it. The figures themselves stand in its name."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from parvis.foundation.web.components.quantities import counted

HEIGHT, STEP, BAR = 20, 4, 3


def sparkline(values: Sequence[int]) -> SafeString:
    """One bar a value, from zero; nothing where nothing was counted."""
    most = max(values, default=0)
    if not most:
        return SafeString("")
    said = _("%(least)s to %(most)s a day, %(last)s on the last") % {
        "least": counted(min(values)),
        "most": counted(most),
        "last": counted(values[-1]),
    }
    heights = [(max(1, round(HEIGHT * value / most)) if value else 0) for value in values]
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}"></rect>',
        ((place * STEP, HEIGHT - height, BAR, height) for place, height in enumerate(heights) if height),
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>',
        len(values) * STEP,
        HEIGHT,
        said,
        bars,
    )
