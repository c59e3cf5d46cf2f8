"""Queues, conversations and messages for tests, made the way the product makes them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from parvis.accounts.models import User
from parvis.channels.logic.items import InboundItem
from parvis.channels.models import Connection
from parvis.conversations.actions.recount import recount
from parvis.conversations.models import Conversation, Message, Queue
from parvis.foundation.access import purpose
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.people import make_identity

_numbers = count(1)


def make_queue(name: str = "", **fields: Any) -> Queue:
    return Queue.objects.create(**{"name": name or f"Queue {next(_numbers)}", "created_at": NOON, **fields})


def receive(connection: Connection, *items: InboundItem, now: datetime = NOON + timedelta(days=30)) -> None:
    """Hear addressed items and let them become messages."""
    with purpose("service"):
        hear(connection, *items, now=now)


def said(text: str = "My train is late again.", **fields: Any) -> InboundItem:
    """An item addressed to us."""
    return make_item(text, **{"addressed": True, **fields})


def make_conversation(
    *, queue: Queue | None = None, connection: Connection | None = None, messages: int = 1, **fields: Any
) -> Conversation:
    """An open conversation with `messages` customer messages, a minute apart."""
    number = next(_numbers)
    connection = connection or make_connection("email", channel="email")
    identity = fields.pop("identity", None) or make_identity(
        f"customer{number}@example.org", channel="email", display_name=f"Customer {number}"
    )
    at = fields.pop("at", NOON + timedelta(hours=number))
    conversation = Conversation.objects.create(
        **{
            "queue": queue or Queue.objects.filter(is_default=True).first() or make_queue(is_default=True),
            "connection": connection,
            "channel": connection.channel,
            "identity": identity,
            "subject": f"Order {number}",
            "created_at": at,
            "last_message_at": at,
            **fields,
        }
    )
    for minute in range(messages):
        make_message(conversation, f"Where is my order {number}?", at=at + timedelta(minutes=minute))
    return refreshed(conversation)


def make_message(
    conversation: Conversation,
    text: str,
    *,
    at: datetime,
    kind: str = "inbound",
    author: User | None = None,
    **fields: Any,
) -> Message:
    message = Message.objects.create(
        **{
            "conversation": conversation,
            "kind": kind,
            "author": author,
            "identity": conversation.identity if kind == "inbound" else None,
            "connection": conversation.connection if kind != "note" else None,
            "channel": conversation.channel if kind != "note" else "",
            "external_id": f"message-{next(_numbers)}@example.org" if kind != "note" else "",
            "text": text,
            "sent_at": at,
            "created_at": at,
            "delivery": "sent" if kind == "outbound" else "",
            **fields,
        }
    )
    recount([conversation.pk])
    return message


def refreshed(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)
