"""Making the figures of days again from the mentions themselves: after a repair by hand, or where somebody doubts them.

Day after day in a transaction each. Writers wait for that day's counting (a tenth of a second for thirty thousand
mentions), readers for nothing: they see the day as it was, then as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection, transaction

from parvis.listening.actions.fold import FOLDING, count_authors, fold_deltas
from parvis.listening.models import DayAuthors

_CELL = "connection_id, channel, brand, language, sentiment"
_SUMS = """count(*), count(*) FILTER (WHERE is_repeat), count(*) FILTER (WHERE is_repost),
    coalesce(sum(engagement::bigint), 0), coalesce(sum(followers::bigint), 0)"""
_SUM_NAMES = "mentions, repeats, reposts, engagement, reach"
_TALLY = "mentions, negative, positive, engagement"
_LESS = ", ".join(f"-{name}" for name in _TALLY.split(", "))
_ADDED = ", ".join(f"{name} = known.{name} + excluded.{name}" for name in _TALLY.split(", "))
_TOTALS = ", ".join(f"sum({name})" for name in _SUM_NAMES.split(", "))
# A day of a zone with half hours begins inside an hour: hours are counted whole, days by the clock of the zone.
_BOUNDS = """
    SELECT %(day)s::date::timestamp AT TIME ZONE listening_zone(),
           (%(day)s::date + 1)::timestamp AT TIME ZONE listening_zone()
"""


def _said(start: str, end: str) -> str:
    """Every mention of a time once for everything, and once for each query that found it."""
    within = "published_at >= %({0})s AND {1}published_at < %({2})s"
    return f"""
        SELECT 0::bigint AS query_id, m.* FROM listening_mention m WHERE m.{within.format(start, "m.", end)}
        UNION ALL
        SELECT k.query_id, m.* FROM listening_match k
        JOIN listening_mention m ON m.id = k.mention_id AND m.published_at = k.published_at
        WHERE k.{within.format(start, "k.", end)} AND m.{within.format(start, "m.", end)}
    """  # noqa: S608 - names of this module


_HOURS = f"""
    DELETE FROM listening_hour_cell WHERE hour >= %(from_hour)s AND hour < %(until_hour)s;
    DELETE FROM listening_hour_total WHERE hour >= %(from_hour)s AND hour < %(until_hour)s;
    WITH cells AS (
        INSERT INTO listening_hour_cell (query_id, hour, {_CELL}, {_SUM_NAMES})
        SELECT query_id, date_trunc('hour', published_at, 'UTC'), {_CELL}, {_SUMS}
        FROM ({_said("from_hour", "until_hour")}) AS said
        GROUP BY query_id, date_trunc('hour', published_at, 'UTC'), {_CELL} RETURNING *
    )
    INSERT INTO listening_hour_total (query_id, hour, sentiment, {_SUM_NAMES})
    SELECT query_id, hour, sentiment, {_TOTALS} FROM cells GROUP BY query_id, hour, sentiment
"""  # noqa: S608
_DAYS = f"""
    DELETE FROM listening_day_cell WHERE day = %(day)s;
    DELETE FROM listening_day_total WHERE day = %(day)s;
    WITH cells AS (
        INSERT INTO listening_day_cell (query_id, day, {_CELL}, {_SUM_NAMES})
        SELECT query_id, %(day)s, {_CELL}, {_SUMS} FROM ({_said("start", "end")}) AS said
        GROUP BY query_id, {_CELL} RETURNING *
    )
    INSERT INTO listening_day_total (query_id, day, sentiment, {_SUM_NAMES})
    SELECT query_id, day, sentiment, {_TOTALS} FROM cells GROUP BY query_id, day, sentiment
"""  # noqa: S608
# The month takes what the day has more or less than before.
_TALLIES = f"""
    WITH before AS (
        DELETE FROM listening_tally WHERE day = %(day)s RETURNING *
    )
    INSERT INTO listening_month_tally AS known (query_id, kind, month, value, {_TALLY})
    SELECT query_id, kind, date_trunc('month', %(day)s::date)::date, value, {_LESS} FROM before
    ON CONFLICT (query_id, kind, month, value) DO UPDATE SET {_ADDED};
    WITH now AS (
        INSERT INTO listening_tally (query_id, kind, day, value, {_TALLY})
        SELECT query_id, has.kind, %(day)s, has.value, count(*), count(*) FILTER (WHERE sentiment = 'negative'),
               count(*) FILTER (WHERE sentiment = 'positive'), coalesce(sum(engagement::bigint), 0)
        FROM ({_said("start", "end")}) AS said CROSS JOIN LATERAL (
            VALUES ('site', site), ('emotion', emotion), ('country', country)
            UNION ALL SELECT 'intent', named FROM unnest(intents) AS named
        ) AS has (kind, value)
        WHERE has.value <> '' GROUP BY query_id, has.kind, has.value RETURNING *
    )
    INSERT INTO listening_month_tally AS known (query_id, kind, month, value, {_TALLY})
    SELECT query_id, kind, date_trunc('month', day)::date, value, {_TALLY} FROM now
    ON CONFLICT (query_id, kind, month, value) DO UPDATE SET {_ADDED}
"""  # noqa: S608


def recount(first: date, last: date) -> Iterator[date]:
    """Count these days of the installation's zone again, the oldest first. Yields each when it is committed."""
    day = first
    while day <= last:
        fold_deltas()  # what has waited long need not be added up while writers wait
        recount_day(day)
        yield day
        day += timedelta(days=1)


def recount_day(day: date) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # In the order of those who write: nobody holds the second and waits for the first.
        cursor.execute("SELECT listening_hold_writers()")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        fold_deltas()
        cursor.execute(_BOUNDS, {"day": day})
        start, end = cursor.fetchone()
        cursor.execute(
            "SELECT date_trunc('hour', %s), date_trunc('hour', %s + interval '00:59:59.999999')", [start, end]
        )
        from_hour, until_hour = cursor.fetchone()
        given = {"day": day, "start": start, "end": end, "from_hour": from_hour, "until_hour": until_hour}
        for statement in (_HOURS, _DAYS, _TALLIES):
            cursor.execute(statement, given)
        DayAuthors.objects.filter(day=day).delete()
        cursor.execute("SELECT DISTINCT query_id FROM listening_day_total WHERE day = %s", [day])
        for (query_id,) in cursor.fetchall():
            count_authors(query_id, day)
