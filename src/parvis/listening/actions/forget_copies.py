"""Forgetting which old posts said the same: a text that nobody repeated for half a year begins anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from parvis.foundation.installation import fact, state_fact

KEPT = timedelta(days=180)
ROWS_A_RUN = 200_000
CURSOR_FACT = "listening.copies"


def forget_old_copies(*, now: datetime) -> int:
    """Walk some rows in the order in which they came; whole groups go once their newest post is old.

    Mentions keep what they were told to be, a first or a repeat: figures do not change. Returns how many rows went.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        after = int(fact(CURSOR_FACT, 0))
        cursor.execute(
            "SELECT max(id), min(published_at) FROM (SELECT id, published_at FROM listening_copy WHERE id > %s "
            "ORDER BY id LIMIT %s) AS taken",
            [after, ROWS_A_RUN],
        )
        upto, oldest = cursor.fetchone()
        if upto is None or oldest >= now - KEPT:
            state_fact(CURSOR_FACT, 0)  # the rest is young; begin again with what was passed over
            return 0
        cursor.execute(
            """
            DELETE FROM listening_copy AS c WHERE c.text_group IN (
                SELECT DISTINCT text_group FROM listening_copy
                WHERE id > %(after)s AND id <= %(upto)s AND published_at < %(before)s)
            AND NOT EXISTS (SELECT FROM listening_copy AS young
                            WHERE young.text_group = c.text_group AND young.published_at >= %(before)s)
            """,
            {"after": after, "upto": upto, "before": now - KEPT},
        )
        gone = int(cursor.rowcount)
        state_fact(CURSOR_FACT, upto)
    return gone
