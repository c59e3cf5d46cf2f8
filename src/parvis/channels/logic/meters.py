"""When counting begins anew where reading is counted: by the channel's own clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from parvis.channels.logic.protocol import Meter


def day_of(meter: Meter, now: datetime) -> date:
    return now.astimezone(ZoneInfo(meter.zone)).date()


def period_start(meter: Meter, now: datetime) -> date:
    """The first day of the period that now lies in, by the channel's own clock."""
    day = day_of(meter, now)
    return day if meter.period == "day" else day.replace(day=1)


def next_period(meter: Meter, now: datetime) -> datetime:
    """When the next period begins."""
    start = period_start(meter, now)
    day = start + timedelta(days=1) if meter.period == "day" else (start + timedelta(days=32)).replace(day=1)
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(meter.zone))
