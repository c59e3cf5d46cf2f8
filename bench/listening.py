"""Dashboards over many mentions: each read from the cells beside the same counted from the rows.

python -m bench.listening [--mentions N] [--data DIR]

Mentions are written by COPY through the same triggers as any others, a year of them, with two queries of ten that
match often; nothing is left behind.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.scratch import scratch_database

MOST_MS = 300.0
A_PART = 100_000
DAYS = 365
AUTHORS = 400_000
QUERIES = 10
LAST = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
COLUMNS = (
    "id", "connection_id", "external_id", "identity_id", "channel", "text", "site", "published_at", "received_at",
    "followers", "engagement", "is_repost", "language", "sentiment", "emotion", "intents", "is_repeat",
)  # fmt: skip


def rows(
    first: int, count: int, total: int, connections: list[int], chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    step = timedelta(days=DAYS) / total
    languages, sentiments = ("fr", "fr", "en", "unknown"), ("negative", "neutral", "neutral", "positive", "")
    for number in range(first, first + count):
        at = LAST - step * (total - number)
        yield (
            number + 1, connections[number % len(connections)], f"m{number}", 1 + int(AUTHORS * chance.random() ** 3),
            f"channel{number % len(connections)}", "A train was late", f"site{int(200 * chance.random() ** 2)}.example",
            at, at, number % 900, number % 13, number % 9 == 0, languages[chance.randrange(4)],
            sentiments[chance.randrange(5)], ("none", "none", "anger", "joy")[chance.randrange(4)],
            ["complaint"] if number % 6 == 0 else [], number % 11 == 0,
        )  # fmt: skip


def matches(
    first: int, count: int, total: int, queries: list[int], chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    step = timedelta(days=DAYS) / total
    weights = list(accumulate([0.06, 0.05, *([0.01] * (QUERIES - 2))]))
    for number in range(first, first + count):
        drawn = chance.random()
        for place, weight in enumerate(weights):
            if drawn < weight:
                yield queries[place], LAST - step * (total - number), number + 1, 1
                break


def fill(owner_url: str, total: int) -> tuple[list[int], float, float]:
    import psycopg

    from parvis.channels.actions.connections import create_connection
    from parvis.foundation.audit import SYSTEM
    from parvis.foundation.database import copy_rows
    from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
    from parvis.listening.actions.store import ensure_months
    from parvis.listening.models import Query

    sources = [
        create_connection(kind="file", name=f"source {n}", channel=f"channel{n}", by=SYSTEM, now=LAST).pk
        for n in range(5)
    ]
    queries = Query.objects.bulk_create(
        Query(name=f"q{n}", reference=f"q{n}", text="train", created_at=LAST, changed_at=LAST)
        for n in range(QUERIES)
    )
    ensure_months({(LAST - timedelta(days=day)).date().replace(day=1) for day in range(DAYS + 2)})
    with psycopg.connect(owner_url, autocommit=True) as owner:
        # Filled like this, the search over words would take most of the time and disk, and nothing here asks it.
        owner.execute("DROP INDEX mention_search")
        owner.execute(
            "INSERT INTO people_identity (channel, handle, handle_key, display_name, is_ours, first_seen_at, "
            "last_seen_at) "
            "SELECT 'channel0', 'a' || n, 'a' || n, '', false, now(), now() FROM generate_series(1, %s) AS n",
            [AUTHORS + 1],
        )
    chance, again = random.Random(7), random.Random(8)
    began, folding = time.perf_counter(), 0.0
    for first in range(0, total, A_PART):
        count = min(A_PART, total - first)
        copy_rows("listening_mention", COLUMNS, rows(first, count, total, sources, chance))
        copy_rows(
            "listening_match",
            ("query_id", "published_at", "mention_id", "version"),
            matches(first, count, total, [query.pk for query in queries], again),
        )
        at = time.perf_counter()
        fold_deltas()
        folding += time.perf_counter() - at
    filled = time.perf_counter() - began - folding
    at = time.perf_counter()
    while refresh_top_authors(most=1000):
        pass
    folding += time.perf_counter() - at
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    return [query.pk for query in queries], filled, folding


def milliseconds(ask: Callable[[], Any], times: int) -> float:
    spent = []
    for _ in range(times + 1):
        began = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent[1:] if times > 1 else spent)


def main(total: int) -> int:
    with scratch_database("bench_listening") as (owner_url, _):
        from django.db import connection

        from parvis.accounts.models import User
        from parvis.foundation.audit import SYSTEM
        from parvis.foundation.logic.periods import Period
        from parvis.listening.actions.markets import save_market
        from parvis.listening.logic.selection import Selection
        from parvis.listening.reads import figures
        from parvis.listening.reads.counts import counts_over_time, facets_of

        queries, filled, folded = fill(owner_url, total)
        user = User.objects.create(email="a@example.org", name="A", roles=["administrator"])
        zone = ZoneInfo("Europe/Paris")
        year = Period(date(2025, 4, 2), date(2026, 3, 31), zone)
        quarter = Period(date(2026, 1, 1), date(2026, 3, 31), zone)
        market = save_market(None, name="m", query_ids=queries[:5], ours=queries[:1], by=SYSTEM, now=LAST)

        def raw(statement: str, period: Period) -> Callable[[], Any]:
            def ask() -> None:
                with connection.cursor() as cursor:
                    cursor.execute(statement, {"a": period.start_at, "b": period.end_at, "q": queries[:5]})
                    cursor.fetchall()

            return ask

        within = "published_at >= %(a)s AND published_at < %(b)s"
        by_day = (
            "SELECT (published_at AT TIME ZONE 'Europe/Paris')::date, sentiment, count(*) FROM listening_mention "
            f"WHERE {within} GROUP BY 1, 2"
        )
        joined = (
            "FROM listening_match k "
            "JOIN listening_mention m ON m.id = k.mention_id AND m.published_at = k.published_at "
            "WHERE k.query_id = ANY(%(q)s) AND k.published_at >= %(a)s AND k.published_at < %(b)s "
            "AND m.published_at >= %(a)s AND m.published_at < %(b)s"
        )
        voice = (
            "SELECT query_id, m.sentiment, count(*), count(DISTINCT identity_id), sum(engagement) "
            f"{joined} GROUP BY 1, 2"
        )
        hours = f"SELECT date_trunc('hour', published_at), count(*) FROM listening_mention WHERE {within} GROUP BY 1"
        authors = f"SELECT count(DISTINCT identity_id) FROM listening_mention WHERE {within}"
        loudest = (
            f"SELECT identity_id, count(*) FROM listening_mention WHERE {within} "
            "GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
        )
        sites = (
            f"SELECT site, count(*) FROM listening_mention WHERE {within} GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
        )
        asked: list[tuple[str, Callable[[], Any], str, Period]] = [
            ("volume and mood, a year", lambda: figures.volume(user, Selection(year)), by_day, year),
            (
                "share of voice of five, a year",
                lambda: figures.share_of_voice(user, market, year),
                voice,
                year,
            ),
            (
                "share of voice of five, 90 days",
                lambda: figures.share_of_voice(user, market, quarter),
                voice,
                quarter,
            ),
            ("hours, a year", lambda: figures.heat_map(user, Selection(year)), hours, year),
            (
                "hours of one query, 90 days",
                lambda: figures.heat_map(user, Selection(quarter, found_by=queries[0])),
                hours,
                quarter,
            ),
            (
                "distinct authors, a year",
                lambda: figures.distinct_authors(user, Selection(year)),
                authors,
                year,
            ),
            (
                "loudest authors, a year",
                lambda: figures.loudest_authors(user, Selection(year)),
                loudest,
                year,
            ),
            (
                "loudest authors, 90 days",
                lambda: figures.loudest_authors(user, Selection(quarter)),
                loudest,
                quarter,
            ),
            ("sites, a year", lambda: figures.loudest_sites(user, Selection(year)), sites, year),
            ("languages, a year", lambda: figures.languages(user, Selection(year)), by_day, year),
            (
                "90 days against those before",
                lambda: figures.comparison(user, Selection(quarter)),
                by_day,
                quarter,
            ),
            ("the overview's facets, 90 days", lambda: facets_of(user, Selection(quarter)), by_day, quarter),
            (
                "the overview's course, 90 days",
                lambda: counts_over_time(user, Selection(quarter)),
                by_day,
                quarter,
            ),
        ]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database()) / 1e9")
            size = float(cursor.fetchone()[0])
            cursor.execute(
                "SELECT (SELECT count(*) FROM listening_hour_cell), (SELECT count(*) FROM listening_day_cell)"
            )
            cells = cursor.fetchone()
        print(
            f"listening: {total:,} mentions written with their figures at {total / filled:,.0f}/s, "
            f"folded in {folded:.0f} s; {cells[0]:,} cells of hours, {cells[1]:,} of days; {size:.1f} GB"
        )
        missed = 0
        for name, ask, statement, period in asked:
            ours, theirs = milliseconds(ask, 5), milliseconds(raw(statement, period), 1)
            missed += ours > MOST_MS
            print(
                f"  {name}: {ours:,.0f} ms · rows {theirs:,.0f} ms · ratio {theirs / ours:,.0f} · "
                f"(at most {MOST_MS:.0f} ms: {'met' if ours <= MOST_MS else 'MISSED'})",
                flush=True,
            )
        exact = figures.distinct_authors(user, Selection(year), exact=True).estimate.value
        told = figures.distinct_authors(user, Selection(year)).estimate.value
        print(
            f"  distinct authors: {told:,.0f} by sketches, {exact:,.0f} exactly: {100 * (told / exact - 1):+.2f} %"
        )
    return missed


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main(arguments().mentions))
