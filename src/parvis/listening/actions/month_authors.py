"""Who spoke most in a month that is over: so that a year is asked of twelve lists and not of its rows."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from parvis.listening.models import MonthAuthors
from parvis.listening.reads.authors import AUTHORS_OF_A_MONTH

# A month's own partitions are read whole: once, when it is over, and again after somebody was taken out of it.
_OF_ALL = """
    SELECT identity_id, count(*) FROM listening_mention
    WHERE published_at >= %(month)s::date::timestamp AT TIME ZONE listening_zone()
      AND published_at < (%(month)s::date + interval '1 month') AT TIME ZONE listening_zone()
      AND identity_id IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s
"""
_OF_QUERY = """
    SELECT m.identity_id, count(*) FROM listening_match k
    JOIN listening_mention m ON m.id = k.mention_id AND m.published_at = k.published_at
    WHERE k.query_id = %(query)s AND m.identity_id IS NOT NULL
      AND k.published_at >= %(month)s::date::timestamp AT TIME ZONE listening_zone()
      AND k.published_at < (%(month)s::date + interval '1 month') AT TIME ZONE listening_zone()
      AND m.published_at >= %(month)s::date::timestamp AT TIME ZONE listening_zone()
      AND m.published_at < (%(month)s::date + interval '1 month') AT TIME ZONE listening_zone()
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s
"""


def refresh_month_authors(*, today: date, most: int = 24) -> int:
    """Count months that are over and in which something changed, the newest first. Returns how many."""
    stale = MonthAuthors.objects.filter(is_stale=True, month__lt=today.replace(day=1))
    chosen = list(stale.order_by("-month", "query_id").values_list("query_id", "month")[:most])
    for query_id, month in chosen:
        _count(query_id, month)
    return len(chosen)


def _count(query_id: int, month: date) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Held first: who changes a day of it meanwhile waits, and marks it stale again.
        row = MonthAuthors.objects.select_for_update().get(query_id=query_id, month=month)
        cursor.execute(
            _OF_QUERY if query_id else _OF_ALL,
            {"query": query_id, "month": month, "most": AUTHORS_OF_A_MONTH},
        )
        rows = cursor.fetchall()
        MonthAuthors.objects.filter(pk=row.pk).update(
            top_ids=[key for key, _ in rows], top_mentions=[count for _, count in rows], is_stale=False
        )
