"""Hashed n-grams of a whole batch, computed on arrays of code points instead of strings.

Every n-gram is a polynomial hash modulo 2**32. Character n-grams come from the (n-1)-grams by one
multiplication; words come from a running sum of c[k]·B**k, whose difference over a word, times
B**-start, is the word's own hash (B is odd, so it has an inverse). No Python loop touches a character.
The same function feeds training and labelling, so both always see the same features.
"""

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.normalise import SEPARATOR, URL, USER

TABLE_BITS = 18
TABLE_SIZE = 1 << TABLE_BITS
CHARACTER_LENGTHS = (2, 3, 4, 5)
NEGATION_REACH = 3

Hashes = NDArray[np.uint32]
Positions = NDArray[np.int64]

_BASE = np.uint32(0x9E3779B1)  # odd: 2**32 / golden ratio, as in Knuth's multiplicative hashing
_BASE_INVERSE = np.uint32(pow(0x9E3779B1, -1, 1 << 32))
_SPACE, _WORD, _MARK, _PICTURE, _DROPPED = range(5)
_LOOKS = (
    (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0x1F3FB, 0x1F3FF),
)  # fmt: skip
_NEGATORS = (
    "ne n' pas jamais rien aucun aucune sans ni not no never nothing nobody none cannot cant can't "
    "dont don't doesnt doesn't didnt didn't isnt isn't wasnt wasn't arent aren't wont won't wouldnt wouldn't "
    "couldnt couldn't shouldnt shouldn't aint ain't havent haven't hasnt hasn't hadnt hadn't without"
)


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of feature over a batch: table rows, and where each text's run of rows starts and ends."""

    rows: NDArray[np.uint32]
    starts: Positions
    ends: Positions


@functools.cache
def _classes() -> NDArray[np.uint8]:
    """Class of every code point below U+20000; what lies above is ideographs, read as words."""
    classes = np.full(0x20000, _SPACE, dtype=np.uint8)
    for code in range(0x20000):
        category = unicodedata.category(chr(code))
        if category[0] in "LN" or category in ("Mn", "Mc"):
            classes[code] = _WORD
        elif category[0] == "P" or category in ("Sm", "Sc", "Sk"):
            classes[code] = _MARK
        elif category == "So":
            classes[code] = _PICTURE
    for character in (URL, USER):
        classes[ord(character)] = _PICTURE
    classes[ord("'")] = classes[ord("_")] = _WORD
    # Joiners, variation selectors, skin tones, zero-width characters: the look, not what is said.
    for first, last in _LOOKS:
        classes[first : last + 1] = _DROPPED
    return classes


def _powers(base: np.uint32, count: int) -> Hashes:
    powers = np.full(count, base, dtype=np.uint32)
    powers[:1] = 1
    return np.multiply.accumulate(powers, dtype=np.uint32)


@functools.cache
def _power_tables(size: int) -> tuple[Hashes, Hashes]:
    return _powers(_BASE, size), _powers(_BASE_INVERSE, size)


def _mixed(hashes: Hashes, salt: int) -> Hashes:
    """Spread a polynomial hash over all bits (the finaliser of MurmurHash3, one round)."""
    mixed = hashes ^ np.uint32(salt)
    mixed ^= mixed >> np.uint32(16)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    return mixed


def _rows(hashes: Hashes, salt: int) -> Hashes:
    return (_mixed(hashes, salt) * np.uint32(0xC2B2AE35)) >> np.uint32(32 - TABLE_BITS)


def word_hash(word: str) -> int:
    """The hash that `read_batch` gives to a word, for look-ups in word lists. Error: not one word."""
    batch = read_batch(word)
    if len(batch.tokens) != 1:
        raise ValueError(f"not one word: {word!r}")
    return int(batch.tokens[0])


@dataclass(frozen=True, slots=True)
class Batch:
    """A joined batch as arrays: characters (with text bounds) and tokens (with text bounds)."""

    characters: Hashes
    starts: Positions
    ends: Positions
    tokens: Hashes
    token_classes: NDArray[np.uint8]
    token_starts: Positions
    token_ends: Positions
    shouted: NDArray[np.float32]  # share of upper-case letters of each text
    letters: Positions  # letters of each text; digits and marks do not tell a language
    codes: NDArray[np.uint32]  # what the tokens were cut from: codes[token_at:token_to], for showing a word
    token_at: Positions
    token_to: Positions

    def token(self, place: int) -> str:
        """The token as written, in lower case."""
        return "".join(map(chr, self.codes[self.token_at[place] : self.token_to[place]].tolist()))


def _code_points(joined: str) -> NDArray[np.uint32]:
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _bounds(codes: NDArray[np.uint32]) -> tuple[Positions, Positions]:
    """Start and end of every text; each text follows a separator, the first one too."""
    at = np.flatnonzero(codes == 0)
    return at + 1, np.append(at[1:], len(codes))


def _shouting(joined: str, lowered: str) -> NDArray[np.float32]:
    """Share of capitals of each text, counted on at least eight characters so that "OK" is no shout."""
    original, lower = _code_points(joined), _code_points(lowered)
    starts, ends = _bounds(original)
    capitals = np.concatenate(([0], np.cumsum(original != lower)))
    shares = (capitals[ends] - capitals[starts]) / np.maximum(ends - starts, 8)
    return np.asarray(shares, dtype=np.float32)


