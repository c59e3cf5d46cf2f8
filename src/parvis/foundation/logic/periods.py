"""Periods of whole days, as people choose them: 7, 30 or 90 days up to today, or from one day to another.

A period knows the zone in which its days are counted, so that "the 3rd" is the reader's 3rd and the list
behind a figure holds exactly what the figure counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

Grain = Literal["day", "week", "month"]

PRESET_DAYS = (7, 30, 90)
DEFAULT_DAYS = 30
# Longer than this, a chart of days is no longer a picture and a typing error is likely.
MOST_DAYS = 3660
# Up to these lengths a chart shows days, then weeks; beyond them months.
MOST_DAYS_BY_DAY, MOST_DAYS_BY_WEEK = 120, 730
EARLIEST, LATEST = date(1970, 1, 2), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One point of a chart: the days `first` to `last`, both included and inside the period.

    key: what PostgreSQL's date_trunc(grain, day) gives for each of its days; a week begins on Monday.
    """

    key: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """From the start of `first` to the end of `last`, both days included, in `zone`."""

    first: date
    last: date
    zone: tzinfo
    preset_days: int = 0  # 7, 30 or 90 when chosen so; 0 when the days were given

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on or after the day it begins.")

    @property
    def start_at(self) -> datetime:
        """The first moment that belongs to the period."""
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def end_at(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone)

    @property
    def length_days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=step) for step in range(self.length_days)]

    @property
    def grain(self) -> Grain:
        """How long a point of a chart of this period is: also a field name of date_trunc."""
        if self.length_days <= MOST_DAYS_BY_DAY:
            return "day"
        return "week" if self.length_days <= MOST_DAYS_BY_WEEK else "month"

    @property
    def buckets(self) -> list[Bucket]:
        """The points of a chart, in order and without holes; the outer ones may be cut by the period."""
        found: list[Bucket] = []
        for day in self.days:
            key = bucket_key(day, grain=self.grain)
            if found and found[-1].key == key:
                found[-1] = Bucket(key, found[-1].first, day)
            else:
                found.append(Bucket(key, day, day))
        return found

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before this one begins."""
        length = timedelta(days=self.length_days)
        return Period(self.first - length, self.first - timedelta(days=1), self.zone)

    @property
    def query(self) -> dict[str, str]:
        """As the address of a page says it; always by days, so that a link means the same tomorrow."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def bucket_key(day: date, *, grain: Grain) -> date:
    """date_trunc in Python."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if grain == "month" else day


def last_days(count: int, *, today: date, zone: tzinfo) -> Period:
    """The `count` days that end today."""
    return Period(today - timedelta(days=count - 1), today, zone, preset_days=count)


def period_asked(
    given: Mapping[str, str], *, today: date, zone: tzinfo, default_days: int = DEFAULT_DAYS
) -> Period:
    """The period of an address: `days=30`, or `from=2025-02-16&to=2025-02-24` (either may be missing).

    What cannot be read falls back on the default: a mistyped address still shows a page. Days the wrong
    way round are turned.
    """
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    if first is None and last is None:
        days = given.get("days", "")
        return last_days(int(days) if days in map(str, PRESET_DAYS) else default_days, today=today, zone=zone)
    if first is None:
        assert last is not None
        first = last - timedelta(days=default_days - 1)
    if last is None:
        last = max(first, today)
    first, last = min(first, last), max(first, last)
    length = (last - first).days + 1
    if last == today and length in PRESET_DAYS:
        return last_days(length, today=today, zone=zone)
    return Period(max(first, last - timedelta(days=MOST_DAYS - 1)), last, zone)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
