"""Messages about a review. Read for the purpose "membership", which the caller declares."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from parvis.community.models import Member, Review, ReviewMessage

MOST = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """With one other member; the oldest message first."""

    other: Member
    messages: list[ReviewMessage]


def exchanges(review: Review, reader: Member) -> list[Exchange]:
    """Those that the reader has part in, the one with the newest message first."""
    rows = ReviewMessage.objects.filter(Q(by=reader) | Q(to=reader), review=review)
    found: dict[int, Exchange] = {}
    for row in rows.select_related("by", "to").order_by("-at", "-pk")[:MOST]:
        other = row.to if row.by_id == reader.pk else row.by
        found.setdefault(other.pk, Exchange(other, [])).messages.insert(0, row)
    return list(found.values())
