"""A post as an example in a report: what was said, without what leads to whoever said it."""

from __future__ import annotations

import re

LONGEST = 280
MOST = 20  # of a report
_LEADING = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|[@＠][\w.-]+(?:@[\w.-]+)?|\+?\d[\d .()/-]{6,}\d",
    re.IGNORECASE,
)


def quotable(title: str, text: str) -> str:
    """Addresses, handles and long numbers become "…"; at most so many characters, cut at a word."""
    said = f"{title}. {text}" if title and title not in text else text
    words = " ".join(_LEADING.sub("…", said).split())
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rpartition(" ")[0] + "…"
