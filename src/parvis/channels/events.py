"""What happened on the channels."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class ItemsReceived(Event):
    """A batch waits for its owner: conversations when addressed to us, listening otherwise."""

    batch_id: int
    connection_id: int
    addressed: bool
