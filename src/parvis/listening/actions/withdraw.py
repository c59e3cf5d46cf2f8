"""Honouring deletions: a post that is taken back where it was said is taken back here, with all that came of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from parvis.foundation.live import announce


def withdraw_mentions(connection_id: int, external_ids: Sequence[str]) -> int:
    """Delete the mentions of these ids; matches, copies and figures go with them. Returns how many there were."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT listening_withdraw(%s, %s::text[])", [connection_id, list(external_ids)])
            gone = int(cursor.fetchone()[0])
        if gone:
            announce("mentions", audience="staff")
    return gone
