"""How much some handles said, for sentences that say in numbers what an act moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from parvis.accounts.models import User
from parvis.people.reads.timeline import Source, timeline

MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class Said:
    """Numbers by kind of entry. is_more: counting stopped at MOST_COUNTED, the numbers are "at least"."""

    messages: int
    replies: int
    mentions: int
    others: int
    is_more: bool

    @property
    def total(self) -> int:
        return self.messages + self.replies + self.mentions + self.others


def said_by_kind(
    identity_ids: Sequence[int], *, viewer: User, sources: Sequence[Source] | None = None
) -> Said:
    page = timeline(identity_ids, viewer=viewer, most=MOST_COUNTED, sources=sources)
    kinds = Counter(entry.kind for entry in page.entries)
    known = kinds["message"], kinds["reply"], kinds["mention"]
    return Said(*known, others=kinds.total() - sum(known), is_more=page.before is not None)
