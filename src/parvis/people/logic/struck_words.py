"""How somebody's handles and addresses are found in what others wrote, as one regular expression of PostgreSQL.

Handles are struck where they are written as such: @name, @name@server, u/name, or at the end of a web address; as a
bare word where they cannot be one: name@server, or an underline inside a longer one (lea_martin). Any other bare word
is left alone, for a handle may be an everyday word, and so are names: many people share one.
E-mail addresses and phone numbers are struck in every way of writing them that logic/contact_points.py reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "[…]"
SHORTEST_HANDLE = 2
# As a bare word: an underline between letters is no everyday word, and so long a one is hardly chosen twice.
SHORTEST_BARE = 6
_AFTER = r"(?![[:alnum:]_])"
_BEFORE = r"(?<![[:alnum:]_.@-])"


def handle_word(key: str) -> str:
    """A handle as it stands among the words of an erasure."""
    return "@" + key.removeprefix("@")


def pattern_of(words: Iterable[str]) -> str:
    """Matches all of these; words that begin with @ are handles. Empty where there is nothing to look for."""
    parts = [part for word in dict.fromkeys(words) if (part := _part(word))]
    return "|".join(parts)


def _part(word: str) -> str:
    if word.startswith("@"):
        handle = word[1:]
        bare = handle.partition("@")[0]
        if len(bare) < SHORTEST_HANDLE:
            return ""
        forms = "|".join(_literal(form) for form in dict.fromkeys([handle, bare]))
        written = rf"(@|/|\mu/)({forms}){_AFTER}"
        alone = "|".join(_literal(form) for form in dict.fromkeys([handle, bare]) if _is_no_word(form))
        return rf"{written}|{_BEFORE}({alone}){_AFTER}" if alone else written
    if "@" in word:
        return rf"{_BEFORE}{_literal(word)}{_AFTER}"
    digits = word.removeprefix("+")
    if digits.isdigit() and len(digits) >= 8:
        return rf"(?<![[:digit:]])\+?{'[ ./()-]*'.join(digits)}(?![[:digit:]])"
    return ""


def _is_no_word(handle: str) -> bool:
    """Whether a handle is one wherever it stands, without a sign before it."""
    if "@" in handle:
        return True
    return len(handle) >= SHORTEST_BARE and "_" in handle.strip("_") and any(sign.isalpha() for sign in handle)


def _literal(text: str) -> str:
    return re.escape(text).replace("\\ ", " ")
