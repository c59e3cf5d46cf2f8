"""Handles made comparable: one key per handle and channel."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def handle_key(channel: str, handle: str) -> str:
    """The form under which a handle is compared: no case, no leading @, no inner spaces, NFKC.

    At most 320 characters (the longest e-mail address); an empty handle has an empty key.
    """
    folded = unicodedata.normalize("NFKC", handle).casefold().strip()
    folded = _SPACES.sub("", folded)
    if channel != "email":
        folded = folded.removeprefix("@")
    return folded[:320]
