"""Figures, languages and changes as people write them."""

from __future__ import annotations

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.net_sentiment import NetSentiment

MINUS = "\N{MINUS SIGN}"


def counted(value: int) -> str:
    """12,345 as the reader's language groups it."""
    return number_format(value, force_grouping=True)


def signed(value: float, *, decimals: int = 0, plus: bool = False) -> str:
    """A real minus sign; a value that rounds to nothing has no sign."""
    shown = number_format(abs(value), decimal_pos=decimals, force_grouping=True)
    if round(abs(value), decimals) == 0:
        return shown
    return f"{MINUS}{shown}" if value < 0 else f"+{shown}" if plus else shown


def interval_in_words(found: NetSentiment) -> str:
    return _("95 %%: %(low)s to %(high)s") % {"low": signed(found.low), "high": signed(found.high)}


def change_in_percent(now: int, before: int) -> str:
    """"+12 %", or nothing where there was nothing before to compare with."""
    if not before:
        return ""
    return _("%(change)s %%") % {"change": signed(100 * (now - before) / before, plus=True)}


def language_name(code: str) -> str:
    """"French" for fr, in the reader's language; a code that nobody knows stays itself."""
    if not code:
        return _("language not known")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def period_in_words(period: Period) -> str:
    """"the last 30 days", or the two days."""
    if period.preset_days:
        return _("last %(days)d days") % {"days": period.preset_days}
    first = date_format(period.first, "SHORT_DATE_FORMAT")
    if period.first == period.last:
        return first
    return _("%(first)s to %(last)s") % {
        "first": first,
        "last": date_format(period.last, "SHORT_DATE_FORMAT"),
    }
