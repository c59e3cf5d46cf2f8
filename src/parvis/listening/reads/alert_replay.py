"""What rules on topics and on large authors would have told over the past: the questions of `alert_subjects`, asked
day by day of the stored posts, without a look ahead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache

from parvis.enrichment.logic.topics import phrases_of
from parvis.listening.logic.detection import Finding, influential_author, reach_of
from parvis.listening.logic.detection.series import HOUR
from parvis.listening.reads.alert_subjects import REACH_DAYS, new_topics, rows_between

MOST_ROWS = 100_000
PHRASES_KEPT = 20_000  # a post stands in the windows of fifteen days
DAY = timedelta(days=1)


def topics_by_day(query_id: int) -> Callable[[datetime], list[Finding]]:
    """Asked once a day, where service asks every hour: what several people say lasts for hours."""
    remembered = lru_cache(maxsize=PHRASES_KEPT)(phrases_of)
    return lambda hour: new_topics(query_id, hour, phrases=remembered)


def authors_between(
    query_id: int, *, first: datetime, end: datetime, most_a_month: float, cool_down_hours: int
) -> list[Finding]:
    """In order of time. What is usual is learned anew each day, from the four weeks before it."""
    rows = rows_between(
        query_id, first - REACH_DAYS * DAY, end, most=MOST_ROWS, where="AND m.followers IS NOT NULL"
    )
    if not rows:
        return []
    rows.reverse()  # oldest first
    heard_from = rows[0][2] if len(rows) == MOST_ROWS else first - REACH_DAYS * DAY
    found: list[Finding] = []
    told_at: dict[str, datetime] = {}
    begin = place = 0
    day = first
    while day < end:
        while begin < len(rows) and rows[begin][2] < day - REACH_DAYS * DAY:
            begin += 1
        while place < len(rows) and rows[place][2] < day:
            place += 1
        largest: dict[int, int] = {}
        for identity_id, followers, *_ in rows[begin:place]:
            if identity_id is not None:
                largest[identity_id] = max(followers or 0, largest.get(identity_id, 0))
        since = max(day - REACH_DAYS * DAY, heard_from)
        usual = (
            reach_of(list(largest.values()), days=(day - since) / DAY) if largest and day > since else None
        )
        for identity_id, followers, at, _ in rows[place:]:
            if at >= day + DAY or usual is None:
                break
            hour, name = at.replace(minute=0, second=0, microsecond=0), str(identity_id)
            if name in told_at and hour - told_at[name] < cool_down_hours * HOUR:
                continue
            one = influential_author(
                name, reach=followers or 0, at=hour, usual=usual, most_a_month=most_a_month
            )
            if one is not None:
                told_at[name] = hour
                found.append(one)
        day += DAY
    return found
