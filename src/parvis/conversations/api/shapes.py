"""How a conversation and a message are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.conversations.models import Conversation, Message
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer

StatusName = Literal["open", "pending", "snoozed", "resolved"]


class Named(Answer):
    id: int
    name: str


class Speaker(Answer):
    identity_id: int
    channel: str
    handle: str
    display_name: str


class ConversationOut(Answer):
    id: int
    subject: str
    status: StatusName
    snoozed_until: datetime | None
    queue: Named
    assignee: Named | None
    customer: Speaker | None
    connection_id: int | None
    channel: str
    brand: str
    mention_id: int | None
    created_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    first_reply_at: datetime | None
    resolved_at: datetime | None
    message_count: int
    preview: str
    language: str
    sentiment: str = Field(description="Of the last customer message; empty: not analysed.")
    merged_into_id: int | None


class AttachmentOut(Answer):
    """GET /attachments/{id}/content gives its bytes."""

    id: int
    name: str
    content_type: str = Field(description="As the sender stated it; not checked.")
    size_bytes: int
    is_shown: bool = Field(description="Whether /attachments/{id}/picture shows it.")


class MessageOut(Answer):
    id: int
    conversation_id: int
    kind: Literal["inbound", "outbound", "note"]
    customer: Speaker | None
    author: Named | None
    channel: str
    subject: str
    text: str
    sent_at: datetime
    edited_at: datetime | None = Field(description="When its author's other words arrived; text holds them.")
    delivery: str
    delivery_detail: str
    is_automatic: bool
    language: str
    language_probability: float | None
    sentiment: str
    sentiment_probability: float | None
    model_version: str
    attachments: list[AttachmentOut]


def as_it_is_now(caller: Caller, found: Conversation) -> ConversationOut:
    """As it is now, also where the act took it out of this account's sight."""
    related = ("queue", "assignee", "identity")
    return conversation_out(Conversation.objects.select_related(*related).get(pk=found.pk))


def conversation_out(one: Conversation) -> ConversationOut:
    plain = {
        name: getattr(one, name)
        for name in ConversationOut.model_fields
        if name not in ("queue", "assignee", "customer")
    }
    return ConversationOut(
        **plain,
        queue=Named(id=one.queue_id, name=one.queue.name),
        assignee=named(one.assignee),
        customer=speaker(one),
    )


def message_out(one: Message, attachments: Any = ()) -> MessageOut:
    plain = {
        name: getattr(one, name)
        for name in MessageOut.model_fields
        if name not in ("author", "customer", "attachments")
    }
    return MessageOut(
        **plain,
        author=named(one.author),
        customer=speaker(one),
        attachments=[AttachmentOut.model_validate(each) for each in attachments],
    )


def named(user: User | None) -> Named | None:
    return Named(id=user.pk, name=user.name) if user else None


def speaker(one: Conversation | Message) -> Speaker | None:
    identity = one.identity
    if identity is None:
        return None
    return Speaker(
        identity_id=identity.pk,
        channel=identity.channel,
        handle=identity.handle,
        display_name=identity.display_name,
    )
