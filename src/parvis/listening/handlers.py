"""What listening does when items come in."""

from __future__ import annotations

from parvis.channels.events import ItemsReceived
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe
from parvis.listening.actions.store import store_mentions


@subscribe(ItemsReceived)
def store_public_items(event: ItemsReceived) -> None:
    """What was not said to us is a mention."""
    if not event.addressed:
        store_mentions(event.batch_id, now=utc_now())
