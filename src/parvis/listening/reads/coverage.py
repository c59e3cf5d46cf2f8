"""What figures rest on: the days on which anything was heard, and the versions of the queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection as database

from parvis.foundation.logic.periods import Period
from parvis.listening.models import BackSearch, Query, QueryVersion


@dataclass(frozen=True, slots=True)
class Coverage:
    """heard: days of the period on which a connection was asked or something was said; the others are gaps."""

    heard: frozenset[date]
    days: int

    @property
    def gaps(self) -> int:
        return self.days - len(self.heard)


@dataclass(frozen=True, slots=True)
class QueryState:
    """By which version a figure was counted, and whether the past is still being searched for it.

    searched: share of the stored mentions that the running search has seen (None: no search is running).
    versions_in_period: numbers of the versions that began inside the period, the oldest first.
    """

    query_id: int
    name: str
    version: int
    changed_at: datetime
    searched: float | None
    versions_in_period: tuple[int, ...]


def coverage_of(period: Period) -> Coverage:
    """A day is heard where any connection was asked or brought something, or where any mention was said on it."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT day FROM listening_heard_day WHERE day BETWEEN %(first)s AND %(last)s
            UNION SELECT day FROM listening_day_total
                  WHERE query_id = 0 AND day BETWEEN %(first)s AND %(last)s AND mentions > 0
            UNION SELECT DISTINCT day FROM listening_cell_delta
                  WHERE query_id = 0 AND day BETWEEN %(first)s AND %(last)s AND mentions > 0
            """,
            {"first": period.first, "last": period.last},
        )
        return Coverage(frozenset(row[0] for row in cursor.fetchall()), period.length_days)


def query_states(query_ids: Sequence[int], period: Period) -> tuple[QueryState, ...]:
    """In the order asked for; queries that do not exist are left out."""
    queries = Query.objects.in_bulk(list(query_ids))
    running = {
        search.query_id: min(1.0, search.seen / search.total) if search.total else 0.0
        for search in BackSearch.objects.filter(query_id__in=list(queries), state=BackSearch.RUNNING)
    }
    begun: dict[int, list[int]] = {}
    versions = QueryVersion.objects.filter(
        query_id__in=list(queries), at__gte=period.start_at, at__lt=period.end_at
    ).order_by("number")
    for query_id, number in versions.values_list("query_id", "number"):
        begun.setdefault(query_id, []).append(number)
    return tuple(
        QueryState(
            key,
            queries[key].name,
            queries[key].version,
            queries[key].changed_at,
            running.get(key),
            tuple(begun.get(key, ())),
        )
        for key in query_ids
        if key in queries
    )
