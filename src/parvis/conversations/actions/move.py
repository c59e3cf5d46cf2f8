"""Moving a conversation to another queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.conversations.actions.hold import hold
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.models import Conversation, Queue
from parvis.conversations.permissions import may_be_assigned
from parvis.foundation.audit import Actor, changed, record


def move_to_queue(conversation: Conversation, queue: Queue, *, by: Actor, now: datetime) -> bool:
    """Hand it over to a queue. Whoever has it and does not work there loses it. Returns whether it moved."""
    with transaction.atomic():
        conversation = hold(conversation)
        if conversation.queue_id == queue.pk:
            return False
        former = conversation.queue_id
        conversation.queue = queue
        if conversation.assignee is not None and not may_be_assigned(conversation.assignee, conversation):
            conversation.assignee = None
        conversation.save(update_fields=["queue", "assignee"])
        record(
            "conversation.moved",
            conversation,
            by=by,
            now=now,
            **changed({"queue": former}, {"queue": queue.pk}),
        )
        tell_changed(conversation, former_queue_id=former, what="queue")
        return True
