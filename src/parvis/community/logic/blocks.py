"""Blocks for the company's own site: their kinds, who may put them in, what is counted."""

from __future__ import annotations

import re

REVIEWS, QUESTIONS, ASK = "reviews", "questions", "ask"
KINDS = (REVIEWS, QUESTIONS, ASK)
# What a tab says of a block, each once: it is there, it was in view, then the product was bought.
TAB, SEEN, BOUGHT, BOUGHT_SEEN = "tab", "seen", "bought", "bought_seen"
NOTED = (TAB, SEEN, BOUGHT, BOUGHT_SEEN)

BLOCKS_FACT = "community_blocks"
MOST_ORIGINS = 20
# Half of the tabs held back shows an effect soonest; more would only hide.
MOST_HELD = 0.5

_ORIGIN = re.compile(r"https?://[a-z0-9.-]{1,253}(:\d{1,5})?", re.ASCII)


def clean_origins(typed: str) -> tuple[list[str], list[str]]:
    """(origins, what is none), from lines or words: "https://www.example.org" and no path."""
    words = dict.fromkeys(word.rstrip("/").lower() for word in typed.replace(",", " ").split())
    good = [word for word in words if _ORIGIN.fullmatch(word)]
    return good[:MOST_ORIGINS], [word for word in words if word not in good[:MOST_ORIGINS]]
