"""A short list of words and phrases that a stream is filtered by before anything is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parvis.channels.logic.markup import strip_accents

MOST_TERMS = 200


def listed(written: object) -> list[str]:
    """What somebody typed with commas or line breaks between."""
    return [each.strip() for each in re.split(r"[,;\n]", str(written or "")) if each.strip()][:MOST_TERMS]


def pattern_of(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Whether a folded text holds one of them as a word or phrase; None where none is asked for.

    A hashtag or a handle of a word counts as the word, an ending does not: "parvis" finds #parvis, not parvise.
    """
    folded = sorted({_folded(term) for term in terms} - {""}, key=len, reverse=True)
    if not folded:
        return None
    choices = "|".join(r"\s+".join(map(re.escape, term.split())) for term in folded)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


def is_heard(text: str, pattern: re.Pattern[str] | None) -> bool:
    return pattern is None or pattern.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return strip_accents(text.casefold()).strip()
