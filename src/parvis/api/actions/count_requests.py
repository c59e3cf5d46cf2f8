"""Counting requests for the rate limits: one statement, seen by every process of the installation."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from parvis.api.logic.rates import Rate, rate_of, window_of


def count_request(caller: str, *, limit: int, now: datetime) -> Rate:
    """Count one request of the caller. Must run outside a transaction: refused requests count too."""
    seconds = now.timestamp()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO api_request_count AS c (caller, "window", count) VALUES (%s, %s, 1)
            ON CONFLICT (caller) DO UPDATE SET "window" = EXCLUDED."window",
                count = CASE WHEN c."window" = EXCLUDED."window" THEN c.count + 1 ELSE 1 END
            RETURNING count
            """,
            [caller, window_of(seconds)],
        )
        (count,) = cursor.fetchone()
    return rate_of(count, limit=limit, seconds=seconds)
