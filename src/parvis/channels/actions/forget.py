"""Erasing what came in and was not stored yet, and how refused rows begin."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.channels.models import Batch, RejectedInput
from parvis.people.logic.handles import handle_key
from parvis.people.logic.struck_words import pattern_of
from parvis.people.models import Identity


def forget_waiting(identity_ids: Sequence[int], person_ids: Sequence[int] = ()) -> dict[str, int]:
    """Strike the items of these handles from batches that wait for their owner. Returns how many items."""
    keys = set(
        Identity.objects.filter(pk__in=identity_ids, is_ours=False).values_list("channel", "handle_key")
    )
    gone = 0
    for batch in (
        Batch.objects.select_for_update(of=("self",))
        .filter(payload__isnull=False)
        .select_related("connection")
        .order_by("pk")
    ):
        channels = {batch.connection.channel, "email"}
        left = [
            plain
            for plain in batch.payload or []
            if not any(
                (channel, handle_key(channel, str((plain.get("author") or {}).get("handle", "")))) in keys
                for channel in channels
            )
        ]
        if len(left) < len(batch.payload or []):
            gone += len(batch.payload or []) - len(left)
            batch.payload = left
            batch.save(update_fields=["payload"])
    return {"channels_batch": gone}


def find_words(words: Sequence[str]) -> dict[str, int]:
    pattern = pattern_of(words)
    if not pattern:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM channels_rejected_input WHERE excerpt ~* %s OR detail ~* %s", [pattern] * 2
        )
        return {"channels_rejected_input": cursor.fetchone()[0]}


def erase_words(words: Sequence[str]) -> dict[str, int]:
    """A refused row in which they stand is emptied: where it was and why it was refused stays."""
    pattern = pattern_of(words)
    if not pattern:
        return {}
    changed = (
        RejectedInput.objects.extra(where=["excerpt ~* %s OR detail ~* %s"], params=[pattern, pattern])
    ).update(excerpt="", detail="")
    return {"channels_rejected_input": changed}
