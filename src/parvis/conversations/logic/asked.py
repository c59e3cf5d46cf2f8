"""The question in what a customer wrote, as one would put it to others."""

from __future__ import annotations

import re

LONGEST = 200
_SENTENCE = re.compile(r"[^.!?\n]*\?")


def question_in(text: str) -> str:
    """The longest sentence that ends in a question mark and says something; empty where nothing is asked."""
    found = [" ".join(one.split()) for one in _SENTENCE.findall(text[:4000])]
    told = [one for one in found if len(one.split()) >= 3 and len(one) <= LONGEST]
    return max(told, key=len, default="")
