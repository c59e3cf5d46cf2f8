"""First words of a message, for a list."""

from __future__ import annotations

import re

PREVIEW_CHARACTERS = 200
_SPACES = re.compile(r"\s+")
_QUOTED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def first_words(text: str) -> str:
    """The beginning of a text on one line, without the lines it quotes; the quotation when there is no more."""
    head = text[: PREVIEW_CHARACTERS * 20]
    own = _SPACES.sub(" ", _QUOTED.sub(" ", head)).strip()
    return (own or _SPACES.sub(" ", head).strip())[:PREVIEW_CHARACTERS]
