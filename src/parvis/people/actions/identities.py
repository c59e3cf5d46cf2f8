"""Remembering the handles that speak. An identity is no person: nothing here makes or touches persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from parvis.people.actions.heard_hashes import know_again
from parvis.people.logic.handles import handle_key
from parvis.people.models import Identity


@dataclass(frozen=True, slots=True)
class SeenIdentity:
    """A handle as an item showed it, and when it spoke."""

    channel: str
    handle: str
    seen_at: datetime
    display_name: str = ""
    followers: int | None = None
    is_ours: bool = False


def remember_identities(seen: Iterable[SeenIdentity], *, now: datetime) -> dict[tuple[str, str], int]:
    """Insert or refresh identities, one statement a batch. Returns (channel, handle_key) → identity id.

    The newest sighting's name and follower count win; first and last sight widen. Empty handles are left out.
    Rows go in key order, so that two workers with overlapping batches cannot wait for each other for ever.
    """
    merged: dict[tuple[str, str], SeenIdentity] = {}
    first: dict[tuple[str, str], datetime] = {}
    for one in seen:
        key = (one.channel, handle_key(one.channel, one.handle))
        if not key[1]:
            continue
        known = merged.get(key)
        if known is None or one.seen_at >= known.seen_at:
            merged[key] = one
        first[key] = min(first.get(key, one.seen_at), one.seen_at)
    if not merged:
        return {}
    keys = sorted(merged)
    know_again({key: merged[key].handle for key in keys})
    rows = [merged[key] for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO people_identity AS known (channel, handle, handle_key, display_name, followers,
                                                  is_ours, first_seen_at, last_seen_at)
            SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::integer[],
                                 %s::boolean[], %s::timestamptz[], %s::timestamptz[])
            ON CONFLICT (channel, handle_key) DO UPDATE SET
                display_name = CASE WHEN excluded.display_name <> '' AND excluded.last_seen_at >= known.last_seen_at
                               THEN excluded.display_name ELSE known.display_name END,
                followers = CASE WHEN excluded.last_seen_at >= known.last_seen_at
                            THEN coalesce(excluded.followers, known.followers)
                            ELSE coalesce(known.followers, excluded.followers) END,
                is_ours = known.is_ours OR excluded.is_ours,
                first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
                last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
            RETURNING channel, handle_key, id
            """,
            [
                [key[0] for key in keys],
                [row.handle[:320] for row in rows],
                [key[1] for key in keys],
                [row.display_name[:200] for row in rows],
                [row.followers for row in rows],
                [row.is_ours for row in rows],
                [first[key] for key in keys],
                [row.seen_at for row in rows],
            ],
        )
        return {(channel, key): identity_id for channel, key, identity_id in cursor.fetchall()}


def forget_name(channel: str, handle: str) -> None:
    """Whoever spoke under this handle is no longer called anything."""
    key = handle_key(channel, handle)
    Identity.objects.filter(channel=channel, handle_key=key).update(display_name="", followers=None)
