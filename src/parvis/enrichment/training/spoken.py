"""Texts as an encoder of plain English reads them: pictures by name, hashtags as the words they are made of."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from parvis.enrichment.logic.normalise import URL, USER, join_texts

LONGEST_WORD = 18
LONGEST_TAG = 40
_WORD = re.compile(r"[a-z']+")
_TAG = re.compile(r"#(\w+)")
_MASKED = re.compile(r"[#@]\w+")
_REPEATED = re.compile(r"(.)\1{2,}")


def masked(text: str) -> str:
    """As TweetEval masks it."""
    return join_texts([text]).replace(URL, "http").replace(USER, "@user")


class Words:
    """How common each word is, and the likeliest words that a hashtag was run together from."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for text in texts:
            self._counts.update(_WORD.findall(_MASKED.sub(" ", masked(text).lower())))
        self._total = sum(self._counts.values())
        self._split: dict[str, list[str]] = {}

    def _chance(self, word: str) -> float:
        """Log probability; unknown letters cost more the longer they are."""
        count = self._counts.get(word, 0)
        if count > 1 and (len(word) > 1 or word in "ai"):
            return math.log(count / self._total)
        return math.log(10 / self._total) - 2.3 * len(word)

    def of_tag(self, tag: str) -> list[str]:
        if tag not in self._split:
            best = [(0.0, 0)]
            for end in range(1, len(tag) + 1):
                starts = range(max(0, end - LONGEST_WORD), end)
                best.append(max((best[start][0] + self._chance(tag[start:end]), start) for start in starts))
            words, end = [], len(tag)
            while end:
                words.append(tag[best[end][1] : end])
                end = best[end][1]
            self._split[tag] = words[::-1]
        return self._split[tag]


def _named(character: str) -> str:
    if unicodedata.category(character) != "So" or ord(character) <= 0x2100:
        return character
    name = unicodedata.name(character, "").lower().replace("smiling face with ", "").replace(" sign", "")
    return f" {name} " if name else character


def spoken(text: str, words: Words) -> str:
    plain = masked(text).lower().replace("\\n", " ").replace("\ufe0f", "")
    plain = _REPEATED.sub(r"\1\1", plain)
    plain = _TAG.sub(lambda tag: " # " + " ".join(words.of_tag(tag[1].lower()[:LONGEST_TAG])), plain)
    return "".join(map(_named, plain))
