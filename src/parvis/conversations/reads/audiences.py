"""Which announcements an open page of this user hears."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.conversations.permissions import visible_queues


def audiences_of_queues(user: User) -> set[str]:
    """One audience a visible queue."""
    return {f"queue:{queue_id}" for queue_id in visible_queues(user).values_list("id", flat=True)}
