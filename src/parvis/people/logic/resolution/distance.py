"""How many letters two words are apart (insert, drop, replace, swap two neighbours), for many pairs at once.

Bit-parallel optimal string alignment: Hyyrö, A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit
Distances (2003). One bit a letter, one numpy step for all pairs of each letter of the second word.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LONGEST = 32
_CHUNK = 100_000
Array = NDArray[Any]


def distances(left: Array, right: Array) -> Array:
    """Row by row; words are rows of LONGEST bytes, filled up with zeros. `left` may be one row for all."""
    if len(left) != len(right):
        left = np.broadcast_to(left, right.shape)
    parts = [
        _distances(left[start : start + _CHUNK], right[start : start + _CHUNK])
        for start in range(0, len(right), _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def _distances(left: Array, right: Array) -> Array:
    length = (left != 0).sum(1)
    until = (right != 0).sum(1)
    one, full = np.uint32(1), np.uint32(0xFFFFFFFF)
    top = np.maximum(length, 1).astype(np.uint32) - one
    positive = np.full(len(left), full, np.uint32)
    negative, diagonal, seen_before = (np.zeros(len(left), np.uint32) for _ in range(3))
    distance = length.astype(np.int16)
    for at in range(int(until.max(initial=0))):
        letter = right[:, at : at + 1]
        seen = np.packbits(left == letter, axis=1, bitorder="little").view(np.uint32)[:, 0]
        swapped = ((~diagonal & seen) << one) & seen_before
        diagonal = (((seen & positive) + positive) ^ positive) | seen | negative | swapped
        more = negative | ~(diagonal | positive)
        less = diagonal & positive
        step = ((more >> top) & one).astype(np.int16) - ((less >> top) & one).astype(np.int16)
        distance += np.where(at < until, step, 0).astype(np.int16)
        more = (more << one) | one
        less = less << one
        positive = less | ~(diagonal | more)
        negative = more & diagonal
        seen_before = seen
    out: Array = np.where(length == 0, until, distance)
    return out
