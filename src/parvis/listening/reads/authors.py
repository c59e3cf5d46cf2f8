"""How many different authors spoke, and which of them most: from sketches and lists of each day, or exactly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection as database
from django.db.models import Count

from parvis.foundation.logic.intervals import Z_95, Estimate
from parvis.foundation.logic.periods import Period
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
        count = mentions.filter(identity_id__isnull=False).values("identity_id").distinct().count()
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
    candidates, could_miss = _candidates(selection, most)
    counts = _counts_of(selection, candidates)
    chosen = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return LoudAuthors(_named(chosen), could_miss)


def _candidates(selection: Selection, most: int) -> tuple[list[int], int]:
    query_id, period = selection.found_by or EVERYTHING, selection.period
    scores: dict[int, int] = defaultdict(int)
    could_miss = 0
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT day, top_ids, top_mentions, is_top_stale FROM listening_day_authors "
            "WHERE query_id = %s AND day BETWEEN %s AND %s",
            [query_id, period.first, period.last],
        )
        stale: list[date] = []
        for day, ids, counts, is_stale in cursor.fetchall():
            if is_stale:
                stale.append(day)
                continue
            for identity_id, count in zip(ids, counts, strict=True):
                scores[identity_id] += count
            could_miss += counts[-1] if len(counts) >= 50 else 0
        cursor.execute(
            "SELECT DISTINCT day FROM listening_author_delta WHERE query_id = %s AND day BETWEEN %s AND %s",
            [query_id, period.first, period.last],
        )
        stale += [row[0] for row in cursor.fetchall() if row[0] not in stale]
        if stale:
            cursor.execute(
                _OF_DAYS_ALL if query_id == EVERYTHING else _OF_DAYS, {"query": query_id, "days": stale}
            )
            for identity_id, count in cursor.fetchall():
                scores[identity_id] += count
    best = sorted(scores, key=lambda key: (-scores[key], key))[: max(most, CANDIDATES)]
    return best, could_miss


_OF_DAYS_ALL = """
    SELECT m.identity_id, count(*) FROM unnest(%(days)s::date[]) AS d (day) CROSS JOIN LATERAL (
        SELECT identity_id FROM listening_mention WHERE identity_id IS NOT NULL
          AND published_at >= d.day::timestamp AT TIME ZONE listening_zone()
          AND published_at < (d.day + 1)::timestamp AT TIME ZONE listening_zone()) AS m
    GROUP BY 1 ORDER BY 2 DESC LIMIT 1000
"""
_OF_DAYS = """
    SELECT m.identity_id, count(*) FROM unnest(%(days)s::date[]) AS d (day) CROSS JOIN LATERAL (
        SELECT published_at, mention_id FROM listening_match WHERE query_id = %(query)s
          AND published_at >= d.day::timestamp AT TIME ZONE listening_zone()
          AND published_at < (d.day + 1)::timestamp AT TIME ZONE listening_zone()) AS k
    JOIN listening_mention m ON m.id = k.mention_id AND m.published_at = k.published_at
    WHERE m.identity_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC LIMIT 1000
"""


def _counts_of(selection: Selection, identity_ids: Sequence[int]) -> dict[int, int]:
    query_id, period = selection.found_by or EVERYTHING, selection.period
    join = (
        "JOIN listening_match k ON k.query_id = %(query)s AND k.published_at = m.published_at AND k.mention_id = m.id"
        if query_id
        else ""
    )
    with database.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT m.identity_id, count(*) FROM listening_mention m {join}
            WHERE m.identity_id = ANY(%(ids)s) AND m.published_at >= %(start)s AND m.published_at < %(end)s
            GROUP BY 1
            """,  # noqa: S608
            {"query": query_id, "ids": list(identity_ids), "start": period.start_at, "end": period.end_at},
        )
        return dict(cursor.fetchall())


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
