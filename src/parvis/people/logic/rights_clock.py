"""The clock of a request by right: one month, two more with notice (art. 12(3) GDPR).

How the period runs: Regulation (EEC, Euratom) 1182/71, art. 3, as the EDPB reads it (Guidelines 01/2022 on the
right of access, §§ 156–162). It ends with the day of the last month that has the number of the day of receipt;
where that month has no such day, with its last day (31 August → 30 September); where that is a Saturday, a Sunday
or a public holiday of the controller's country, with the next working day. Holidays: art. L3133-1 Code du travail;
Easter by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, 1991, ch. 8).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

MONTHS = 1
MONTHS_EXTENDED = 3
SOON_DAYS = 7


def due_on(received_on: date, *, is_extended: bool = False) -> date:
    """The last day on which the answer is in time."""
    return next_working_day(months_after(received_on, MONTHS_EXTENDED if is_extended else MONTHS))


def may_extend(received_on: date, *, today: date) -> bool:
    """Notice of an extension counts only within the first month."""
    return today <= due_on(received_on)


def months_after(day: date, months: int) -> date:
    """The day with the same number so many months later, or the last one that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_working_day(day: date) -> date:
    """The day itself, or the first after it that is neither at a weekend nor a holiday."""
    while day.weekday() >= 5 or day in holidays(day.year):
        day += timedelta(days=1)
    return day


@cache
def holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of France."""
    easter = easter_sunday(year)
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return frozenset(
        [date(year, month, day) for month, day in fixed]
        + [easter + timedelta(days=days) for days in (1, 39, 50)]  # Easter Monday, Ascension, Whit Monday
    )


def easter_sunday(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)
