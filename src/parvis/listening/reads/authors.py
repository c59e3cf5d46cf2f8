"""How many different authors spoke, and which of them most: from sketches and lists of each day, or exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection as database
from django.db.models import Count

from parvis.foundation.logic.intervals import Z_95, Estimate
from parvis.foundation.logic.periods import Period
from parvis.listening.logic.months import next_month, whole_months
from parvis.listening.logic.selection import Selection
from parvis.listening.logic.sketches import STANDARD_ERROR, add, empty, estimate, joined, read
from parvis.listening.models import Mention
from parvis.listening.permissions import can_view_figures, can_view_mentions
from parvis.listening.reads.cells import EVERYTHING, rollup_zone
from parvis.listening.reads.mentions import mentions_of, selected
from parvis.people.models import Identity

if TYPE_CHECKING:
    from parvis.accounts.models import User

# Days not yet counted to the end are read from their rows, so many of them at most.
CANDIDATES = 60
AUTHORS_KEPT, AUTHORS_OF_A_MONTH = 50, 200


@dataclass(frozen=True, slots=True)
class AuthorCount:
    """estimate.n is the rounded count; without an interval of its own where is_exact."""

    estimate: Estimate
    is_exact: bool


@dataclass(frozen=True, slots=True)
class LoudAuthor:
    identity_id: int
    name: str
    handle: str
    channel: str
    followers: int | None
    mentions: int


@dataclass(frozen=True, slots=True)
class LoudAuthors:
    """rows: with exact numbers. could_miss: nobody who is not listed spoke more often than this."""

    rows: tuple[LoudAuthor, ...]
    could_miss: int


def distinct_authors(user: User, selection: Selection, *, exact: bool = False) -> AuthorCount:
    """How many different authors the selection has; sketches where it is no narrower than a query."""
    if not can_view_figures(user):
        return AuthorCount(Estimate(0, 0, 0, 0), is_exact=True)
    if exact or not has_sketches(selection):
        mentions = selected(Mention.objects.all(), selection)
        count = mentions.aggregate(n=Count("identity_id", distinct=True))["n"]
        return AuthorCount(Estimate(count, count, count, count), is_exact=True)
    return authors_of_queries([selection.found_by or EVERYTHING], selection.period)[0]


def authors_of_queries(query_ids: Sequence[int], period: Period) -> list[AuthorCount]:
    """Distinct authors of each query over whole days of the installation's zone; standard error 1.6 %."""
    sketches: dict[int, list[bytes]] = defaultdict(list)
    late: dict[int, set[int]] = defaultdict(set)
    with database.cursor() as cursor:
        # Both in one statement: what is folded in between is in one of them, and twice is once in a sketch.
        cursor.execute(
            """
            SELECT query_id, sketch, NULL::bigint[] FROM listening_day_authors
            WHERE query_id = ANY(%(queries)s) AND day BETWEEN %(first)s AND %(last)s
            UNION ALL SELECT query_id, NULL, identity_ids FROM listening_author_delta
            WHERE query_id = ANY(%(queries)s) AND day BETWEEN %(first)s AND %(last)s AND identity_ids IS NOT NULL
            """,
            {"queries": list(query_ids), "first": period.first, "last": period.last},
        )
        for query_id, sketch, ids in cursor.fetchall():
            if sketch is not None:
                sketches[query_id].append(sketch)
            else:
                late[query_id].update(ids)
    found = []
    for query_id in query_ids:
        registers = joined(read(each) for each in sketches[query_id]) if sketches[query_id] else empty()
        add(registers, list(late[query_id]))
        count = estimate(registers)
        error = Z_95 * STANDARD_ERROR * count
        found.append(
            AuthorCount(
                Estimate(round(count), max(0.0, count - error), count + error, round(count)), is_exact=False
            )
        )
    return found


def has_sketches(selection: Selection) -> bool:
    filters = (
        selection.source, selection.channel, selection.brand, selection.sentiment, selection.language,
        selection.needs_rows,
    )  # fmt: skip
    return not any(filters) and str(selection.period.zone) == rollup_zone()


