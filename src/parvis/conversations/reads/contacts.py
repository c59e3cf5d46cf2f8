"""When somebody last turned to the company themselves, for the periods of retention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from parvis.conversations.models import Message


def last_contacts(identity_ids: Sequence[int]) -> dict[int, datetime]:
    """Identity → their last own message; those who never wrote are left out. A machine's reply is no contact."""
    return dict(
        Message.objects.filter(identity_id__in=identity_ids, kind=Message.INBOUND, is_automatic=False)
        .values("identity_id")
        .annotate(last=Max("sent_at"))
        .values_list("identity_id", "last")
    )
