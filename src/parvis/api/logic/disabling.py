"""When an address that takes nothing is told nothing more."""

from __future__ import annotations

from datetime import datetime, timedelta

GONE = 410  # the receiver says for good that it wants no more (Standard Webhooks)


def should_disable(
    *, failing_since: datetime | None, failures_in_a_row: int, now: datetime, after: timedelta, at_least: int
) -> bool:
    """After so long without any success, and not before so many tries: one lost event is no silence."""
    return failing_since is not None and now - failing_since >= after and failures_in_a_row >= at_least
