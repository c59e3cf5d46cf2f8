"""What was typed as one term, cut into words, wildcards, hashtags and handles."""

from __future__ import annotations

import re
import unicodedata

from parvis.listening.logic.query.errors import QueryError
from parvis.listening.logic.query.fold import SEPARATOR, as_folded, words_of
from parvis.listening.logic.query.limits import MOST_STARS, SHORTEST_PREFIX
from parvis.listening.logic.query.nodes import Pattern, Term, Word

_SIGNS = {"#": "#", "@": "@", "＃": "#", "＠": "@", "﹟": "#", "﹫": "@"}
_SPECIAL = re.compile("[*?" + "".join(_SIGNS) + "]")


def terms_typed(typed: str, *, at: int) -> tuple[Term, ...]:
    """The words of one bare term or of what stands between quotes; `at` is its place in the query."""
    if typed.isascii() and typed.isalnum():
        return (Word(typed.lower()),)
    if not _SPECIAL.search(typed):
        return tuple(map(Word, words_of(typed)))
    terms: list[Term] = []
    word: list[str] = []
    sign, start = "", 0
    before_is_word = False
    for place, character in enumerate(typed + " "):
        if character == "*" and word:
            if word[-1] != "*":
                word.append("*")
            continue
        if character == "*":
            _refuse_star(typed, place, at)
        if character == "?" and word and place + 1 < len(typed) and _continues(typed[place + 1]):
            word.append("?")
            continue
        folded = as_folded(character)
        if folded != SEPARATOR:
            if not word:
                start = place
            word.append(folded)
            continue
        if any(word):
            terms.append(_term("".join(word), sign, typed, start, place, at))
        before_is_word = any(word)
        word, sign = [], ""
        if character in _SIGNS and not before_is_word:
            sign = _SIGNS[character]
    return tuple(terms)


def _continues(character: str) -> bool:
    return character in "*?" or as_folded(character) != SEPARATOR


def _refuse_star(typed: str, place: int, at: int) -> None:
    if len(typed.strip()) == 1:
        raise QueryError("lone-wildcard", at + place, at + place + 1)
    if place + 1 < len(typed) and as_folded(typed[place + 1]) != SEPARATOR:
        raise QueryError("leading-wildcard", at + place, at + place + 1, "")
    raise QueryError("lone-wildcard", at + place, at + place + 1, "")


def _term(word: str, sign: str, typed: str, start: int, end: int, at: int) -> Term:
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    if "*" not in word and "?" not in word:
        return Word(word, sign)
    before = word.partition("*")[0].replace("?", "")
    if "*" in word and len(before) < SHORTEST_PREFIX:
        raise QueryError("short-wildcard", at + start, at + end, least=SHORTEST_PREFIX)
    if word.count("*") > MOST_STARS:
        raise QueryError("many-wildcards", at + start, at + end, most=MOST_STARS)
    return Pattern(word, sign)
