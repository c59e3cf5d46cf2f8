"""What happened to accounts."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class AccountClosed(Event):
    """Somebody left. heir_id: the colleague who takes over what was theirs; None: it goes back to everybody."""

    user_id: int
    heir_id: int | None
