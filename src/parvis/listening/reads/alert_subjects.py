"""Alarms about somebody or something: authors with their reach, words with those who use them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database

from parvis.enrichment.logic.topics import phrases_of
from parvis.listening.logic.detection import Finding, TermCounts, influential_author, reach_of, rising_topics
from parvis.listening.logic.detection.authors import Reach
from parvis.listening.logic.detection.series import HOUR

REACH_DAYS = 28
TOPIC_BEFORE = timedelta(days=14)
# A word is counted in so many posts at most, the newest first: the cost of an hour stays the same.
POSTS_NOW, POSTS_BEFORE = 2_000, 6_000
POSTS_OF_REACH = 200_000
CHARACTERS_READ = 600
MOST_TOPICS = 3
Row = tuple[int, int | None, datetime, str]  # identity, followers, when, words
Authored = tuple[dict[str, set[int]], set[int]]

_MENTIONS = """
    SELECT m.identity_id, m.followers, m.published_at, left(m.title || E'\\n' || m.text, %(characters)s) AS words
    FROM listening_mention m {join}
    WHERE m.published_at >= %(start)s AND m.published_at < %(end)s AND m.identity_id IS NOT NULL {where}
    ORDER BY m.published_at DESC LIMIT %(most)s
"""
_OF_QUERY = """JOIN listening_match k ON k.mention_id = m.id AND k.published_at = m.published_at
    AND k.query_id = %(query)s"""


def usual_reach(query_id: int, *, end: datetime) -> Reach | None:
    """The audiences of those who spoke in the last weeks; None where they are too few to say who is large."""
    start = end - timedelta(days=REACH_DAYS)
    rows = rows_between(query_id, start, end, most=POSTS_OF_REACH, where="AND m.followers IS NOT NULL")
    largest = _largest(rows)
    since = rows[-1][2] if len(rows) == POSTS_OF_REACH else start
    days = (end - since) / timedelta(days=1)
    return reach_of(list(largest.values()), days=days) if largest else None


def large_authors(
    query_id: int,
    hour: datetime,
    *,
    usual: Reach | None,
    most_a_month: float,
    told: Collection[str],
) -> list[Finding]:
    """Who spoke in this hour with an audience that few have. subject: the id of the identity."""
    if usual is None:
        return []
    rows = rows_between(query_id, hour, hour + HOUR, most=POSTS_OF_REACH, where="AND m.followers IS NOT NULL")
    largest = _largest(rows)
    found = [
        influential_author(str(key), reach=reach, at=hour, usual=usual, most_a_month=most_a_month, told=told)
        for key, reach in sorted(largest.items())
    ]
    return [one for one in found if one is not None]


def new_topics(
    query_id: int, hour: datetime, *, phrases: Callable[[str], Collection[str]] = phrases_of
) -> list[Finding]:
    """Words that many different people used in the 24 hours that end with this one and hardly anybody before."""
    end = hour + HOUR
    begin = end - timedelta(hours=24)
    original = "AND NOT m.is_repost AND NOT m.is_repeat"
    now = _authors_by_phrase(rows_between(query_id, begin, end, most=POSTS_NOW, where=original), phrases)
    before = _authors_by_phrase(
        rows_between(query_id, begin - TOPIC_BEFORE, begin, most=POSTS_BEFORE, where=original), phrases
    )
    counted = [
        TermCounts(phrase, len(authors), len(before[0].get(phrase, ())))
        for phrase, authors in now[0].items()
        if len(authors) > 1
    ]
    found = rising_topics(counted, at=hour, authors_now=len(now[1]), authors_before=len(before[1]))
    shown: list[Finding] = []
    for one in found:
        # "carte bleue" says it; "carte" with as many authors would say it again.
        if not any(_is_part(one, other) for other in shown):
            shown.append(one)
        if len(shown) == MOST_TOPICS:
            break
    return shown


def _largest(rows: Sequence[Row]) -> dict[int, int]:
    """Identity → its greatest audience."""
    found: dict[int, int] = {}
    for identity_id, followers, *_ in rows:
        found[identity_id] = max(followers or 0, found.get(identity_id, 0))
    return found


def _is_part(one: Finding, other: Finding) -> bool:
    a, b = f" {one.subject} ", f" {other.subject} "
    return a in b or b in a


def _authors_by_phrase(rows: Sequence[Row], phrases: Callable[[str], Collection[str]]) -> Authored:
    by_phrase: dict[str, set[int]] = defaultdict(set)
    authors: set[int] = set()
    for identity_id, _, _, words in rows:
        authors.add(identity_id)
        for phrase in phrases(words):
            by_phrase[phrase].add(identity_id)
    return by_phrase, authors


def rows_between(query_id: int, start: datetime, end: datetime, *, most: int, where: str) -> list[Row]:
    """The newest so many posts of named authors, the newest first."""
    statement = _MENTIONS.format(join=_OF_QUERY if query_id else "", where=where)
    given: dict[str, Any] = {
        "query": query_id,
        "start": start,
        "end": end,
        "most": most,
        "characters": CHARACTERS_READ,
    }
    with database.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
