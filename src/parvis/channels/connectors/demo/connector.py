"""A channel of the fictitious company: what is sent is accepted and goes nowhere."""

from __future__ import annotations

from datetime import datetime

from parvis.channels.logic.items import ChannelLimits, OutboundMessage, SendReceipt
from parvis.channels.logic.protocol import Connector, Settings


def send(settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Accept the message. Nobody receives it: the customers of the demo do not exist."""
    return SendReceipt(message.external_id, detail="demo")


CONNECTOR = Connector(
    kind="demo",
    icon="flask",
    send=send,
    limits=ChannelLimits(text_characters=None, can_attach_files=False),
    is_addressed=True,
)
