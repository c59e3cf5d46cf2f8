"""The mentions of one query in order of time, reached by its matches, which are kept in that order.

Asked the other way round ("mentions that have a match"), PostgreSQL either walks the newest mentions of all and looks
each up, which for a query that finds little is all of them, or joins everything that a year holds: seconds at ten
million mentions, where this takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection as database
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from parvis.listening.logic.selection import Selection
from parvis.listening.models import Match, Mention

Key = tuple[datetime, int]
# Where other filters leave little of what was found, more is read at once, up to so much.
MOST_AT_ONCE = 20_000


def without_query(selection: Selection) -> Selection:
    """The same filters but for the query, which the matches stand for."""
    return replace(selection, found_by=0)


def in_order(
    mentions: QuerySet[Any, Any],
    selection: Selection,
    *,
    most: int,
    beyond: Key | None = None,
    oldest_first: bool = False,
) -> list[Any]:
    """At most so many of these mentions that the selection's query found, the newest first (or the oldest).

    mentions: filtered by everything else; models, or values that begin with the id. beyond: only what comes after it.
    """
    got: list[Any] = []
    step = most
    while len(got) < most:
        keys = _keys(selection, beyond, step, oldest_first=oldest_first)
        if keys:
            by_id = {_id(row): row for row in of_keys(mentions, keys)}
            got += [by_id[key] for _, key in keys if key in by_id]
        if len(keys) < step:
            break
        beyond, step = keys[-1], min(4 * step, MOST_AT_ONCE)
    return got[:most]


def of_keys(mentions: QuerySet[Any, Any], keys: Sequence[Key]) -> QuerySet[Any, Any]:
    """Those of the mentions that have one of these keys; each is looked up in its own month."""
    pairs = RawSQL(
        "(listening_mention.id, listening_mention.published_at) IN "
        "(SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]))",
        [[key for _, key in keys], [at for at, _ in keys]],
        output_field=BooleanField(),
    )
    times = [at for at, _ in keys]
    return mentions.filter(pairs, published_at__range=(min(times), max(times)))


def first_keys_after(
    query_id: int, moments: Sequence[tuple[datetime, datetime]], *, most: int
) -> Iterator[list[Key]]:
    """Of each span of time the first matches of a query; one statement for all of them."""
    with database.cursor() as cursor:
        cursor.execute(
            """
            SELECT span.place, k.published_at, k.mention_id
            FROM unnest(%s::timestamptz[], %s::timestamptz[]) WITH ORDINALITY AS span (since, until, place)
            CROSS JOIN LATERAL (
                SELECT published_at, mention_id FROM listening_match
                WHERE query_id = %s AND published_at >= span.since AND published_at < span.until
                ORDER BY published_at, mention_id LIMIT %s
            ) AS k ORDER BY 1, 2, 3
            """,
            [[since for since, _ in moments], [until for _, until in moments], query_id, most],
        )
        rows = cursor.fetchall()
    of_span: dict[int, list[Key]] = {}
    for place, at, key in rows:
        of_span.setdefault(place, []).append((at, key))
    yield from of_span.values()


def _keys(selection: Selection, beyond: Key | None, most: int, *, oldest_first: bool) -> list[Key]:
    found = Match.objects.filter(
        query_id=selection.found_by,
        published_at__gte=selection.period.start_at,
        published_at__lt=selection.period.end_at,
    )
    if beyond is not None:
        at, key = beyond
        # The first condition alone bounds the scan of the index; the second decides within one moment.
        found = found.filter(
            Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(mention_id__gt=key))
            if oldest_first
            else Q(published_at__lte=at) & (Q(published_at__lt=at) | Q(mention_id__lt=key))
        )
    order = ("published_at", "mention_id") if oldest_first else ("-published_at", "-mention_id")
    return list(found.order_by(*order).values_list("published_at", "mention_id")[:most])


def _id(row: Any) -> int:
    return int(row.pk if isinstance(row, Mention) else row[0])
