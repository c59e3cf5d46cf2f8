"""Tags: short lower-case words, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_TAGS, LONGEST = 5, 40


def clean_tags(given: Iterable[str]) -> list[str]:
    """At most MOST_TAGS, in the order given; letters, digits and hyphens."""
    cleaned = (
        re.sub(r"[^\w]+", "-", tag.strip().lower(), flags=re.UNICODE).strip("-")[:LONGEST] for tag in given
    )
    return list(dict.fromkeys(tag for tag in cleaned if tag))[:MOST_TAGS]
