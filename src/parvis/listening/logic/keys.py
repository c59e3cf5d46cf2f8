"""The place in the list of mentions where a page ends: time and id, as one word of an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def key_of(published_at: datetime, mention_id: int) -> str:
    """Microseconds and id, so that two mentions of one moment have their order."""
    return f"{(published_at - _EPOCH) // timedelta(microseconds=1)}.{mention_id}"


def key_read(key: str) -> tuple[datetime, int] | None:
    """None for what is no key: the list then begins at its start."""
    left, dot, right = key.partition(".")
    try:
        if not dot or not (left + right).isascii() or len(key) > 40:
            return None
        return _EPOCH + timedelta(microseconds=int(left)), max(0, min(int(right), 2**63 - 1))
    except (ValueError, OverflowError):
        return None
