"""What persons said of us in public, as plain moments (people/logic/touches.py)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.people.logic.touches import MENTIONED, Touch


def touches(identity_ids: Sequence[int], *, most: int) -> list[tuple[int, Touch]]:
    """(identity id, touch) of their mentions, at most the newest `most` of each handle."""
    if not identity_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.id, m.published_at, m.channel, m.sentiment, m.intents"
            " FROM unnest(%s::bigint[]) AS asked(id) CROSS JOIN LATERAL ("
            "  SELECT published_at, channel, sentiment, intents FROM listening_mention"
            "  WHERE identity_id = asked.id ORDER BY published_at DESC LIMIT %s) m",
            [list(identity_ids), most],
        )
        rows = cursor.fetchall()
    return [
        (identity, Touch(at, MENTIONED, channel, sentiment=sentiment, intents=frozenset(intents or ())))
        for identity, at, channel, sentiment, intents in rows
    ]
