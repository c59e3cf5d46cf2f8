"""Posts that say nearly the same: a word changed, a sentence added, the end cut off.

Two neighbouring words are a shingle. Posts are near where they share so many of theirs (Jaccard); who might be near is
found by MinHash (Broder 1997) in bands (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4): six keys a
post, each of three minima. Found so is a candidate and no more; the words themselves decide.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

# Of fewer words nearly the same is chance ("please help me with my flight").
LEAST_WORDS = 6
SAME = 0.6
BANDS, ROWS = 6, 3

Shingles = frozenset[int]
_drawn = np.random.default_rng(20_070)  # for ever the same: keys are stored
_FACTORS: NDArray[np.uint64] = _drawn.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(
    2
) + np.uint64(1)
_OFFSETS: NDArray[np.uint64] = _drawn.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def shingles_of(words: Sequence[str]) -> Shingles:
    """None of too short a text."""
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset([zlib.crc32(f"{a} {b}".encode("utf-8", "surrogatepass")) for a, b in pairwise(words)])


def are_near(one: Shingles, other: Shingles) -> bool:
    common = len(one & other)
    return common > 0 and common >= SAME * (len(one) + len(other) - common)


def keys_of(texts: Sequence[Shingles]) -> list[list[int]]:
    """The keys of each text that has shingles, in order; signed 64-bit numbers."""
    if not texts:
        return []
    every = np.fromiter((each for text in texts for each in text), dtype=np.uint64)
    starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
    keys = np.empty((len(texts), BANDS), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for band in range(BANDS):
            key = np.full(len(texts), band, dtype=np.uint64)
            for row in range(band * ROWS, (band + 1) * ROWS):
                least = np.minimum.reduceat((every * _FACTORS[row] + _OFFSETS[row]) >> np.uint64(32), starts)
                key = (key ^ least) * _MIX
                key ^= key >> np.uint64(29)
            keys[:, band] = key
    return keys.astype(np.int64).tolist()
