"""Figures as people read them: units, durations, intervals, changes."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.foundation.logic.metrics import Figure, Metric
from parvis.foundation.web.components.quantities import MINUS, interval, percent, signed
from parvis.reporting.logic.changes import Change
from parvis.reporting.logic.durations import Unit, parts_of


def duration(seconds: float) -> str:
    """3 h 12 min."""
    sign = MINUS if seconds < 0 else ""
    return sign + "\N{NO-BREAK SPACE}".join(_part(count, unit) for count, unit in parts_of(abs(seconds)))


def _part(count: int, unit: Unit) -> str:
    words = {
        "second": _("%(n)s s"),
        "minute": _("%(n)s min"),
        "hour": _("%(n)s h"),
        "day": ngettext("%(n)s day", "%(n)s days", count),
    }
    return words[unit] % {"n": number_format(count)}


def unit_word(unit: Unit) -> str:
    """The unit of an axis of durations."""
    return {
        "second": pgettext("unit", "seconds"),
        "minute": pgettext("unit", "minutes"),
        "hour": pgettext("unit", "hours"),
        "day": pgettext("unit", "days"),
    }[unit]


def value_in_words(metric: Metric, value: float | None) -> str | None:
    """None stays None: the screen then says that there is not enough data."""
    if value is None:
        return None
    return duration(value) if metric.is_duration else signed(value, decimals=metric.decimals)


def interval_in_words(metric: Metric, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return interval(str(value_in_words(metric, figure.low)), str(value_in_words(metric, figure.high)))


def change_in_words(metric: Metric, found: Change | None, *, is_count: bool) -> str:
    """Counts change in percent, everything else in its own unit."""
    if found is None:
        return ""
    if is_count and found.share is not None:
        return percent(found.share, plus=True)
    if metric.is_duration:
        return ("+" if found.difference > 0 else "") + duration(found.difference)
    return signed(found.difference, decimals=metric.decimals, plus=True)
