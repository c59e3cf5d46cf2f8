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


@dataclass(frozen=True, slots=True)
class ItemsChanged(Event):
    """Words of posts that were taken in before are others now: the batch holds them in their new form.

    There is one for each owner: of conversations where addressed, of listening otherwise. A post may have become
    both, so each of the two is told of every one.
    """

    batch_id: int
    connection_id: int
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class ItemsWithdrawn(Event):
    """Posts that were taken in before are deleted where they were said. Their owner deletes them too."""

    connection_id: int
    external_ids: list[str]
