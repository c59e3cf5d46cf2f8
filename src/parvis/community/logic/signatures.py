"""The new words of a reply by mail without its signature (RFC 3676, 4.3) and what programs add below it."""

from __future__ import annotations

import re

_MARK = re.compile(r"^--[  ]?$", re.MULTILINE)
_ADDED = re.compile(
    r"^[ \t]*(?:(?:Sent|Get) (?:from|Outlook for)\b|Envoyé (?:de|depuis|à partir de)\b|Von meinem .{1,40} gesendet)"
    r".{0,80}$",
    re.MULTILINE | re.IGNORECASE,
)
MOST_ADDED_LINES = 6  # below a line of a telephone


def without_signature(text: str) -> str:
    """Cut at the last signature mark; at a telephone's line where hardly anything follows. Never to nothing."""
    kept = text
    for found in _MARK.finditer(text):
        kept = text[: found.start()]
    for found in _ADDED.finditer(kept):
        if kept[found.start() :].count("\n") < MOST_ADDED_LINES:
            kept = kept[: found.start()]
            break
    return kept.strip() or text.strip()
