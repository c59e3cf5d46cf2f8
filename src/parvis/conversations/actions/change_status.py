"""Open, pending, resolved, and snoozed until a moment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import StatusChanged
from parvis.conversations.logic.errors import MomentNotAhead, UnknownStatus
from parvis.conversations.logic.snooze import LONGEST
from parvis.conversations.models import Conversation, Status
from parvis.foundation.audit import SYSTEM, Actor, changed, record
from parvis.foundation.events import publish

MOST_WOKEN_AT_ONCE = 500


def change_status(conversation: Conversation, status: str, *, by: Actor, now: datetime) -> str:
    """To open, pending or resolved. Returns the status before. Raises UnknownStatus (snoozing: see snooze)."""
    if status not in (Status.OPEN, Status.PENDING, Status.RESOLVED):
        raise UnknownStatus(status=status)
    with transaction.atomic():
        return _set(hold(conversation), status, until=None, by=by, now=now)


def snooze(conversation: Conversation, *, until: datetime, by: Actor, now: datetime) -> str:
    """Out of the way until a moment, or until the customer writes. Returns the status before."""
    if not now < until <= now + LONGEST:
        raise MomentNotAhead
    with transaction.atomic():
        return _set(hold(conversation), Status.SNOOZED, until=until, by=by, now=now)


def wake_snoozed(*, now: datetime) -> int:
    """Open again whatever was snoozed until now. Returns how many."""
    with transaction.atomic():
        due = list(
            Conversation.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(status=Status.SNOOZED, snoozed_until__lte=now)
            .order_by("snoozed_until")[:MOST_WOKEN_AT_ONCE]
        )
        for conversation in due:
            _set(conversation, Status.OPEN, until=None, by=SYSTEM, now=now)
        return len(due)


def _set(conversation: Conversation, status: str, *, until: datetime | None, by: Actor, now: datetime) -> str:
    before = conversation.status
    if before == status and conversation.snoozed_until == until:
        return before
    conversation.status, conversation.snoozed_until = status, until
    conversation.resolved_at = now if status == Status.RESOLVED else None
    conversation.save(update_fields=["status", "snoozed_until", "resolved_at"])
    difference = changed({"status": before}, {"status": status})
    record("conversation.status_changed", conversation, by=by, now=now, **difference)
    publish(StatusChanged(conversation_id=conversation.pk, before=before, after=status), by=by)
    tell_changed(conversation, what="status")
    return before
