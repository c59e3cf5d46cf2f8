"""What a member is writing, kept as they type."""

from __future__ import annotations

from datetime import datetime

from parvis.community.logic.markdown import MOST_CHARACTERS
from parvis.community.models import Draft, Member

MOST_DRAFTS = 50


def keep_draft(member: Member, *, place: str, title: str, text: str, now: datetime) -> None:
    """Keep it, or throw it away where nothing is left of it. At most MOST_DRAFTS a member, the oldest go."""
    if not title.strip() and not text.strip():
        Draft.objects.filter(member=member, place=place).delete()
        return
    Draft.objects.update_or_create(
        member=member,
        place=place[:60],
        defaults={"title": title[:200], "text": text[:MOST_CHARACTERS], "saved_at": now},
    )
    too_many = (
        Draft.objects.filter(member=member).order_by("-saved_at").values_list("pk", flat=True)[MOST_DRAFTS:]
    )
    Draft.objects.filter(pk__in=list(too_many)).delete()
