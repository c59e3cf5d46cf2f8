"""Ids as they stand in addresses and forms, where anybody may write anything."""

from __future__ import annotations

MOST_DIGITS = 18  # fit PostgreSQL's bigint whatever they are


def id_typed(text: str) -> int:
    """The id that was written, or 0, which no row has: "²" counts as a digit elsewhere and is no number, and
    a number of thousands of digits is refused by Python itself."""
    text = text[: MOST_DIGITS + 1]
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
