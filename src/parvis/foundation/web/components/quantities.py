"""Numbers and periods as people write them, the same on every screen."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from parvis.foundation.logic.periods import Period

MINUS = "\N{MINUS SIGN}"


def counted(value: int) -> str:
    """12,345 as the reader's language groups it."""
    return number_format(value, force_grouping=True)


def signed(value: float, *, decimals: int = 0, plus: bool = False) -> str:
    """A real minus sign; a value that rounds to nothing has no sign."""
    shown = number_format(round(abs(value), decimals), decimal_pos=decimals, force_grouping=True)
    if round(abs(value), decimals) == 0:
        return shown
    return f"{MINUS}{shown}" if value < 0 else f"+{shown}" if plus else shown


def percent(share: float, *, decimals: int = 0, plus: bool = False) -> str:
    """0.12 → 12%; a share under 1 % keeps a decimal, because a few are not none."""
    if 0 < abs(share) < 0.01:
        decimals = max(1, decimals)
    return _("%(number)s%%") % {"number": signed(100 * share, decimals=decimals, plus=plus)}


def interval(low: str, high: str) -> str:
    """The 95 % interval beside a figure; both ends already written."""
    return _("95%%: %(low)s to %(high)s") % {"low": low, "high": high}


def day_in_words(day: date) -> str:
    """16 Feb 2015: short, and no one can take the day for the month."""
    # French writes "1er mars"; no date format of Django does.
    number = pgettext("first day of a month", "1") if day.day == 1 else str(day.day)
    return f"{number} {date_format(day, 'M Y' if get_language() == 'en' else 'N Y')}"


def days_in_words(period: Period) -> str:
    """Always the days themselves."""
    if period.first == period.last:
        return day_in_words(period.first)
    return _("%(first)s to %(last)s") % {
        "first": day_in_words(period.first),
        "last": day_in_words(period.last),
    }


def period_in_words(period: Period) -> str:
    """ "last 30 days" where it was chosen so, otherwise the days."""
    if period.preset_days:
        return _("last %(days)d days") % {"days": period.preset_days}
    return days_in_words(period)
