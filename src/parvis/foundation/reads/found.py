"""What a typed word finds: things of every capability, pages of the navigation, and acts."""

from __future__ import annotations

import unicodedata
from typing import Any

from parvis.foundation.logic.search import SearchHit
from parvis.foundation.plugs import plugged

SHORTEST = 2  # one letter finds everything


def things_found(user: Any, typed: str, *, most: int) -> list[SearchHit]:
    """At most `most` hits of each source, in the order of SEARCH_SOURCES. Each shows what the user may see."""
    typed = typed.strip()[:200]
    if len(typed) < SHORTEST:
        return []
    return [hit for find in plugged("SEARCH_SOURCES") for hit in find(user, typed, most=most)]


def says(label: str, typed: str) -> bool:
    """Whether every typed word begins a word of the label, whatever the accents and capitals."""
    words = folded(label).split()
    return all(any(word.startswith(part) for word in words) for part in folded(typed).split())


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("’", " ").replace("'", " "))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
