"""Joining two conversations by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.join import move_all
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.logic.errors import CannotMerge
from parvis.conversations.models import Conversation, Status
from parvis.foundation.audit import Actor, record


def merge(conversation: Conversation, *, into: Conversation, by: Actor, now: datetime) -> Conversation:
    """Everything said in `conversation` moves into `into`, which stays. Raises CannotMerge."""
    if conversation.pk == into.pk:
        raise CannotMerge
    with transaction.atomic():
        # In the order of ids, so that two merges the opposite way round do not wait for each other.
        held = {c.pk: hold(c) for c in sorted((conversation, into), key=lambda c: c.pk)}
        losing, winning = held[conversation.pk], held[into.pk]
        if losing.merged_into_id is not None or winning.merged_into_id is not None:
            raise CannotMerge
        was_open = losing.status == Status.OPEN
        move_all({losing.pk: winning.pk})
        recount([winning.pk])
        if was_open and winning.status != Status.OPEN:
            winning.status, winning.snoozed_until, winning.resolved_at = Status.OPEN, None, None
            winning.save(update_fields=["status", "snoozed_until", "resolved_at"])
        record("conversation.merged", losing, by=by, now=now, into=winning.pk)
        tell_changed(losing, what="merged")
        tell_changed(winning, what="message")
        winning.refresh_from_db()
        return winning