def loudest_authors(user: User, selection: Selection, *, most: int = 10) -> LoudAuthors:
    """Who spoke most. Nobody for those who see figures without the posts: a name is no figure.

    Days remember who spoke most on them; who could lead the whole period is counted exactly, by the index.
    """
    if not can_view_mentions(user):
        return LoudAuthors((), 0)
    if not has_sketches(selection):
        return _counted_whole(user, selection, most)
    listed = _listed(selection)
    candidates = listed.best(max(most, CANDIDATES))
    counts = (
        _counts_of_query(selection, listed, candidates)
        if selection.found_by
        else _counts(selection, candidates)
    )
    could_miss = listed.could_miss
    chosen = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return LoudAuthors(_named(chosen), could_miss)


@dataclass(slots=True)
class _Listed:
    """What the lists of days know: how often somebody spoke, of which days that is known, what they miss at most."""

    counts: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    days: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    could_miss: int = 0

    def note(self, days: Sequence[date], ids: Sequence[int], counts: Sequence[int], *, most: int) -> None:
        """A list of these days, of which only so many are kept."""
        for identity_id, count in zip(ids, counts, strict=True):
            self.counts[identity_id] += count
            self.days[identity_id] += days
        self.could_miss += counts[-1] if len(counts) >= most else 0

    def best(self, most: int) -> list[int]:
        return sorted(self.counts, key=lambda key: (-self.counts[key], key))[:most]


_CHANGED_DAYS = """
    SELECT DISTINCT day FROM listening_author_delta WHERE query_id = %(query)s AND day BETWEEN %(first)s AND %(last)s
"""
_MONTHS = """
    SELECT month, top_ids, top_mentions FROM listening_month_authors
    WHERE query_id = %(query)s AND month >= %(since)s AND month < %(until)s AND NOT is_stale
"""
_DAYS = """
    SELECT day, top_ids, top_mentions, is_top_stale FROM listening_day_authors
    WHERE query_id = %(query)s AND day BETWEEN %(first)s AND %(last)s
"""


def _listed(selection: Selection) -> _Listed:
    query_id, period = selection.found_by or EVERYTHING, selection.period
    listed = _Listed()
    since, until = whole_months(period)
    given: dict[str, Any] = {
        "query": query_id,
        "first": period.first,
        "last": period.last,
        "since": since,
        "until": until,
    }
    with database.cursor() as cursor:
        cursor.execute(_CHANGED_DAYS, given)
        changed = {row[0] for row in cursor.fetchall()}
        cursor.execute(_MONTHS, given)
        months = [
            row for row in cursor.fetchall() if not any(day.replace(day=1) == row[0] for day in changed)
        ]
        told = {row[0] for row in months}
        for month, ids, counts in months:
            days = [month + timedelta(days=n) for n in range((next_month(month) - month).days)]
            listed.note(days, ids, counts, most=AUTHORS_OF_A_MONTH)
        cursor.execute(_DAYS, given)
        rows = [row for row in cursor.fetchall() if row[0].replace(day=1) not in told]
        stale = changed | {row[0] for row in rows if row[3]}
        for day, ids, counts, _ in rows:
            if day not in stale:
                listed.note([day], ids, counts, most=AUTHORS_KEPT)
        if stale:
            statement = _OF_DAYS if query_id else _OF_DAYS_ALL
            cursor.execute(statement, {"query": query_id, "days": sorted(stale)})
            for identity_id, count in cursor.fetchall():
                listed.counts[identity_id] += count
                listed.days[identity_id] += stale
    return listed


_OF_DAYS_ALL = """
    SELECT m.identity_id, count(*) FROM unnest(%(days)s::date[]) AS d (day) CROSS JOIN LATERAL (
        SELECT identity_id FROM listening_mention WHERE identity_id IS NOT NULL
          AND published_at >= d.day::timestamp AT TIME ZONE listening_zone()
          AND published_at < (d.day + 1)::timestamp AT TIME ZONE listening_zone()) AS m
    GROUP BY 1 ORDER BY 2 DESC LIMIT 1000
"""
# Each match looks its mention up in its own month; a join would read every mention that there is.
_OF_DAYS = """
    SELECT m.identity_id, count(*) FROM unnest(%(days)s::date[]) AS d (day) CROSS JOIN LATERAL (
        SELECT published_at, mention_id FROM listening_match WHERE query_id = %(query)s
          AND published_at >= d.day::timestamp AT TIME ZONE listening_zone()
          AND published_at < (d.day + 1)::timestamp AT TIME ZONE listening_zone()) AS k
    CROSS JOIN LATERAL (
        SELECT identity_id FROM listening_mention
        WHERE id = k.mention_id AND published_at = k.published_at OFFSET 0) AS m
    WHERE m.identity_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1000
"""


