"""The question in what a customer wrote, as one would put it to others."""

from __future__ import annotations

import re

LONGEST = 200
# A question of fewer words leans on what was said before it.
WHOLE = 6
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def question_in(text: str) -> str:
    """The longest sentence that asks something, with the one before it where it is short; empty where none asks."""
    sentences = [" ".join(one.split()) for one in _SENTENCE.findall(text[:4000])]
    asked = ""
    for place, one in enumerate(sentences):
        words = one.rstrip(" ?").split()
        if not one.endswith("?") or len(words) < 3 or len(one) > LONGEST:
            continue
        with_before = f"{sentences[place - 1]} {one}" if place else one
        whole = with_before if len(words) < WHOLE and len(with_before) <= LONGEST else one
        asked = max(asked, whole, key=len)
    return asked
