"""On which days there was somebody to hear anything: without it a silent day and a day without data look alike."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def note_heard_connections(*, now: datetime) -> None:
    """Every connection that was asked successfully today, but for those on trial, which count nowhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO listening_heard_day (day, connection_id)
            SELECT listening_day(%(now)s), id FROM channels_connection
            WHERE is_active AND failing_since IS NULL AND fetched_at IS NOT NULL
              AND listening_day(fetched_at) = listening_day(%(now)s)
              AND id NOT IN (SELECT connection_id FROM listening_place WHERE state = 'trial')
            ON CONFLICT DO NOTHING
            """,
            {"now": now},
        )
