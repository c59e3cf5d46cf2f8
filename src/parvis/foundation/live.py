"""Telling open pages that something changed: a row to catch up from, and a NOTIFY at commit.

An announcement names a topic, an audience and ids. It never carries anybody's words.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from parvis.foundation.clock import utc_now
from parvis.foundation.models import LiveAnnouncement

CHANNEL = "parvis_live"


def announce(topic: str, *, audience: str, **payload: Any) -> None:
    """Tell the audience ("staff", "user:7", "queue:3") about a topic, when the transaction commits."""
    row = LiveAnnouncement.objects.create(
        topic=topic, audience=audience, payload=payload, created_at=utc_now()
    )
    message = {"id": row.pk, "topic": topic, "audience": audience, "payload": payload}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(message)])


def last_announcement() -> int:
    """The id that was given last: a page made now has seen what it tells of, its stream goes on from there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM foundation_live_announcement_id_seq")
        return int(cursor.fetchone()[0])


def audiences_of_account(user: Any) -> set[str]:
    """What every logged-in account hears."""
    return {"staff", f"user:{user.pk}"}
