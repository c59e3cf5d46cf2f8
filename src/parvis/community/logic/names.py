"""Names of members: one key for all names that look alike, so that nobody can pass for another.

The folding follows the idea of Unicode TR 39 (skeletons of confusables) for what can be typed as a Latin name:
compatibility forms are folded, accents dropped, and the letters of other scripts and digits that look Latin
are written as what they look like.
"""

from __future__ import annotations

import re
import unicodedata

SHORTEST, LONGEST = 2, 60
_ALIKE = {
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ј": "j", "ѕ": "s",
    "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w", "в": "b", "к": "k", "м": "m", "н": "h", "т": "t", "г": "r",
    "α": "a", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x",
    "β": "b", "η": "n", "ω": "w", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
    "0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "$": "s", "@": "a", "|": "l", "!": "l",
}  # fmt: skip
_HOUSE = (
    "admin",
    "administrator",
    "moderator",
    "moderateur",
    "moderatrice",
    "staff",
    "support",
    "parvis",
    "root",
)


def name_key(name: str) -> str:
    """What two names that can be taken for each other have in common."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    folded = "".join(_ALIKE.get(sign, sign) for sign in folded if not unicodedata.combining(sign))
    folded = folded.replace("rn", "m").replace("vv", "w").replace("i", "l")
    return re.sub(r"[\W_]+", "", folded)


def clean_name(name: str) -> str:
    """The name as it is shown: one line, single spaces, nothing invisible."""
    shown = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc", "Co", "Cs"))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def is_refused(name: str, *, reserved: tuple[str, ...] = ()) -> bool:
    """Whether nobody may bear it: too short or long, several scripts, or it passes for the house.

    reserved: names of the company and of its employees.
    """
    key = name_key(name)
    if not SHORTEST <= len(name) <= LONGEST or len(key) < SHORTEST:
        return True
    if len(scripts_of(name)) > 1:
        return True
    return any(key == name_key(word) for word in (*_HOUSE, *reserved))


def scripts_of(name: str) -> set[str]:
    """The scripts of its letters, by the first word of their Unicode names."""
    return {unicodedata.name(sign, "?").split(" ")[0] for sign in name if sign.isalpha()}
