"""Who is here: how long a sign of life holds."""

from __future__ import annotations

from datetime import datetime, timedelta

HEARTBEAT_SECONDS = 15
# Three missed heartbeats: somebody closed the lid rather than the page.
GONE_AFTER_SECONDS = 45


def is_here(seen_at: datetime, *, now: datetime) -> bool:
    """Whether somebody last seen at seen_at still counts as present."""
    return now - seen_at < timedelta(seconds=GONE_AFTER_SECONDS)
