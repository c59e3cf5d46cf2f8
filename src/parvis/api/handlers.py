"""Every event that webhooks may hear of becomes one delivery for each address that asked for it."""

from __future__ import annotations

from parvis.api.actions.webhooks import queue_delivery
from parvis.api.reads.event_types import EVENT_TYPES, payload_of
from parvis.api.reads.webhooks import endpoints_hearing
from parvis.foundation.clock import utc_now
from parvis.foundation.events import Event, subscribe


def tell_webhooks(event: Event) -> None:
    """Deliveries and their jobs commit with the note that this event was handled: none is lost or doubled."""
    now = utc_now()
    payload = payload_of(event, at=now.isoformat())
    for endpoint in endpoints_hearing(EVENT_TYPES[type(event)].name):
        queue_delivery(endpoint, event=payload["type"], payload=payload, now=now)


for _event_type in EVENT_TYPES:
    subscribe(_event_type)(tell_webhooks)
