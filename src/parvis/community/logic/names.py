"""Names of members: one key for all names that look alike, so that nobody can pass for another.

The folding follows the idea of Unicode TR 39 (skeletons of confusables) for what can be typed as a Latin name:
compatibility forms are folded, accents dropped, and the letters of other scripts and digits that look Latin
are written as what they look like.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SHORTEST, LONGEST = 2, 60
_ALIKE = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
    "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "в": "b", "к": "k", "м": "m", "н": "h", "т": "t", "г": "r",
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    "β": "b", "η": "n", "ω": "w", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    "ɑ": "a", "ɡ": "g", "ɩ": "i", "օ": "o", "ս": "u", "ո": "n", "հ": "h", "ց": "g", "զ": "q", "ɴ": "n",
    "Ꭰ": "d", "Ꭱ": "r", "Ꭲ": "i", "Ꭺ": "a", "Ꭼ": "e", "Ꮋ": "h", "Ꮖ": "i", "Ꮮ": "l", "Ꮇ": "m", "Ꮩ": "v",
    "Ꮪ": "s", "Ꭵ": "i", "Ꮯ": "c", "Ꮲ": "p", "Ꮐ": "g", "Ꭻ": "j", "Ꮶ": "k", "Ꮤ": "w", "Ꮓ": "z", "€": "e",
    "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s", "@": "a", "|": "l", "!": "l",
}  # fmt: skip
# Nobody is called so: no name has one of the first beside its own words, and none is made of the others alone.
_ROLES = (
    "admin", "administrator", "administrateur", "administratrice", "administration", "moderator", "moderateur",
    "moderatrice", "moderation", "staff", "webmaster", "sysadmin",
)  # fmt: skip
_HOUSE = (*_ROLES, "support", "parvis", "root")
# With one of these beside it, the name of the house, or another of these, speaks for the house.
_OFFICIAL = (
    "official", "officiel", "officielle", "team", "equipe", "service", "services", "client", "clients", "clientele",
    "customer", "care", "help", "desk", "helpdesk", "hotline", "assistance", "conseiller", "conseillere", "sav",
    "community", "communaute", "manager", "verified", "verifie",
)  # fmt: skip
# Beside any of them; alone they are a name as well ("Le Du").
_SMALL = ("the", "le", "la", "les", "l", "de", "des", "du", "d", "of", "our", "notre", "votre", "your")
# A sign beside a name reads as if the house had looked at it.
_SEALS = frozenset("✓✔✅☑🗸🛡👑⭐★🔰")
# Letters by their category, and nothing to see.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
# Marks over marks, which cover the lines around.
_HEAP = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3}")
# The name of a company of fewer letters is part of too many honest names.
_LETTERS_OF_A_NAME = 5
_LATIN = re.compile(r"LATIN (?:SMALL LETTER|CAPITAL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?")


def name_key(name: str) -> str:
    """What two names that can be taken for each other have in common."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    folded = "".join(_plain(sign) for sign in folded if not unicodedata.combining(sign))
    folded = folded.replace("rn", "m").replace("vv", "w").replace("i", "l")
    return re.sub(r"[\W_]+", "", folded)


def clean_name(name: str) -> str:
    """The name as it is shown: one line, single spaces, nothing invisible."""
    shown = "".join(
        sign
        for sign in name
        if unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cs") and sign not in _FILLERS
    )
    return " ".join(unicodedata.normalize("NFC", shown).split())


def is_refused(name: str, *, reserved: tuple[str, ...] = ()) -> bool:
    """Whether nobody may bear it: too short or long, several scripts, or it passes for the house.

    reserved: names of the company and of its employees.
    """
    key = name_key(name)
    if _SEALS & set(name) or _HEAP.search(name):
        return True
    if not SHORTEST <= len(name) <= LONGEST or len(key) < SHORTEST:
        return True
    if len(scripts_of(name)) > 1:
        return True
    return key in _keys(_HOUSE) or _speaks_for_the_house(name, key=key) or any(
        _passes_for(name, other, key=key) for other in reserved
    )  # fmt: skip


def _speaks_for_the_house(name: str, *, key: str) -> bool:
    """ "Support Team", "the admin", "Service client": words of the house and nothing of one's own."""
    # A number behind it makes no other name of it.
    words, of_house = _words(re.sub(r"\d+\b", "", name)), _keys(_HOUSE) | _keys(_OFFICIAL)
    return bool(words & _keys(_ROLES)) or (bool(words & of_house) and words <= of_house | _keys(_SMALL))


def _passes_for(name: str, other: str, *, key: str) -> bool:
    """The other's name, in another order of words, with more words, or grown together with one of the house."""
    theirs, whole, words = _words(other), name_key(other), _words(name)
    if not whole:
        return False
    if key == whole or (len(theirs) > 1 and theirs <= words):
        return True
    if len(whole) < _LETTERS_OF_A_NAME or len(theirs) > 1:
        return False
    # One word is a company's, or a first name: with a word of the house beside it, it speaks for it.
    rest = key.replace(whole, "", 1) if whole in key else ""
    others = _keys(_HOUSE) | _keys(_OFFICIAL) | _keys(_SMALL)
    return rest in others or (whole in words and bool((words - {whole}) & others))


def _words(name: str) -> frozenset[str]:
    """The words of a name as keys, apart where a capital follows a small letter."""
    apart = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name)
    return frozenset(key for word in re.split(r"[\W_]+", apart) if (key := name_key(word)))


@cache
def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name_key(word) for word in words)


def _plain(sign: str) -> str:
    """What a sign looks like: from the list, or a Latin letter with something added or in small capitals."""
    if sign in _ALIKE or sign.isascii():
        return _ALIKE.get(sign, sign)
    letter = _LATIN.fullmatch(unicodedata.name(sign, ""))
    return letter[1].lower() if letter else sign


def scripts_of(name: str) -> set[str]:
    """The scripts of its letters, by the first word of their Unicode names."""
    return {unicodedata.name(sign, "?").split(" ")[0] for sign in name if sign.isalpha()}
