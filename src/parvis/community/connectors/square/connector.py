"""The `community` connector: the house's own square as a channel like any other.

It fetches what customers say in public, which becomes mentions, and carries answers from the inbox to the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parvis.channels.logic.items import ChannelLimits, OutboundMessage, Page, SendReceipt
from parvis.channels.logic.protocol import Connector, Cursor, Settings
from parvis.community.actions.answer_from_inbox import answer_from_inbox
from parvis.community.logic.markdown import MOST_CHARACTERS
from parvis.community.reads.heard import pages_heard


def fetch(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said in public after the cursor."""
    return pages_heard(cursor, now=now)


def send(settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime) -> SendReceipt:
    """Publish an answer under the question, signed by the employee who wrote it."""
    return SendReceipt(answer_from_inbox(message, now=now))


CONNECTOR = Connector(
    kind="community",
    icon="building-community",
    fetch=fetch,
    send=send,
    limits=ChannelLimits(text_characters=MOST_CHARACTERS, can_start_conversation=False),
    poll_seconds=60,
    hears_addressed=True,
)
