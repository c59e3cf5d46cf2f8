"""Names as people write them. Nothing is corrected: a name belongs to its bearer."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 120


def tidy(text: str, *, most: int = MOST_CHARACTERS) -> str:
    """One line without control and formatting characters, inner spaces single, NFC, at most `most` characters.

    Marks that turn the writing direction are dropped with the others: in a list they would turn the row.
    """
    kept = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(kept.split())[:most].strip()


def split_name(display_name: str) -> tuple[str, str]:
    """(given, family) as a proposal that a human looks at before it is kept.

    "DUPONT Marie" and "Marie DUPONT": capitals mark the family name, as French forms ask for it. Otherwise the
    last word is the family name, with the particles before it ("Anne de La Tour"). One word is a given name.
    What holds a digit is no name of a person ("Quai n° 9"): nothing is proposed.
    """
    if any(character.isnumeric() for character in display_name):
        return "", ""
    words = tidy(re.sub(r"[^\w\s'’.-]", " ", display_name)).split()
    if len(words) < 2:
        return " ".join(words), ""
    capitals = [word for word in words if len(word) > 1 and word.isupper()]
    if capitals and len(capitals) < len(words):
        return " ".join(word for word in words if word not in capitals), " ".join(capitals)
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


_PARTICLES = frozenset(
    {"de", "du", "des", "d'", "la", "le", "van", "von", "der", "den", "el", "al", "ben", "da"}
)
