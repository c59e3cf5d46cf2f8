"""Searching the past: what a new or changed query would have found, so that it has a history at once.

A pass goes from the newest mention to the oldest, a batch a transaction that also moves the cursor: a job that is
killed goes on from there, and a batch that is done twice finds its matches there. What was stored after the query
was saved was matched by it already (reads/stamp.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.listening.actions.rematch import hold_matches
from parvis.listening.logic.posts import FIELDS, stored_post
from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.query.post import Post
from parvis.listening.models import BackSearch, Mention, Query
from parvis.listening.reads.intake import named_texts

MENTIONS_A_BATCH = 4_000
BATCHES_A_JOB = 25


def start_back_search(query: Query, *, now: datetime) -> BackSearch:
    """Begin a pass in the transaction that saves the query, in place of one that still runs."""
    BackSearch.objects.filter(query=query, state=BackSearch.RUNNING).update(
        state=BackSearch.REPLACED, finished_at=now
    )
    last_id = Mention.objects.aggregate(last=Max("pk"))["last"] or 0
    search = BackSearch.objects.create(
        query=query,
        version=query.version,
        last_id=last_id,
        total=Mention.objects.count() if last_id < MENTIONS_A_BATCH else _about(),
        started_at=now,
    )
    enqueue("listening.back_search", search_id=search.pk)
    return search


def search_batch(search_id: int, *, now: datetime, most: int = MENTIONS_A_BATCH) -> bool:
    """Search the next mentions. Returns whether there is more to do."""
    with transaction.atomic():
        search = (
            BackSearch.objects.select_for_update(skip_locked=True)
            .filter(pk=search_id, state=BackSearch.RUNNING)
            .select_related("query")
            .first()
        )
        if search is None:  # done, replaced, or in another worker's hands
            return False
        if search.query.removed_at is not None:
            return _clear(search, most, now=now)
        hold_matches()
        posts, times = _next(search, most)
        found = _found(search.query, posts)
        if posts:
            oldest = (times[-1], int(str(posts[-1].id)))
            added, removed = _set_matches(search, posts, times, found, oldest=oldest)
            search.cursor_at, search.cursor_id = oldest
            search.seen += len(posts)
            search.added += added
            search.removed += removed
        if len(posts) < most:
            search.state, search.finished_at, search.total = BackSearch.DONE, now, search.seen
        search.save()
        announce("queries", audience="staff", query_id=search.query_id)
    return search.state == BackSearch.RUNNING


def _clear(search: BackSearch, most: int, *, now: datetime) -> bool:
    """Take away what a removed query found, without looking at anything else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM listening_match WHERE query_id = %s AND (published_at, mention_id) IN "
            "(SELECT published_at, mention_id FROM listening_match WHERE query_id = %s ORDER BY 1, 2 LIMIT %s)",
            [search.query_id, search.query_id, most],
        )
        gone = int(cursor.rowcount)
    search.removed += gone
    search.seen += gone
    if gone < most:
        search.state, search.finished_at, search.total = BackSearch.DONE, now, search.seen
    search.save()
    return gone >= most


def _next(search: BackSearch, most: int) -> tuple[list[Post], list[datetime]]:
    mentions = Mention.objects.filter(pk__lte=search.last_id)
    if search.cursor_at is not None:
        mentions = mentions.filter(published_at__lte=search.cursor_at).exclude(
            published_at=search.cursor_at, pk__gte=search.cursor_id
        )
    rows = list(mentions.order_by("-published_at", "-pk").values_list(*FIELDS)[:most])
    return [stored_post(row) for row in rows], [row[-1] for row in rows]


def _found(query: Query, posts: Sequence[Post]) -> set[int]:
    try:
        node = parse(query.text, named=named_texts())
    except QueryError:  # a query that it names was removed
        return set()
    matcher = Matcher()
    matcher.add(query.pk, node)
    return {int(str(post.id)) for post, found in zip(posts, matcher.match_many(posts), strict=True) if found}


def _set_matches(
    search: BackSearch,
    posts: Sequence[Post],
    times: Sequence[datetime],
    found: set[int],
    *,
    oldest: tuple[datetime, int],
) -> tuple[int, int]:
    """Matches of these mentions as the version says. Figures follow by themselves (migration 0005)."""
    every = [int(str(post.id)) for post in posts]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM listening_match WHERE query_id = %s AND published_at BETWEEN %s AND %s "
            "AND mention_id = ANY(%s) AND NOT mention_id = ANY(%s)",
            [search.query_id, oldest[0], times[0], every, sorted(found)],
        )
        removed = cursor.rowcount
        chosen = [(key, at) for key, at in zip(every, times, strict=True) if key in found]
        cursor.execute(
            "UPDATE listening_match SET version = %s WHERE query_id = %s AND published_at BETWEEN %s AND %s "
            "AND mention_id = ANY(%s)",
            [search.version, search.query_id, oldest[0], times[0], sorted(found)],
        )
        # A mention that is taken back at this moment is gone, or waits until its match is there to go with it.
        cursor.execute(
            """
            INSERT INTO listening_match (query_id, published_at, mention_id, version)
            SELECT %s, m.published_at, m.id, %s FROM unnest(%s::bigint[], %s::timestamptz[]) AS f (id, at)
            JOIN listening_mention m ON m.id = f.id AND m.published_at = f.at
            ON CONFLICT DO NOTHING
            """,
            [search.query_id, search.version, [key for key, _ in chosen], [at for _, at in chosen]],
        )
        return cursor.rowcount, removed


def _about() -> int:
    """How many mentions there are, as the database estimates: a number for a bar of progress."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(greatest(c.reltuples, 0)), 0)::bigint FROM pg_inherits i "
            "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'listening_mention'::regclass"
        )
        return int(cursor.fetchone()[0])
