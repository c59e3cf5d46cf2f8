"""Whose conversation it is: take, assign, release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.logic.errors import AlreadyTaken, NotAssignable
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import may_be_assigned
from parvis.foundation.audit import Actor, record


def take(conversation: Conversation, *, by: User, now: datetime) -> bool:
    """Make it mine. Returns whether anything changed. Raises AlreadyTaken when somebody else has it."""
    with transaction.atomic():
        conversation = hold(conversation)
        if conversation.assignee_id == by.pk:
            return False
        if conversation.assignee is not None:
            raise AlreadyTaken(name=conversation.assignee.name)
        return _give(conversation, by, by=by, now=now)


def assign(conversation: Conversation, to: User, *, by: User, now: datetime) -> bool:
    """Give it to somebody. Returns whether anything changed. Raises NotAssignable."""
    with transaction.atomic():
        conversation = hold(conversation)
        if not may_be_assigned(to, conversation):
            raise NotAssignable(name=to.name)
        return _give(conversation, to, by=by, now=now)


def release(conversation: Conversation, *, by: User, now: datetime) -> bool:
    """Put it back into its queue. Returns whether it was somebody's."""
    with transaction.atomic():
        return _give(hold(conversation), None, by=by, now=now)


def _give(conversation: Conversation, to: User | None, *, by: User, now: datetime) -> bool:
    former = conversation.assignee
    if (former.pk if former else None) == (to.pk if to else None):
        return False
    if former is not None:
        tell_changed(conversation, what="assignee")  # who loses it hears too
    conversation.assignee = to
    conversation.save(update_fields=["assignee"])
    record(
        "conversation.assigned" if to else "conversation.released",
        conversation,
        by=Actor("user", by.pk, by.name),
        now=now,
        before=former.pk if former else None,
        after=to.pk if to else None,
    )
    tell_changed(conversation, what="assignee")
    return True
