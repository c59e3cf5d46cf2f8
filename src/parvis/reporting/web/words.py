"""Figures as people read them: signs, units, durations, intervals, periods."""

from __future__ import annotations

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.foundation.logic.metrics import Figure, Metric
from parvis.foundation.logic.periods import Period
from parvis.reporting.logic.changes import Change
from parvis.reporting.logic.durations import Unit, parts_of

MINUS = "\N{MINUS SIGN}"


def signed(value: float, *, decimals: int = 0, plus: bool = False) -> str:
    """A real minus sign; a value that rounds to nothing has no sign."""
    shown = number_format(abs(value), decimal_pos=decimals, force_grouping=True)
    if round(abs(value), decimals) == 0:
        return shown
    return f"{MINUS}{shown}" if value < 0 else f"+{shown}" if plus else shown


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
    return _("95 %%: %(low)s to %(high)s") % {
        "low": value_in_words(metric, figure.low),
        "high": value_in_words(metric, figure.high),
    }


def change_in_words(metric: Metric, found: Change | None, *, is_count: bool) -> str:
    """Counts change in percent, everything else in its own unit."""
    if found is None:
        return ""
    if is_count and found.share is not None:
        return _("%(change)s %%") % {"change": signed(100 * found.share, plus=True)}
    if metric.is_duration:
        return ("+" if found.difference > 0 else "") + duration(found.difference)
    return signed(found.difference, decimals=metric.decimals, plus=True)


def period_in_words(period: Period) -> str:
    """"last 30 days", or the two days."""
    if period.preset_days:
        return _("last %(days)d days") % {"days": period.preset_days}
    return days_in_words(period)


def days_in_words(period: Period) -> str:
    """Always the days themselves: "16/02/2015 to 24/02/2015"."""
    first = date_format(period.first, "SHORT_DATE_FORMAT")
    if period.first == period.last:
        return first
    last = date_format(period.last, "SHORT_DATE_FORMAT")
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
