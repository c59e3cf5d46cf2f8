"""Handles that were heard in public: their name goes, a keyed hash stays, and a voice that comes back is the same one.

For figures alone: unique voices over a year count a number, and whoever falls silent for three months and speaks
again would else count twice. The hash leads from a handle to its number, never from the number to a handle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from parvis.foundation.secrets import keyed_hash
from parvis.people.actions.erase import ERASED, erase_identities
from parvis.people.logic.handles import handle_key
from parvis.people.models import HeardHash, Identity

Pair = tuple[str, str]  # channel, handle key

# Rows in one order, so that two who hear the same handles cannot wait for each other for ever.
_HELD = "SELECT identity_id FROM people_heard_hash WHERE value_hash = ANY(%s) ORDER BY value_hash FOR UPDATE"
# A handle that was written meanwhile keeps its new number.
_NAMED_AGAIN = f"""
    UPDATE people_identity i SET handle = back.handle, handle_key = back.handle_key
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS back(value_hash, channel, handle_key, handle)
    JOIN people_heard_hash h ON h.value_hash = back.value_hash
    WHERE i.id = h.identity_id AND i.handle_key = '{ERASED}-' || i.id AND i.channel = back.channel
        AND NOT EXISTS (SELECT FROM people_identity o
                        WHERE o.channel = back.channel AND o.handle_key = back.handle_key)"""  # noqa: S608 -- ours


def heard_hash(channel: str, key: str) -> str:
    return keyed_hash("heard-handles", f"{channel}:{key}")


def forget_heard(identity_ids: Sequence[int]) -> dict[str, int]:
    """Make handles anonymous and keep what they are known again by. Inside a transaction."""
    known = Identity.objects.filter(pk__in=identity_ids, is_ours=False)
    hashes = [
        HeardHash(identity_id=pk, value_hash=heard_hash(channel, key), heard_at=at)
        for pk, channel, key, at in known.values_list("pk", "channel", "handle_key", "last_seen_at")
        if key != f"{ERASED}-{pk}"
    ]
    gone = erase_identities(identity_ids)
    # One that was written under a new number meanwhile leads to the newest.
    HeardHash.objects.filter(value_hash__in=[one.value_hash for one in hashes]).delete()
    HeardHash.objects.bulk_create(hashes)
    return gone


def know_again(handles: Mapping[Pair, str]) -> int:
    """(channel, handle key) → the handle as it is written: those whose name had gone have it back, under their number.

    Inside the transaction that heard them. Returns how many.
    """
    if not handles or not HeardHash.objects.exists():
        return 0
    asked = {heard_hash(*pair): pair for pair in handles}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(asked)])
        if not cursor.fetchall():
            return 0
        rows = [(value, *pair, handles[pair][:320]) for value, pair in asked.items()]
        cursor.execute(_NAMED_AGAIN, [list(column) for column in zip(*rows, strict=True)])
        count = int(cursor.rowcount)
    HeardHash.objects.filter(value_hash__in=list(asked)).delete()
    return count


def named_by_themselves(channel: str, handle: str) -> Identity | None:
    """The handle that somebody names to ask about their data: also one whose name had gone has it back."""
    pair = (channel.strip().lower(), handle_key(channel.strip().lower(), handle))
    know_again({pair: handle.strip()})
    return Identity.objects.filter(channel=pair[0], handle_key=pair[1]).first() if pair[1] else None
