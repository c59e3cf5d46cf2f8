"""Whole months inside a period: what sums of months can answer."""

from __future__ import annotations

from datetime import date, timedelta

from parvis.foundation.logic.periods import Period


def whole_months(period: Period) -> tuple[date, date]:
    """From the first day of the first month that lies inside to the first day after the last one; equal: none does."""
    since = period.first if period.first.day == 1 else next_month(period.first)
    after = period.last + timedelta(days=1)
    until = after.replace(day=1)
    return (since, until) if since < until else (after, after)


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
