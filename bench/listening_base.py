"""A year of mentions as a house of many brands hears them: ten million in minutes, written by the database itself.

Weekdays and hours have their rhythm, brands, sources, sites, languages and authors their few large and many small
ones, and some days a burst. Figures are not written here: they are counted from the rows, as after a restore.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg

DAYS = 365
LAST_DAY = date(2026, 3, 31)
AUTHORS = 1_500_000
SOURCES = 12
# How large a part of everything each query finds: five brands of a market, then themes.
FOUND = (0.12, 0.07, 0.04, 0.02, 0.008, 0.05, 0.03, 0.01, 0.002, 0.0005)
_HOURS = (6, 4, 3, 2, 2, 4, 9, 18, 28, 33, 35, 36, 38, 36, 34, 34, 35, 38, 42, 44, 42, 34, 22, 12)
_INDEXES = {
    "mention_newest": "listening_mention (published_at DESC, id DESC)",
    "mention_by_identity": "listening_mention (identity_id, published_at DESC)",
    "mention_by_connection": "listening_mention (connection_id, published_at DESC)",
    "mention_by_sentiment": "listening_mention (sentiment, published_at DESC)",
    "mention_search": "listening_mention USING gin (search) WITH (fastupdate = off)",
    "match_by_mention": "listening_match (mention_id)",
}
_WORDS = (
    "train late platform ticket refund again service staff crowded seat price app phone answer waiting rain delayed "
    "cancelled thank great terrible never always today morning evening luggage lost found help please why how when "
    "retard quai billet remboursement encore personnel bondé place prix attente pluie annulé merci super jamais "
    "toujours matin soir bagage perdu aide pourquoi comment quand ligne gare voiture vélo batterie contrat"
).split()


@dataclass(frozen=True, slots=True)
class Base:
    queries: list[int]
    sources: list[int]
    days: list[tuple[date, int]]


def posts_a_day(total: int) -> list[tuple[date, int]]:
    """A year's share of each day: weekdays, a slow wave, and a dozen days of outcry."""
    chance = random.Random(11)
    bursts = {chance.randrange(DAYS): chance.uniform(1.5, 4) for _ in range(12)}
    weights = []
    for number in range(DAYS):
        day = LAST_DAY - timedelta(days=DAYS - 1 - number)
        rhythm = (1.1, 1.1, 1.1, 1.1, 1.05, 0.75, 0.7)[day.weekday()]
        weights.append((day, rhythm * (1 + 0.2 * math.sin(number / 58)) * bursts.get(number, 1)))
    whole = sum(weight for _, weight in weights)
    return [(day, round(total * weight / whole)) for day, weight in weights]


def write_mentions(
    owner_url: str, *, days: list[tuple[date, int]], sources: list[int], first_id: int = 1
) -> int:
    """Mentions of these days, straight into the months that hold them. Returns the next free id."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        # No triggers and no keys that look elsewhere: everything they would have done is counted afterwards.
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET synchronous_commit = off")
        owner.execute("SELECT setseed(0.5)")
        for day, count in days:
            owner.execute(_MENTIONS.format(month=f"{day:%Y_%m}", **_drawn(sources)), {"day": day, "count": count,
                          "first": first_id, "rhythm": list(_cumulated(_HOURS))})  # fmt: skip
            first_id += count
    return first_id


def write_matches(owner_url: str, *, days: list[tuple[date, int]], queries: list[int]) -> None:
    """Each query finds its part; what a brand is in, decides the id, so that two brands meet in some posts."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        for month in sorted({f"{day:%Y_%m}" for day, _ in days}):
            for query_id, part in zip(queries, FOUND, strict=True):
                owner.execute(
                    f"INSERT INTO listening_match_{month} (query_id, published_at, mention_id, version) "
                    f"SELECT %s, published_at, id, 1 FROM listening_mention_{month} "
                    "WHERE (hashint8extended(id, %s) & 1048575) < %s",
                    [query_id, query_id, round(part * 1_048_576)],
                )


def write_identities(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            "INSERT INTO people_identity (channel, handle, handle_key, display_name, is_ours, first_seen_at, "
            "last_seen_at) SELECT 'channel0', 'a' || n, 'a' || n, '', false, now(), now() "
            f"FROM generate_series(1, {AUTHORS}) AS n"
        )


def without_indexes(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for name in _INDEXES:
            owner.execute(f"DROP INDEX {name}")


def with_indexes(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '1GB'")
        for name, where in _INDEXES.items():
            owner.execute(f"CREATE INDEX {name} ON {where}")
        owner.execute("VACUUM ANALYZE")


def moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _cumulated(weights: tuple[int, ...]) -> Iterator[float]:
    so_far = 0.0
    for weight in weights:
        yield so_far / sum(weights)
        so_far += weight


def _drawn(sources: list[int]) -> dict[str, str]:
    return {
        "sources": "ARRAY[" + ", ".join(map(str, sources)) + "]::bigint[]",
        "word": "(ARRAY['" + "', '".join(_WORDS) + f"'])[1 + floor(random() * {len(_WORDS)})::int]",
        "authors": str(AUTHORS),
    }


# `width_bucket` of an even draw over cumulated weights gives the hour; ids follow the clock, as they do in life.
_MENTIONS = """
INSERT INTO listening_mention_{month} (id, connection_id, external_id, identity_id, channel, text, site, country,
    published_at, received_at, followers, engagement, is_repost, language, language_probability, sentiment,
    sentiment_probability, model_version, emotion, emotion_probability, intents, text_group, is_repeat)
SELECT %(first)s + row_number() OVER (ORDER BY at) - 1, ({sources})[1 + source], 'm' || (%(first)s + n), author,
    'channel' || source %% 7,
    {word} || ' ' || {word} || ' the ' || {word} || ' ' || {word} || ' and ' || {word} || ' ' || {word} || ' ' || n,
    CASE WHEN source < 4 THEN '' ELSE 'site' || (3000 * random() ^ 4)::int || '.example' END,
    CASE WHEN random() < 0.3 THEN (ARRAY['FR', 'FR', 'FR', 'BE', 'CH', 'CA', 'GB', 'US'])[1 + (random() * 7)::int]
         ELSE '' END,
    at, at, (10 * exp(6 * random() ^ 2))::int, (12 * random() ^ 4)::int, random() < 0.15, language, 0.98, sentiment,
    0.8, 'labels-fr-en-3', CASE WHEN sentiment = 'negative' AND random() < 0.5 THEN 'anger' ELSE 'none' END, 0.7,
    CASE WHEN random() < 0.15 THEN ARRAY['complaint'] WHEN random() < 0.1 THEN ARRAY['question'] ELSE '{{}}' END,
    (random() * 9e15)::bigint, random() < 0.04
FROM (
    SELECT n, %(day)s::date::timestamp AT TIME ZONE 'UTC'
            + ((width_bucket(random(), %(rhythm)s::float8[]) - 1) + random()) * interval '1 hour' AS at,
        floor(12 * random() ^ 2)::int AS source, 1 + ({authors} * random() ^ 3)::bigint %% {authors} AS author,
        (ARRAY['fr', 'fr', 'fr', 'fr', 'fr', 'fr', 'en', 'en', 'en', 'unknown'])[1 + (random() * 9)::int] AS language,
        (ARRAY['neutral', 'neutral', 'neutral', 'neutral', 'negative', 'negative', 'negative', 'positive',
               'positive', ''])[1 + (random() * 9)::int] AS sentiment
    FROM generate_series(1, %(count)s::int) AS n
) AS drawn
"""
