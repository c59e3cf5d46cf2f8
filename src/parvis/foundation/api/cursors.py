"""Cursors: the keys of our lists, wrapped so that nobody is tempted to build one."""

from __future__ import annotations

import base64
import binascii

from parvis.foundation.api.problems import Problem


def cursor_of(key: str | int | None) -> str | None:
    """The cursor of a list's own key; None where there is no further page."""
    if key is None or key == "":
        return None
    return base64.urlsafe_b64encode(f"1:{key}".encode()).decode().rstrip("=")


def key_of(cursor: str) -> str:
    """The list's own key again, "" for no cursor. Raises Problem for what no page gave out."""
    if not cursor:
        return ""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError, ValueError):
        text = ""
    version, _, key = text.partition(":")
    if version != "1" or not key or "\x00" in key:
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        )
    return key