def read_batch(joined: str) -> Batch:
    """Split a joined, normalised batch into characters and tokens (words, marks, pictures)."""
    # A separator before the first text too: no text may be read otherwise for standing first.
    joined = SEPARATOR + joined
    lowered = joined.lower()
    codes = _code_points(lowered)
    classes = _classes()[np.minimum(codes, 0x1FFFF)]
    classes[codes > 0x1FFFF] = _WORD
    separator = codes == 0

    # "sooooo" and "sooo" are one: a third repeat and more is dropped, and so are spaces after spaces.
    keep = classes != _DROPPED
    same = np.zeros(len(codes), dtype=bool)
    same[1:] = codes[1:] == codes[:-1]
    keep[2:] &= ~(same[2:] & same[1:-1])
    space = (classes == _SPACE) & ~separator
    keep[1:] &= ~(space[1:] & (classes[:-1] == _SPACE))
    keep |= separator
    codes, classes = codes[keep], classes[keep]
    codes = np.where((classes == _SPACE) & (codes != 0), np.uint32(32), codes)
    starts, ends = _bounds(codes)
    characters = codes * np.uint32(0x2C1B3C6D) ^ (codes >> np.uint32(3)) + np.uint32(0x297A2D39)

    # A token starts where the class changes, at each picture, at a change of mark,
    # and after an elision ("l'", "qu'"): French "n'aime" is two words, English "don't" stays one.
    begins = np.ones(len(codes), dtype=bool)
    changed = codes[1:] != codes[:-1]
    begins[1:] = (classes[1:] != classes[:-1]) | (classes[1:] == _PICTURE)
    begins[1:] |= (classes[1:] == _MARK) & changed
    apostrophe = np.flatnonzero(codes[:-1] == 39)
    # What begins a text is a quotation mark, whatever the text before it ended with.
    short = (codes[apostrophe - 1] == 0) | (classes[apostrophe - 2] != _WORD)
    short |= (codes[apostrophe - 2] == ord("q")) & (codes[apostrophe - 1] == ord("u"))
    begins[apostrophe[short] + 1] = True
    token_at = np.flatnonzero(begins)
    token_end = np.append(token_at[1:], len(codes))
    is_token = classes[token_at] != _SPACE
    token_at, token_end = token_at[is_token], token_end[is_token]

    letter = (classes == _WORD) & ~((codes >= 48) & (codes <= 57)) & (codes != 39) & (codes != 95)
    letters = np.concatenate(([0], np.cumsum(letter)))

    size = 1 << max(len(codes), 1024).bit_length()
    up, down = _power_tables(size)
    running = np.zeros(len(codes) + 1, dtype=np.uint32)
    np.cumsum(characters * up[: len(codes)], dtype=np.uint32, out=running[1:])
    tokens = _mixed((running[token_end] - running[token_at]) * down[token_at], 0x51ED270B)
    return Batch(
        characters=characters[1:],
        starts=starts - 1,
        ends=ends - 1,  # less the separator put in front
        tokens=tokens,
        token_classes=classes[token_at],
        token_starts=np.searchsorted(token_at, starts),
        token_ends=np.searchsorted(token_at, ends),
        shouted=_shouting(joined, lowered),
        letters=letters[ends] - letters[starts],
        codes=codes,
        token_at=token_at,
        token_to=token_end,
    )


@functools.cache
def _negator_hashes() -> Hashes:
    return np.sort(np.array([word_hash(word) for word in _NEGATORS.split()], dtype=np.uint32))


def listed(tokens: Hashes, words: Hashes) -> tuple[NDArray[np.bool_], Positions]:
    """Whether each token is in the sorted list `words`, and its place there."""
    place = np.minimum(np.searchsorted(words, tokens), max(len(words) - 1, 0))
    return words[place] == tokens, place


def negated(batch: Batch) -> NDArray[np.bool_]:
    """Tokens at most NEGATION_REACH words after a negator, up to the next mark (Pang et al. 2002)."""
    word = batch.token_classes == _WORD
    first = np.zeros(len(batch.tokens) + 1, dtype=bool)
    first[batch.token_starts] = True
    carried, _ = listed(batch.tokens, _negator_hashes())
    scope = np.zeros(len(carried), dtype=bool)
    for _ in range(NEGATION_REACH):
        moved = np.zeros_like(carried)
        moved[1:] = carried[:-1]
        carried = moved & word & ~first[:-1]
        scope |= carried
    return scope


def hashed_groups(batch: Batch) -> Iterator[Group]:
    """Character 2–5-grams, then words with their negation, word pairs."""
    hashes = batch.characters
    for length in range(2, max(CHARACTER_LENGTHS) + 1):
        hashes = hashes[:-1] * _BASE + batch.characters[length - 1 :]
        ends = np.maximum(batch.ends - (length - 1), batch.starts)
        yield Group(
            _rows(hashes, 0x1000 + length),
            np.minimum(batch.starts, len(hashes)),
            np.minimum(ends, len(hashes)),
        )
    tokens = batch.tokens
    marked = np.where(negated(batch), tokens ^ np.uint32(0x6A09E667), tokens)
    yield Group(_rows(marked, 0x2001), batch.token_starts, batch.token_ends)
    pairs = tokens[:-1] * _BASE + tokens[1:]
    starts = np.minimum(batch.token_starts, len(pairs))
    ends = np.minimum(np.maximum(batch.token_ends - 1, batch.token_starts), len(pairs))
    yield Group(_rows(pairs, 0x2002), starts, ends)
