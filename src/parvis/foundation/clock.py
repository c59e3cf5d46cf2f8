"""The time. Actions and logic take it as `now`; only the edges ask for it here."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
