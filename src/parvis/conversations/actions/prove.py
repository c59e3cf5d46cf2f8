"""Codes in what came in: the customer's own proof that a handle is theirs (people/actions/claims.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from parvis.conversations.models import Message
from parvis.people.actions.claims import settle_said


def take_codes(message_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Settle the codes that these messages hold; the database looks for them, most batches hold none.

    Returns the handles that were linked. What was said before an hour ago settles nothing: a code has ended by then.
    """
    said: dict[int, list[str]] = defaultdict(list)
    found = Message.objects.filter(
        pk__in=message_ids, kind=Message.INBOUND, identity__isnull=False, text__iregex=r"\mPV[ -]?[2-9A-Z]{4}"
    )
    for identity_id, text in found.order_by("sent_at", "pk").values_list("identity_id", "text"):
        said[identity_id].append(text)
    return settle_said(said, now=now) if said else []
