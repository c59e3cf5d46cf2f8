"""Sums from the cells, wherever the selection allows it, and from the rows themselves where it does not.

One statement sums cells and the differences that no cell holds yet, so a reader sees each number once, also while
they are folded. Days are the reader's own: where they are not those of the installation they are put together from
hours, and where its offset is no whole number of hours, from the rows.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.db import connection as database

from parvis.foundation.logic.periods import Period
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import NONE, Selection

KEY = ("connection_id", "channel", "brand", "language", "sentiment")
SUMS = ("mentions", "repeats", "reposts", "engagement", "reach")
# Of an hour, by the reader's clock; weekdays from 1, Monday.
_PLACES = {
    "day": "(hour AT TIME ZONE %(zone)s)::date",
    "weekday": "extract(isodow FROM hour AT TIME ZONE %(zone)s)::integer",
    "clock": "extract(hour FROM hour AT TIME ZONE %(zone)s)::integer",
}
_PLAIN = {"query_id", "sentiment", "hour", *_PLACES}
_SENTIMENT = {"negative": "negative", "neutral": "neutral", "positive": "positive", "": "not_analysed"}
ZONE_KEPT_SECONDS = 60
EVERYTHING = 0  # the query of all that was heard


@dataclass(frozen=True, slots=True)
class Sums:
    """What was counted under one key; the key is in the order that was asked for."""

    key: tuple[object, ...]
    mentions: int
    repeats: int
    reposts: int
    engagement: int
    reach: int

    def counted(self, *, once: bool) -> int:
        """once: copies are counted with their first only."""
        return self.mentions - self.repeats if once else self.mentions


def has_cells(selection: Selection) -> bool:
    """Whether the cells know this selection: not by author, and not by words that somebody typed."""
    return not selection.needs_rows


def sums(
    selection: Selection,
    by: Sequence[str],
    *,
    query_ids: Sequence[int] | None = None,
    with_hours: bool = False,
) -> list[Sums]:
    """Sums of a selection, divided by these columns of KEY, "query_id", "day" and, with_hours, "hour", "weekday"
    (from 1, Monday) and "clock" (the hour of the reader's day).

    query_ids: in place of the selection's own query, for several at once. Only for selections that `has_cells`.
    """
    chosen = list(query_ids) if query_ids is not None else [selection.found_by or EVERYTHING]
    period = selection.period
    given: dict[str, Any] = {
        "queries": chosen,
        "first": period.first,
        "last": period.last,
        "start": period.start_at,
        "end": period.end_at,
        "zone": str(period.zone),
    }
    where = _conditions(selection, given)
    # Where nothing but the sentiment is asked, sums that know nothing else are far fewer.
    is_plain = set(by) <= _PLAIN and not (
        selection.source or selection.channel or selection.brand or selection.language
    )
    key, kind = (("sentiment",), "total") if is_plain else (KEY, "cell")
    if not with_hours and str(period.zone) == rollup_zone():
        source = _cells(f"listening_day_{kind}", "day", "day BETWEEN %(first)s AND %(last)s", where, key=key)
    elif offsets_are_hours(period):
        within = "hour >= %(start)s AND hour < %(end)s"
        source = _by_clock(_cells(f"listening_hour_{kind}", "hour", within, where, key=key), by)
    else:
        source = _rows(where, with_matches=any(chosen), with_all=EVERYTHING in chosen)
    columns = ", ".join(by)
    group = f"GROUP BY {columns} HAVING sum(mentions) <> 0" if by else ""
    statement = f"""
        SELECT {columns + "," if by else ""} {", ".join(f"coalesce(sum({name}), 0)::bigint" for name in SUMS)}
        FROM ({source}) AS counted {group}
    """  # noqa: S608 - names of this module; what was asked for travels as parameters
    with database.cursor() as cursor:
        cursor.execute(statement, given)
        return [Sums(tuple(row[: len(by)]), *row[len(by) :]) for row in cursor.fetchall()]


def by_sentiment(rows: Sequence[Sums], *, place: int, once: bool = False) -> SentimentCounts:
    """Counts of sums whose key holds the sentiment at this place."""
    counts = dict.fromkeys(_SENTIMENT.values(), 0)
    for row in rows:
        counts[_SENTIMENT[str(row.key[place])]] += row.counted(once=once)
    return SentimentCounts(**counts)


def daily_counts(
    selection: Selection, *, query_ids: Sequence[int], once: bool = False
) -> dict[tuple[int, date], SentimentCounts]:
    """(query, day) → counts, for several queries at once."""
    rows: dict[tuple[int, date], list[Sums]] = {}
    for row in sums(selection, ("query_id", "day", "sentiment"), query_ids=query_ids):
        query_id, day = row.key[0], row.key[1]
        assert isinstance(query_id, int) and isinstance(day, date)
        rows.setdefault((query_id, day), []).append(row)
    return {key: by_sentiment(some, place=2, once=once) for key, some in rows.items()}


def rollup_zone() -> str:
    """The zone of the cells' days: stated by the database, where they are made. It changes once in years."""
    return _rollup_zone(int(time.monotonic()) // ZONE_KEPT_SECONDS)


@lru_cache(maxsize=1)
def _rollup_zone(moment: int) -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT listening_zone()")
        return str(cursor.fetchone()[0])


def offsets_are_hours(period: Period) -> bool:
    """Whether days of this period begin with an hour of UTC; asked of each month, as offsets change."""
    moments = [period.start_at, period.end_at]
    moments += [period.start_at + timedelta(days=28 * step) for step in range(period.length_days // 28 + 1)]
    return all(_is_whole(moment, period.zone) for moment in moments)


def _is_whole(moment: datetime, zone: tzinfo) -> bool:
    offset = moment.astimezone(zone).utcoffset()
    return offset is not None and offset.total_seconds() % 3600 == 0


def _conditions(selection: Selection, given: dict[str, Any]) -> str:
    conditions = []
    for name, value in (
        ("connection_id", selection.source or None),
        ("channel", selection.channel or None),
        ("brand", selection.brand or None),
        ("language", selection.language or None),
        ("sentiment", selection.sentiment or None),
    ):
        if value == "analysed" and name == "sentiment":
            conditions.append("sentiment <> ''")
        elif value is not None:
            conditions.append(f"{name} = %({name})s")
            given[name] = "" if value == NONE else value
    return "".join(f" AND {condition}" for condition in conditions)


def _cells(table: str, time: str, within: str, where: str, *, key: Sequence[str]) -> str:
    columns = f"query_id, {time}, {', '.join(key)}, {', '.join(SUMS)}"
    return f"""
        SELECT {columns} FROM {table} WHERE query_id = ANY(%(queries)s) AND {within}{where}
        UNION ALL
        SELECT {columns} FROM listening_cell_delta WHERE query_id = ANY(%(queries)s) AND {within}{where}
    """  # noqa: S608


def _by_clock(cells: str, by: Sequence[str]) -> str:
    """Hours of UTC with their place in the reader's day: asked once an hour, not once a cell."""
    keys = ", ".join(["hour", *(name for name in by if name not in _PLACES and name != "hour")])
    places = ", ".join(["*", *(f"{_PLACES[name]} AS {name}" for name in by if name in _PLACES)])
    summed = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    return f"SELECT {places} FROM (SELECT {keys}, {summed} FROM ({cells}) AS cells GROUP BY {keys}) AS hours"  # noqa: S608


def _rows(where: str, *, with_matches: bool, with_all: bool) -> str:
    counted = f"""
        date_trunc('hour', m.published_at, 'UTC') AS hour,
        {", ".join(f"{made.replace('hour AT', 'm.published_at AT')} AS {name}" for name, made in _PLACES.items())},
        {", ".join(f"m.{name}" for name in KEY)}, 1 AS mentions, m.is_repeat::integer AS repeats,
        m.is_repost::integer AS reposts, coalesce(m.engagement, 0)::bigint AS engagement,
        coalesce(m.followers, 0)::bigint AS reach
    """
    within = "m.published_at >= %(start)s AND m.published_at < %(end)s"
    parts = []
    if with_all:
        parts.append(
            f"SELECT 0::bigint AS query_id, {counted} FROM listening_mention m WHERE {within}{where}"  # noqa: S608
        )
    if with_matches:
        parts.append(
            f"SELECT k.query_id, {counted} FROM listening_match k JOIN listening_mention m "  # noqa: S608
            f"ON m.id = k.mention_id AND m.published_at = k.published_at WHERE k.query_id = ANY(%(queries)s) "
            f"AND k.published_at >= %(start)s AND k.published_at < %(end)s AND {within}{where}"
        )
    return " UNION ALL ".join(parts)
