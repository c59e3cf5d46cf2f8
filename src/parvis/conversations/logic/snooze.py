"""When a snoozed conversation comes back: presets as people say them, in their own time zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

MORNING = time(9, 0)
PRESETS = ("later_today", "tomorrow", "next_week", "in_a_month")
LONGEST = timedelta(days=366)


def preset_moment(preset: str, *, now: datetime) -> datetime:
    """The moment of a preset; `now` is aware, in the reader's zone. Raises KeyError for an unknown one.

    later_today: in three hours; tomorrow and the others: at nine, next_week on Monday, in_a_month in 30 days.
    """
    days = {"tomorrow": 1, "next_week": 7 - now.weekday(), "in_a_month": 30}
    if preset == "later_today":
        return now + timedelta(hours=3)
    day = now.date() + timedelta(days=days[preset])
    return datetime.combine(day, MORNING, tzinfo=now.tzinfo)
