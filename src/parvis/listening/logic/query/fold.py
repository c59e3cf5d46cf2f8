"""Texts as words: accents and case folded, split at anything that is not a letter, a digit or an underscore.

One character at a time, so that every word can be led back to the place where it was written. ASCII and
Latin-1, most of what is posted in English and French, take a shorter way that gives the same words.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

# Letters that no decomposition leads to their plain form.
_PLAIN = {
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th", "ŧ": "t",
    "ƒ": "f", "ʼ": "", "ʾ": "",
}  # fmt: skip
# Letters by their class that are written as apostrophes and primes.
_APOSTROPHES = frozenset("ʹʺʻʼʽʾʿˈˊˋ")
# Marks that are read over: accents, points, harakat. Vowel signs of Indic scripts and the like are kept.
_ACCENTS = (
    (0x0300, 0x036F), (0x0483, 0x0487), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)  # fmt: skip
# Soft hyphen, joiners, directions, byte order mark: invisible inside a word.
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u200c\u200d\u200e\u200f\u2060\ufeff\u180b\u180c\u180d")
_SIGNS = {"#": "#", "@": "@", "＃": "#", "＠": "@", "﹟": "#", "﹫": "@"}
SEPARATOR = " "


def _is_accent(character: str) -> bool:
    code = ord(character)
    return (
        any(first <= code <= last for first, last in _ACCENTS) and unicodedata.category(character)[0] == "M"
    )


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def _folded_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(character for character in decomposed if not _is_accent(character))
    folded = unicodedata.normalize("NFC", bare).casefold()
    return "".join(_PLAIN.get(character, character) for character in folded)


def folded_character(character: str) -> str:
    """What one character becomes: part of a word, nothing, or a separator."""
    if character in _INVISIBLE or _is_accent(character):
        return ""
    if not _is_of_word(character) or character in _APOSTROPHES:
        return SEPARATOR
    before, folded = "", character
    while folded != before:
        before, folded = folded, _folded_once(folded)
    if folded in _APOSTROPHES:
        return SEPARATOR
    if not all(map(_is_of_word, folded)):
        return character  # ½ decomposes around a stroke; it stays one sign
    return folded


class _Table(dict[int, str]):
    """Filled as characters are met."""

    def __init__(self, signs: bool) -> None:
        super().__init__()
        self.signs = signs

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _SIGNS.get(character, "") if self.signs else ""
        self[code] = folded = folded or folded_character(character)
        return folded


_TABLE, _TABLE_WITH_SIGNS = _Table(signs=False), _Table(signs=True)


def _bytes_table(table: _Table) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """(one byte to one byte, one byte to several or none, bytes that leave Latin-1)."""
    single, several, leaving = bytearray(range(256)), {}, bytearray()
    for code in range(256):
        folded = table[code]
        if len(folded) == 1 and ord(folded) < 256:
            single[code] = ord(folded)
        elif all(ord(character) < 256 for character in folded):
            several[bytes([code])] = folded.encode("latin-1")
        else:
            leaving.append(code)
    return bytes(single), several, bytes(leaving)


_BYTES, _SEVERAL, _LEAVING = _bytes_table(_TABLE)
ASCII_FOLDED = _BYTES  # for texts of ASCII alone
_LEAVES_LATIN = re.compile(b"[" + re.escape(_LEAVING) + b"]")
_HAS_SEVERAL = re.compile(b"[" + re.escape(b"".join(_SEVERAL)) + b"]")


def _encoded(error: UnicodeError) -> tuple[bytes, int]:
    """Folds the characters outside Latin-1 that fold into it: ’ and … to spaces, œ, emojis. Raises for others."""
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    known = _RUNS.get(run)
    if known is None:
        try:
            known = run.translate(_TABLE).encode("latin-1")
        except UnicodeEncodeError:
            raise error from None
        if len(_RUNS) < MOST_RUNS:
            _RUNS[run] = known
    return known, error.end


MOST_RUNS = 100_000
_RUNS: dict[str, bytes] = {}
codecs.register_error("parvis.folded", _encoded)


def folded(text: str) -> str:
    """The text folded, every separator a space."""
    if text.isascii():
        return text.encode().translate(_BYTES).decode("ascii")
    try:
        written = text.encode("latin-1", "parvis.folded")
    except UnicodeEncodeError:
        return _folded_slowly(text, _TABLE)
    if _LEAVES_LATIN.search(written):
        return _folded_slowly(text, _TABLE)
    if _HAS_SEVERAL.search(written):
        for one, more in _SEVERAL.items():
            written = written.replace(one, more)
    return written.translate(_BYTES).decode("latin-1")


def _folded_slowly(text: str, table: _Table) -> str:
    folded = text.translate(table)
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order; a word's place in the list is its position."""
    return folded(text).split()


def signs_of(text: str) -> list[tuple[int, str]]:
    """(position, "#" or "@") of the words that are hashtags and handles.

    The sign stands directly before the word, and no word directly before the sign: the address claire@acme.example
    holds no handle.
    """
    found: list[tuple[int, str]] = []
    position, sign, before = 0, "", " "
    for part in _parts(_folded_slowly(text, _TABLE_WITH_SIGNS)):
        if part in "#@":
            sign = part if before in " #@" else ""
        elif part == " ":
            sign = ""
        else:
            if sign:
                found.append((position, sign))
            position, sign = position + 1, ""
        before = part
    return found


def _parts(folded: str) -> list[str]:
    return re.findall(r"[ #@]|[^ #@]+", folded)


def places_of(text: str) -> list[tuple[int, int]]:
    """(start, end) of every word in the text as written, in the order of `words_of`."""
    places: list[tuple[int, int]] = []
    start, is_word = -1, False
    for place, character in enumerate(text):
        folded = _TABLE[ord(character)]
        if folded == SEPARATOR:
            if is_word:
                places.append((start, place))
            start, is_word = -1, False
        elif folded or start >= 0:
            start = place if start < 0 else start
            is_word = True
    if is_word:
        places.append((start, len(text)))
    return places


def as_folded(character: str) -> str:
    """`folded_character`, remembered."""
    return _TABLE[ord(character)]


def is_of_word(character: str) -> bool:
    """Whether a character belongs to a word."""
    return _TABLE[ord(character)] != SEPARATOR
