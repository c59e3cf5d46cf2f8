"""The words of a question, in the form in which two questions are compared. French and English."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

READ_CHARACTERS = 4_000
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_ELISION = re.compile(r"\b(?:qu|quelqu|lorsqu|puisqu|jusqu|quoiqu|[cdjlmnst])['’](?=\w)", re.IGNORECASE)

_LOOKS_FRENCH = re.compile(r"[àâçéèêëîïôûùœ]|\b[dln]['’]\w", re.IGNORECASE)

# Words that ask, point or link: nearly every question has them, and they say nothing of its subject.
# Words of negation and time stay: "cannot log in" and "log in" are two questions.
_ENGLISH = """
a about am an and any are as at be been but by can could did do does doing for from get got had has
have having help hello hi how i if im in into is it its ive just like ll me my need of on or our
please possible re s should so some t than thank thanks that the their them then there these they
this those to up us ve want was way we were what when where which who why will with would you your
"""
_FRENCH = """
a afin ai ainsi alors as au aucun aussi aux avais avait avez avoir avons bien bonjour bonsoir c ca
car ce ceci cela celle celui ces cet cette chez ci comment d dans de des dois doit donc du elle
elles en est et etait ete etes etre faire fait faut fois font ici il ils j je l la le les leur leurs
lui m ma mais me meme merci mes moi mon n nos notre nous on ont or ou par peut peux peuvent plait
plutot pour pourquoi pourrais pouvez pouvoir puis puisque qu quand que quel quelle quelles quels qui
quoi s sa salut se selon sera ses si soit son sont sous suis sur svp t ta te tes toi ton tous tout
toute toutes tres tu un une va vais vers veut veux voici voila voudrais vos votre vous vouloir y
"""
ENGLISH, FRENCH = frozenset(_ENGLISH.split()), frozenset(_FRENCH.split())
# What one language's questions are full of and the other's have not.
_SAYS_FRENCH = FRENCH - ENGLISH - {"car", "or", "son", "on", "fait", "ma", "ton", "but"}
_SAYS_ENGLISH = ENGLISH - FRENCH

# Longest first; what is left has at least three letters. Both languages share most of their endings.
_ENDINGS = (
    "issements issement ements ement ations ation ateurs ateur atrices atrice ments ment ables able "
    "ibles ible ings ing aient erons erez eront erait antes ants ante ant ions ion ees ee ied ies ier "
    "ers er ed ez es ent ais ait ai ir is it e s x y i "
).split()
_BY_LENGTH = tuple(
    (length, frozenset(one for one in _ENDINGS if len(one) == length)) for length in range(9, 0, -1)
)


def folded(text: str) -> str:
    """Lower case, without accents, elisions opened: "L’été" is "ete"."""
    text = unicodedata.normalize("NFKD", _ELISION.sub("", text[:READ_CHARACTERS])).lower()
    return "".join(character for character in text if not unicodedata.combining(character))


def words_of(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text).replace("'", "").replace("’", ""))]


def is_french(text: str, words: list[str]) -> bool:
    """More of the little words of French than of English; at a tie, an accent or an elision decides."""
    ahead = sum(word in _SAYS_FRENCH for word in words) - sum(word in _SAYS_ENGLISH for word in words)
    return ahead > 0 or (ahead == 0 and _LOOKS_FRENCH.search(text) is not None)


def subject_of(words: list[str], *, french: bool) -> list[str]:
    """The words that say what the question is about; all of them where nothing else is left."""
    # By language: an English car is no French "because".
    left_out = FRENCH if french else ENGLISH
    return [word for word in words if word not in left_out] or words


@functools.lru_cache(200_000)
def stem(word: str) -> str:
    """The word without its ending. Rough on purpose: it must only bring together what belongs together."""
    if len(word) < 4 or not word.isalpha():
        return word
    for length, endings in _BY_LENGTH:
        if len(word) - length >= 3 and word[-length:] in endings:
            word = word[:-length]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    if len(word) > 3 and word[-1] in "eiy":
        word = word[:-1]
    return word


def stems_of(words: list[str]) -> Counter[str]:
    return Counter(map(stem, words))


@functools.lru_cache(200_000)
def _grams(word: str) -> tuple[str, ...]:
    edged = f"<{word}>"
    return tuple(edged[start : start + size] for size in (3, 4, 5) for start in range(len(edged) - size + 1))


def grams_of(words: list[str]) -> Counter[str]:
    """Runs of 3 to 5 characters within words: they find "logging" by "login" and survive a slip of the key."""
    counts: Counter[str] = Counter()
    for word in words:
        counts.update(_grams(word))
    return counts
