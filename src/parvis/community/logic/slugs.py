"""The readable part of a page's address: decoration, the id finds the page."""

from __future__ import annotations

import re
import unicodedata

MOST = 80


def slug_of(title: str) -> str:
    """Lower-case words of a title with hyphens between; "-" where no letter is Latin."""
    plain = unicodedata.normalize("NFKD", title.replace("œ", "oe").replace("æ", "ae"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    words = re.findall(r"[a-z0-9]+", plain)
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > MOST:
            break
        slug += f"-{word}" if slug else word
    return slug or "-"
