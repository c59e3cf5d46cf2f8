"""The values of a column as arrays: letters to compare, and hashes for what is compared for equality alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parvis.people.logic.resolution import normalised
from parvis.people.logic.resolution.distance import LONGEST, Array

WORDS = 3
_COMMON = frozenset(
    "rue avenue boulevard chemin impasse allee place route street road court crescent close drive lane way circuit"
    " the of de du des la le les d l et and von van saint sainte residence batiment appartement flat unit".split()
)
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Forms:
    """One row a value. A hash of 0 says there is none."""

    letters: Array  # without spaces, at most LONGEST
    length: Array
    whole: Array  # equal where the values are
    sound: Array  # names by ear; dates with day and month in order of size
    head: Array  # first letters; year; what stands before the @
    tail: Array  # last letters; month and day
    words: Array  # WORDS a value

    def take(self, at: Array) -> Forms:
        return Forms(
            self.letters[at], self.length[at], self.whole[at], self.sound[at], self.head[at], self.tail[at],
            self.words[at],
        )  # fmt: skip


def forms(kind: str, values: Sequence[str]) -> Forms:
    """Of values in their normal form (`normal`)."""
    closed = [value.replace(" ", "") for value in values]
    letters = _letters(closed)
    sounds, heads, tails = closed, closed, closed
    words: list[list[str]] = [[] for _ in range(WORDS)]
    if kind in ("name", "text"):
        sounds = [normalised.sound(value) or value for value in closed]
        heads = [value[:3] for value in closed]
        tails = [value[-3:] for value in closed]
        for value in values:
            parts = [word for word in value.split(" ") if len(word) > 2 and word not in _COMMON]
            for at in range(WORDS):
                words[at].append(parts[at] if at < len(parts) else "")
    elif kind == "date":
        sounds = [v[:4] + min(v[4:6], v[6:]) + max(v[4:6], v[6:]) if len(v) == 8 else v for v in closed]
        heads = [value[:4] for value in closed]
        tails = [value[4:] for value in closed]
    elif kind == "email":
        heads = [value.split("@")[0] for value in closed]
        tails = [value.split("@")[0][:5] for value in closed]
    elif kind == "postcode":
        heads = [value[:2] for value in closed]
    else:
        heads = [value[: len(value) // 2 + 1] if len(value) > 3 else value for value in closed]
        tails = [value[len(value) // 2 :] if len(value) > 3 else value for value in closed]
    return Forms(
        letters=letters,
        length=(letters != 0).sum(1).astype(np.int16),
        whole=_hashes(letters) if all(len(value) <= LONGEST for value in closed) else _long_hashes(closed),
        sound=_hashes(_letters(sounds)),
        head=_hashes(_letters(heads)),
        tail=_hashes(_letters(tails)),
        words=np.stack([_hashes(_letters(part)) for part in words], axis=1)
        if words[0]
        else np.zeros((len(closed), WORDS), np.uint64),
    )


def normal(kind: str, text: str, *, month_first: bool = False) -> str:
    if kind == "date":
        return normalised.date(text, month_first=month_first)
    if kind == "phone":
        return normalised.digits_of_phone(text)
    if kind == "email":
        return normalised.email(text)
    if kind == "text":
        return normalised.street(text)
    return normalised.folded(text)


def mixed(one: Array, two: Array) -> Array:
    """One hash of two, 0 where either is missing."""
    both: Array = (one * _MIX) ^ (two + (one << np.uint64(7)) + (two >> np.uint64(3)))
    both = both * np.uint64(0xBF58476D1CE4E5B9)
    return np.where((one == 0) | (two == 0), np.uint64(0), both ^ (both >> np.uint64(29)))


def _letters(values: Sequence[str]) -> Array:
    packed = np.array([value.encode("latin-1", "replace") for value in values], dtype=f"S{LONGEST}")
    return packed.view(np.uint8).reshape(len(values), LONGEST)


def _hashes(letters: Array) -> Array:
    lanes = np.ascontiguousarray(letters).view(np.uint64)
    out = np.zeros(len(letters), np.uint64)
    for lane in range(lanes.shape[1]):
        out = (out ^ lanes[:, lane]) * _MIX
        out ^= out >> np.uint64(31)
    return out


def _long_hashes(values: Sequence[str]) -> Array:
    out = _hashes(_letters(values))
    for at, value in enumerate(values):
        if len(value) > LONGEST:
            for start in range(LONGEST, len(value), LONGEST):
                out[at : at + 1] ^= _hashes(_letters([value[start : start + LONGEST]])) + np.uint64(start)
    return out
