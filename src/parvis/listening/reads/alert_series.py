"""What detectors are given: the counts of each hour of what rules watch, gaps told from zeros."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection as database

from parvis.foundation.installation import fact
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.detection.series import HOUR, SERIES_KINDS, Kind, Series, Settings
from parvis.listening.logic.selection import Selection
from parvis.listening.models import AlertRule
from parvis.listening.reads.cells import EVERYTHING, rollup_zone, sums
from parvis.listening.reads.coverage import coverage_of
from parvis.listening.reads.intake import rules_in_force

ALERTS_FACT = "listening.alerts"
HISTORY_DAYS = 90
DEFAULT_BUDGET = 2.0


def false_alarms_a_month() -> float:
    """The budget of the installation, over all rules together."""
    return float(fact(ALERTS_FACT, {}).get("false_alarms_a_month", DEFAULT_BUDGET))


def settings_of(rule: AlertRule, *, monitored: int, budget: float) -> Settings:
    """What the detectors need to know of a rule. monitored: how many rules share the budget."""
    kinds: tuple[Kind, ...] = tuple(kind for kind in SERIES_KINDS if kind in rule.kinds)
    if "new_topic" in rule.kinds:
        kinds = (*kinds, "new_topic")
    return Settings(
        false_alarms_a_month=budget,
        monitored=max(1, monitored),
        zone=rollup_zone(),
        kinds=kinds,
        minimum_mentions=rule.minimum_mentions,
        cool_down_hours=rule.cool_down_hours,
    )


def hourly_series(query_ids: Sequence[int], *, end: datetime, days: int = HISTORY_DAYS) -> dict[int, Series]:
    """Query (0: everything) → its hours up to `end`, which is not included. Copies count as the house's rules say.

    The hours of days on which nothing was heard are gaps. A source that came later than the series is told of, so
    that its arrival is no alarm.
    """
    start = datetime.combine((end - timedelta(days=days)).astimezone(UTC).date(), time.min, UTC)
    hours = (end - start) // HOUR
    period = Period(start.date(), end.astimezone(UTC).date(), UTC)
    once = not rules_in_force().counts_repeats
    known = _known_hours(start, hours)
    counts = {key: [0] * hours for key in query_ids}
    analysed = {key: [0] * hours for key in query_ids}
    negatives = {key: [0] * hours for key in query_ids}
    for row in sums(
        Selection(period), ("query_id", "hour", "sentiment"), query_ids=query_ids, with_hours=True
    ):
        key, hour, sentiment = int(str(row.key[0])), row.key[1], row.key[2]
        assert isinstance(hour, datetime)
        place = (hour - start) // HOUR
        if not 0 <= place < hours:
            continue
        count = max(0, row.counted(once=once))
        counts[key][place] += count
        if sentiment:
            analysed[key][place] += count
        if sentiment == "negative":
            negatives[key][place] += count
    starts = tuple(one for one in source_starts() if one > start)
    return {
        key: Series(
            start=start,
            counts=_with_gaps(counts[key], known),
            analysed=_with_gaps(analysed[key], known),
            negatives=_with_gaps(negatives[key], known),
            source_starts=starts,
        )
        for key in query_ids
    }


def source_starts() -> tuple[datetime, ...]:
    """When each source but the first began to be heard: the start of its first day, of the installation's zone."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT (min(day)::timestamp AT TIME ZONE listening_zone()) FROM (
                SELECT connection_id, day FROM listening_day_cell WHERE query_id = %(all)s
                UNION ALL SELECT connection_id, day FROM listening_cell_delta WHERE query_id = %(all)s
                UNION ALL SELECT connection_id, day FROM listening_heard_day) AS heard
            GROUP BY connection_id ORDER BY 1
            """,
            {"all": EVERYTHING},
        )
        found = [row[0].astimezone(UTC).replace(minute=0) for row in cursor.fetchall()]
    return tuple(found[1:])


def _known_hours(start: datetime, hours: int) -> list[bool]:
    """Hours whose day, of the installation's zone, was heard."""
    days = _days_of(start, hours)
    heard = coverage_of(Period(days[0], days[-1], UTC)).heard if days else frozenset()
    return [day in heard for day in days]


def _days_of(start: datetime, hours: int) -> list[date]:
    zone = ZoneInfo(rollup_zone())
    return [(start + place * HOUR).astimezone(zone).date() for place in range(hours)]


def _with_gaps(row: Sequence[int], known: Sequence[bool]) -> tuple[int | None, ...]:
    return tuple(count if count or is_known else None for count, is_known in zip(row, known, strict=True))
