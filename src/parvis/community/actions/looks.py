"""Looks: opened by whatever brings a text before a moderator, taken by one of them, closed by a decision."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from parvis.accounts.models import User
from parvis.community.models import Look, Said
from parvis.foundation.live import announce


def open_look(text: Said, *, reasons: list[str], priority: int, now: datetime, is_held: bool = False) -> Look:
    """The open look at this text, made or joined: whatever brings a text here, people look at it once."""
    look, is_made = Look.objects.select_for_update(no_key=True).get_or_create(
        kind=text.kind, text_id=text.pk, outcome="",
        defaults={
            "author_id": text.author_id, "priority": priority, "reasons": reasons, "is_held": is_held, "at": now,
        },
    )  # fmt: skip
    if not is_made:
        look.reasons = list(dict.fromkeys([*look.reasons, *reasons]))
        look.priority = min(look.priority, priority)
        look.save(update_fields=["reasons", "priority"])
    announce("community.looks", audience="staff")
    return look


def take(look: Look, *, by: User, now: datetime) -> bool:
    """Have it for oneself for a while, so that two moderators work on two texts. Returns whether it is theirs."""
    free = Q(taken_by_id=None) | Q(taken_by_id=by.pk) | Q(taken_at__lt=now - Look.TAKEN_FOR)
    taken = Look.objects.filter(free, pk=look.pk, outcome="").update(taken_by_id=by.pk, taken_at=now)
    return bool(taken)


def close_look(text: Said, *, outcome: str, by: User | None, now: datetime) -> None:
    closed = Look.objects.filter(kind=text.kind, text_id=text.pk, outcome="").update(
        outcome=outcome, decided_at=now, decided_by_id=by.pk if by else None
    )
    if closed:
        announce("community.looks", audience="staff")
