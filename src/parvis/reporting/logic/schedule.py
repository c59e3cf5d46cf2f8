"""When a report is due, and which days it is about. Times are those of a wall clock in the installation's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from parvis.foundation.logic.periods import Period

WEEK, MONTH, QUARTER, DAYS = "week", "month", "quarter", "days_30"
PERIODS = (WEEK, MONTH, QUARTER, DAYS)
WEEKLY, MONTHLY = "weekly", "monthly"
FREQUENCIES = (WEEKLY, MONTHLY)


def next_due(frequency: str, *, weekday: int, hour: int, after: datetime, zone: tzinfo) -> datetime | None:
    """The first moment later than `after`, in UTC; None for a report without a schedule.

    A monthly report is due on the first day. An hour that the clock leaves out in spring is the one after it; of an
    hour that comes twice in autumn it is the first.
    """
    if frequency not in FREQUENCIES:
        return None
    day = after.astimezone(zone).date()
    # The day itself may still be due; at most 31 days further another one is.
    for step in range(33):
        candidate = day + timedelta(days=step)
        if candidate.weekday() == weekday if frequency == WEEKLY else candidate.day == 1:
            due = datetime.combine(candidate, time(hour), zone).astimezone(UTC)
            if due > after:
                return due
    raise AssertionError("a month has a first day and a week has every day")


def period_of(kind: str, *, today: date, zone: tzinfo) -> Period:
    """Whole days that are over: the last week (Monday to Sunday), month or quarter, or the thirty days to yesterday."""
    if kind == WEEK:
        monday = today - timedelta(days=today.weekday())
        return Period(monday - timedelta(days=7), monday - timedelta(days=1), zone)
    if kind == DAYS:
        return Period(today - timedelta(days=30), today - timedelta(days=1), zone)
    months = 3 if kind == QUARTER else 1
    this = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    last = this - timedelta(days=1)
    return Period(last.replace(day=1, month=last.month - months + 1), last, zone)
