"""What conversations do when items come in."""

from __future__ import annotations

from parvis.channels.events import ItemsReceived
from parvis.conversations.actions.receive import store_messages
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe


@subscribe(ItemsReceived)
def store_addressed_items(event: ItemsReceived) -> None:
    """What was said to us is a conversation."""
    if event.addressed:
        with purpose("service"):
            store_messages(event.batch_id, now=utc_now())
