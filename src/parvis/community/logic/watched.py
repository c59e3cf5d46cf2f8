"""Words that the house watches, found as whole words, also when they are written to look like something else.

One key for what looks alike (logic/names.py): "v1agra", "V.I.A.G.R.A" and "v i a g r a" are one word; a word inside
another is not found, so that nobody is stopped for the name of a town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from parvis.community.logic.names import name_key

_EDGES = ".,;:?!…\"'’()[]{}«»“”„*_<>"
_SPELT = re.compile(r"\b(?:\w ){3,}\w\b")
_PIECES = re.compile(r"[^\w@$|!]+|_+")
LONGEST, MOST_WORDS_OF_ONE = 80, 5


def watched_key(words: str) -> str:
    """How a word, or several words in a row, are kept and compared; empty where nothing is left."""
    return " ".join(filter(None, (name_key(word.strip(_EDGES)) for word in words.split())))


def keys_in(text: str) -> set[str]:
    """Every key that a text holds, of one word and of up to MOST_WORDS_OF_ONE in a row."""
    text = _SPELT.sub(lambda found: found[0].replace(" ", ""), text)
    whole = [name_key(word.strip(_EDGES)) for word in text.split()]
    pieces = [name_key(piece.strip(_EDGES)) for piece in _PIECES.split(text)]
    keys = {key for key in (*whole, *pieces) if key}
    for row in (list(filter(None, whole)), list(filter(None, pieces))):
        for length in range(2, MOST_WORDS_OF_ONE + 1):
            keys.update(" ".join(row[start : start + length]) for start in range(len(row) - length + 1))
    return keys


def caught_by(text: str, keys: Iterable[str]) -> set[str]:
    """Which of the keys a text holds."""
    wanted = set(keys)
    return wanted & keys_in(text) if wanted else set()
