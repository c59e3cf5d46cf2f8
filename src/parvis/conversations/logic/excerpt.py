"""The part of a text that holds what was searched for."""

from __future__ import annotations

import re
import unicodedata

CHARACTERS = 140
BEFORE = 40
# "rembourser" finds "remboursement": the beginning is what both have.
STEM = 4


def excerpt(text: str, typed: str) -> str:
    """One line around the first word searched for; the beginning where none stands there as typed."""
    line = " ".join(text.split())
    at = _first_match(line, typed)
    if at is None or at <= BEFORE:
        return _cut(line)
    begin = line.rfind(" ", 0, at - BEFORE + 1) + 1
    return "… " + _cut(line[begin:])


def _first_match(line: str, typed: str) -> int | None:
    folded = _fold(line)
    found = [
        match.start()
        for word in re.findall(r"\w{3,}", _fold(typed))
        if (match := re.search(rf"\b{re.escape(word[:STEM])}", folded))
    ]
    return min(found, default=None)


def _fold(text: str) -> str:
    """Without case and accents, letter for letter, so that places stay."""
    return "".join((unicodedata.normalize("NFD", letter)[0].lower() or letter)[0] for letter in text)


def _cut(line: str) -> str:
    if len(line) <= CHARACTERS:
        return line
    cut = line[: line.rfind(" ", 0, CHARACTERS) if " " in line[:CHARACTERS] else CHARACTERS]
    return cut.rstrip(" .,;:…") + "…"
