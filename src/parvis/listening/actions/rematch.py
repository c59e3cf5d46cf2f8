"""Matching mentions again whose labels or words are others now.

A search over the past reads labels too, so both hold one lock: what is matched last was matched by what stands.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from parvis.listening.logic.posts import FIELDS, stored_post
from parvis.listening.models import Mention
from parvis.listening.reads.intake import Intake

_LOCK = 7205


def hold_matches() -> None:
    """Nobody else matches stored mentions until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def rematch(mention_ids: Sequence[int], *, intake: Intake, query_ids: Collection[int]) -> None:
    """Make the matches of these mentions with these queries what they should be. Call with the lock and the stamp."""
    rows = list(Mention.objects.filter(pk__in=mention_ids).values_list(*FIELDS))
    if not rows or not query_ids:
        return
    posts = [stored_post(row) for row in rows]
    wanted: set[tuple[int, datetime, int]] = {
        (query_id, row[-1], row[0])
        for row, found in zip(rows, intake.match(posts), strict=True)
        for query_id in found
        if query_id in query_ids
    }
    times = {row[0]: row[-1] for row in rows}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query_id, published_at, mention_id FROM listening_match "
            "WHERE mention_id = ANY(%s) AND published_at BETWEEN %s AND %s AND query_id = ANY(%s)",
            [list(times), min(times.values()), max(times.values()), list(query_ids)],
        )
        there = set(cursor.fetchall())
        for statement, keys in (
            (
                "DELETE FROM listening_match AS m USING unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) "
                "AS k (query_id, published_at, mention_id) WHERE m.query_id = k.query_id "
                "AND m.published_at = k.published_at AND m.mention_id = k.mention_id",
                sorted(there - wanted),
            ),
            (
                "INSERT INTO listening_match (query_id, published_at, mention_id, version) "
                "SELECT k.*, q.version FROM unnest(%s::bigint[], %s::timestamptz[], %s::bigint[]) "
                "AS k (query_id, published_at, mention_id) JOIN listening_query q ON q.id = k.query_id "
                "ON CONFLICT DO NOTHING",
                sorted(wanted - there),
            ),
        ):
            if keys:
                cursor.execute(statement, [[key[place] for key in keys] for place in range(3)])
