"""By which way an answer to a conversation goes out: channel, sender, addressee, limits, or why none."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.channels.actions.send import can_send, sending_connection
from parvis.channels.logic.items import ChannelLimits
from parvis.channels.models import Connection
from parvis.channels.reads.connectors import UnknownConnector, connector
from parvis.conversations.models import Conversation, Message


@dataclass(frozen=True, slots=True)
class Route:
    """connection sends; reason is empty when an answer can go out: "no-connection", "read-only", "paused",
    "no-addressee"."""

    connection: Connection | None
    channel: str
    addressee: str
    limits: ChannelLimits
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.reason


def answer_route(conversation: Conversation) -> Route:
    """The way back to where the customer spoke last."""
    last = (
        Message.objects.filter(conversation=conversation, kind=Message.INBOUND, is_automatic=False)
        .select_related("connection", "identity")
        .order_by("-sent_at", "-id")
        .first()
    )
    heard_by = (last.connection if last else None) or conversation.connection
    identity = (last.identity if last else None) or conversation.identity
    if heard_by is None:
        return Route(None, conversation.channel, "", ChannelLimits(), "no-connection")
    addressee = identity.handle if identity else ""
    try:
        is_possible = can_send(heard_by)
        sender = sending_connection(heard_by)
        limits = connector(sender.kind).limits
    except UnknownConnector:
        return Route(heard_by, heard_by.channel, addressee, ChannelLimits(), "no-connection")
    reason = (
        "read-only"
        if not is_possible
        else "paused"
        if not sender.is_active
        else "no-addressee"
        if not addressee
        else ""
    )
    return Route(sender, sender.channel, addressee, limits, reason)
