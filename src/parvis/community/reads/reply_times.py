"""How long the company takes to reply to a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from parvis.foundation.logic.intervals import median_ranks

DAYS = 90


@dataclass(frozen=True, slots=True)
class ReplyTime:
    """Hours until the reply, in the middle, with its interval; None where that lies beyond what was answered yet."""

    hours: float | None
    low: float | None
    high: float | None
    n: int
    answered: int


def reply_time(*, now: datetime, days: int = DAYS) -> ReplyTime:
    """Of the shown reviews of the last days. One that waits counts as longer than all that were answered."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM p.written_at - r.written_at) / 3600 FROM community_review r"
            " JOIN community_product_page g ON g.id = r.page_id AND g.is_shown"
            " LEFT JOIN community_review_reply p ON p.review_id = r.id"
            " WHERE r.state = 'shown' AND r.written_at > %s ORDER BY 1 NULLS LAST LIMIT 20000",
            [now - timedelta(days=days)],
        )
        hours = [None if row[0] is None else float(row[0]) for row in cursor.fetchall()]
    n, answered = len(hours), sum(one is not None for one in hours)
    if not n:
        return ReplyTime(None, None, None, 0, 0)
    ranks = median_ranks(n)
    middle = hours[(n - 1) // 2], hours[n // 2]
    in_the_middle = None if middle[0] is None or middle[1] is None else (middle[0] + middle[1]) / 2
    low, high = (hours[ranks[0] - 1], hours[ranks[1] - 1]) if ranks else (None, None)
    return ReplyTime(in_the_middle, low, high, n, answered)
