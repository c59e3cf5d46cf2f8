"""Members that a text names with an @ sign. Their names may have several words."""

from __future__ import annotations

import re

from parvis.community.logic.names import LONGEST, name_key

_AT = re.compile(r"(?<![\w@/.])@(?=\w)")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
MOST_WORDS = 4


def names_in(text: str, *, most: int) -> list[list[str]]:
    """For each @ sign, keys of names that may be meant, the longest first. most: signs that are looked at."""
    plain = _CODE.sub(" ", text)
    found = []
    for sign in list(_AT.finditer(plain))[:most]:
        words = re.split(r"\s+", plain[sign.end() : sign.end() + LONGEST + 10].split("\n", 1)[0])[:MOST_WORDS]
        tried = (" ".join(words[:n]) for n in range(len(words), 0, -1))
        keys = (name_key(name) for name in tried if len(name) <= LONGEST + 5)
        found.append(list(dict.fromkeys(key for key in keys if key)))
    return found
