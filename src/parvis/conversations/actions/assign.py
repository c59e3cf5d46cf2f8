"""Whose conversation it is: take, assign, release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import ConversationAssigned
from parvis.conversations.logic.errors import AlreadyTaken, NotAssignable
from parvis.conversations.models import Conversation, Status
from parvis.conversations.permissions import may_be_assigned
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.events import publish


def take(conversation: Conversation, *, by: User, now: datetime) -> bool:
    """Make it mine. Returns whether anything changed. Raises AlreadyTaken when somebody else has it."""
    with transaction.atomic():
        conversation = hold(conversation)
        if conversation.assignee_id == by.pk:
            return False
        if conversation.assignee is not None:
            raise AlreadyTaken(name=conversation.assignee.name)
        return _give(conversation, by, by=actor_of_account(by), now=now)


def assign(conversation: Conversation, to: User, *, by: User, now: datetime) -> bool:
    """Give it to somebody. Returns whether anything changed. Raises NotAssignable."""
    with transaction.atomic():
        conversation = hold(conversation)
        if not may_be_assigned(to, conversation):
            raise NotAssignable(name=to.name)
        return _give(conversation, to, by=actor_of_account(by), now=now)


def release(conversation: Conversation, *, by: User, now: datetime) -> bool:
    """Put it back into its queue. Returns whether it was somebody's."""
    with transaction.atomic():
        return _give(hold(conversation), None, by=actor_of_account(by), now=now)


def hand_over_unresolved(former: User, heir: User | None, *, by: Actor, now: datetime) -> tuple[int, int]:
    """Everything unresolved that somebody had goes to the heir where they can work on it, else to its queue.

    Returns how many went to the heir and how many to their queues.
    """
    to_heir = to_queue = 0
    with transaction.atomic():
        unresolved = Conversation.objects.filter(assignee=former).exclude(status=Status.RESOLVED)
        for conversation in unresolved.order_by("id"):
            held = hold(conversation)
            if held.assignee_id != former.pk:
                continue
            taker = heir if heir is not None and may_be_assigned(heir, held) else None
            if _give(held, taker, by=by, now=now):
                to_heir, to_queue = to_heir + (taker is not None), to_queue + (taker is None)
    return to_heir, to_queue


def actor_of_account(user: User) -> Actor:
    return Actor("user", user.pk, user.name)


def _give(conversation: Conversation, to: User | None, *, by: Actor, now: datetime) -> bool:
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
        by=by,
        now=now,
        **changed({"assignee": former.pk if former else None}, {"assignee": to.pk if to else None}),
    )
    tell_changed(conversation, what="assignee")
    if to is not None and by.id != to.pk:
        publish(ConversationAssigned(conversation_id=conversation.pk, user_id=to.pk), by=by)
    return True
