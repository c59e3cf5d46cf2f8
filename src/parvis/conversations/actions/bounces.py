"""Delivery reports: our answer came back. It is marked, and its conversation is open again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Connection
from parvis.conversations.actions.recount import recount
from parvis.conversations.actions.tell import tell_changed
from parvis.conversations.events import DeliveryFailed
from parvis.conversations.models import Conversation, Message, Status
from parvis.foundation.events import publish


def note_bounces(
    connection: Connection, items: Sequence[InboundItem], *, now: datetime
) -> tuple[int, list[int]]:
    """Mark what came back. Returns how many, and the positions of all items that are still to be stored:
    a report about a message that we do not know stays readable as a message of its own."""
    reports = {item.bounced_external_id: p for p, item in enumerate(items) if item.bounced_external_id}
    messages = Message.objects.filter(
        connection=connection, kind=Message.OUTBOUND, external_id__in=list(reports)
    ).select_related("conversation")
    matched = set()
    for message in messages:
        matched.add(message.external_id)
        if message.delivery != Message.BOUNCED:
            _mark(message, reason=items[reports[message.external_id]].bounce_reason)
    rest = [p for p, item in enumerate(items) if item.bounced_external_id not in matched]
    return len(matched), rest


def _mark(message: Message, *, reason: str) -> None:
    message.delivery, message.delivery_detail = Message.BOUNCED, reason[:300]
    message.save(update_fields=["delivery", "delivery_detail"])
    reopen_undelivered(message)


def reopen_undelivered(message: Message) -> None:
    """The customer has no answer after all: open, waiting again, told to whoever looks."""
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=message.conversation_id)
    conversation.status, conversation.snoozed_until, conversation.resolved_at = Status.OPEN, None, None
    conversation.save(update_fields=["status", "snoozed_until", "resolved_at"])
    recount([conversation.pk])
    publish(DeliveryFailed(message_id=message.pk, conversation_id=conversation.pk))
    tell_changed(conversation, what="delivery")