def _counts(selection: Selection, identity_ids: Sequence[int]) -> dict[int, int]:
    """How often each spoke in all, exactly: from the index alone."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT identity_id, count(*) FROM listening_mention "
            "WHERE identity_id = ANY(%s) AND published_at >= %s AND published_at < %s GROUP BY 1",
            [list(identity_ids), selection.period.start_at, selection.period.end_at],
        )
        return dict(cursor.fetchall())


def _counts_of_query(selection: Selection, listed: _Listed, identity_ids: Sequence[int]) -> dict[int, int]:
    """The same of what a query found: the lists, and the rows of days whose list does not name them.

    Those who lead are listed on most days, so few rows are left of the hundreds of thousands that they may have.
    """
    period = selection.period
    every = [period.first + timedelta(days=n) for n in range(period.length_days)]
    unlisted = {key: sorted(set(every) - set(listed.days[key])) for key in identity_ids}
    open_ids = [key for key in identity_ids if unlisted[key]]
    # Only around the days that are asked for: months are thousands of days for all of them together.
    pairs = [
        (key, day)
        for key in open_ids
        for day in listed.days[key]
        if unlisted[key][0] < day < unlisted[key][-1]
    ]
    with database.cursor() as cursor:
        cursor.execute(
            """
            WITH known AS (
                SELECT * FROM unnest(%(known)s::bigint[], %(days)s::date[]) AS known (identity_id, day)
            ), spoken AS MATERIALIZED (
                SELECT s.identity_id, m.published_at
                FROM unnest(%(ids)s::bigint[], %(since)s::date[], %(until)s::date[]) AS s (identity_id, since, until)
                CROSS JOIN LATERAL (
                    SELECT published_at FROM listening_mention WHERE identity_id = s.identity_id
                      AND published_at >= s.since::timestamp AT TIME ZONE listening_zone()
                      AND published_at < (s.until + 1)::timestamp AT TIME ZONE listening_zone()) AS m
            ), unlisted AS MATERIALIZED (
                SELECT DISTINCT identity_id, published_at FROM spoken
                WHERE (identity_id, listening_day(published_at)) NOT IN (SELECT identity_id, day FROM known)
            )
            SELECT u.identity_id, count(*) FROM unlisted AS u
            CROSS JOIN LATERAL (
                SELECT mention_id FROM listening_match
                WHERE query_id = %(query)s AND published_at = u.published_at OFFSET 0) AS k
            CROSS JOIN LATERAL (
                SELECT FROM listening_mention
                WHERE id = k.mention_id AND published_at = u.published_at AND identity_id = u.identity_id OFFSET 0) AS m
            GROUP BY 1
            """,
            {
                "known": [key for key, _ in pairs], "days": [day for _, day in pairs], "ids": open_ids,
                "since": [unlisted[key][0] for key in open_ids], "until": [unlisted[key][-1] for key in open_ids],
                "query": selection.found_by,
            },
        )  # fmt: skip
        rest = dict(cursor.fetchall())
    return {key: listed.counts[key] + rest.get(key, 0) for key in identity_ids}


def _counted_whole(user: User, selection: Selection, most: int) -> LoudAuthors:
    mentions = mentions_of(user, selection).filter(identity_id__isnull=False)
    rows = list(
        mentions.values_list("identity_id").annotate(n=Count("*")).order_by("-n", "identity_id")[:most]
    )
    return LoudAuthors(_named(rows), 0)


def _named(rows: Sequence[tuple[int, int]]) -> tuple[LoudAuthor, ...]:
    identities = Identity.objects.in_bulk([key for key, _ in rows])
    return tuple(
        LoudAuthor(
            key,
            identities[key].display_name or identities[key].handle,
            identities[key].handle,
            identities[key].channel,
            identities[key].followers,
            count,
        )
        for key, count in rows
        if key in identities
    )
