"""Values brought into the form in which they are compared: small letters and digits, one space between words.

Accents fall ("é" → "e"); letters of other scripts each become one sign of their own, so that they compare too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_APART = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_SIGNS = re.compile(r"[^a-z0-9\x80-\xff]+")
_WORDS_OF_STREETS = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "ch": "chemin", "che": "chemin", "chem": "chemin", "imp": "impasse", "all": "allee",
    "pl": "place", "rte": "route", "r": "rue", "fg": "faubourg", "fbg": "faubourg", "res": "residence",
    "sq": "square", "rd": "road", "cres": "crescent", "crt": "court", "dr": "drive", "ln": "lane",
    "bat": "batiment", "apt": "appartement", "appt": "appartement", "ste": "sainte",
}  # fmt: skip
NO_WORDS = frozenset({"", "na", "nan", "none", "null", "nil", "unknown", "inconnu", "inconnue", "nc", "n a"})


def folded(text: str) -> str:
    """Small letters without accents, digits, one space between words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold().translate(_APART))
        text = "".join(
            c if c.isascii() else chr(0x81 + ord(c) % 0x7F)
            for c in text
            if c.isascii() or unicodedata.category(c)[0] in "LN"
        )
    text = _SIGNS.sub(" ", text.lower()).strip()
    return "" if text in NO_WORDS else text


def street(text: str) -> str:
    """An address line or a town, its usual abbreviations written out."""
    words = folded(text).split()
    last = len(words) - 1
    return " ".join(
        ("saint" if at < last else "street") if word == "st" else _WORDS_OF_STREETS.get(word, word)
        for at, word in enumerate(words)
    )


def digits_of_phone(text: str) -> str:
    """The digits of a number within its country: +33 6…, 0033 6…, 06… are one. No plan: the digits as they are."""
    plus = text.strip().startswith("+")
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if digits.startswith("00"):
        plus, digits = True, digits[2:]
    if plus and digits.startswith("33"):
        digits = digits[2:].lstrip("0")
    elif not plus and len(digits) == 11 and digits.startswith("33"):
        digits = digits[2:]
    elif not plus and digits.startswith("0"):
        digits = digits[1:]
    return digits if len(digits) >= 4 else ""


def email(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.strip().casefold())
    text = "".join(c for c in text if c.isascii() and not c.isspace())
    return "" if text in NO_WORDS else text


_DATE = re.compile(r"(\d{1,4})[\s./-]+(\d{1,2})[\s./-]+(\d{1,4})(?:[T ].*)?")
_MONTHS = {
    month: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "janv fevr mars avr mai juin juil aout sept octo nove dece",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
        "janu fev marc apri mai june july aug sept oct nov dec",
    )
    for number, month in enumerate(names.split(), 1)
}


def date(text: str, *, month_first: bool = False) -> str:
    """Eight digits, year first. What is no date keeps its digits: a typing error still resembles the date."""
    text = text.strip()
    if found := _DATE.fullmatch(text):
        one, two, three = found.groups()
        if len(one) > 2:
            return f"{one}{two:0>2}{three:0>2}"
        day, month = (two, one) if month_first else (one, two)
        if len(three) == 2:
            three = ("19" if int(three) > 30 else "20") + three
        return f"{three}{month:0>2}{day:0>2}"
    words = folded(text).split()
    if len(words) == 3 and words[1] in _MONTHS and words[0].isdigit() and words[2].isdigit():
        return f"{words[2]:0>4}{_MONTHS[words[1]]:02}{words[0]:0>2}"
    digits = "".join(c for c in text if c.isascii() and c.isdigit())
    if len(digits) == 8 and not 1800 <= int(digits[:4]) <= 2100 and 1800 <= int(digits[4:]) <= 2100:
        day, month = (digits[2:4], digits[:2]) if month_first else (digits[:2], digits[2:4])
        return digits[4:] + month + day
    return digits


def is_month_first(texts: Iterable[str]) -> bool:
    """Whether a column's dates are written month first: some second part is above 12, no first part is."""
    first = second = 0
    for text in texts:
        if (found := _DATE.fullmatch(text.strip())) and len(found[1]) <= 2:
            first, second = max(first, int(found[1])), max(second, int(found[2]))
    return second > 12 >= first


_SOUNDS = (
    (re.compile(r"[^a-z]"), ""), (re.compile("ph"), "f"), (re.compile(r"^(?:kn|gn)"), "n"),
    (re.compile("sch|sh|ch"), "S"),
    (re.compile("tion"), "sn"), (re.compile("c(?=[eiy])|ss|tz|[xz]"), "s"), (re.compile("ck|qu|[cq]"), "k"),
    (re.compile("g(?=[eiy])|dj"), "j"), (re.compile("w"), "v"), (re.compile("h"), ""), (re.compile("y"), "i"),
    (re.compile(r"(?:e|es|s|t|d|nt|ent)$"), ""), (re.compile(r"m(?=[bp])"), "n"), (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<!^)[aeiou]+"), ""), (re.compile(r"^[aeiou]+"), "a"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@lru_cache(maxsize=100_000)  # names and towns come again and again
def sound(text: str) -> str:
    """A coarse key by ear, for French and English alike: Lefèvre, Lefebvre's relatives, Philippe and Filip."""
    for pattern, to in _SOUNDS:
        text = pattern.sub(to, text)
    return text
