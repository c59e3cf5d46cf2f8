"""A text as the adapter reads it: its words, pairs of words and runs of four and five characters, as rows of a table.

The n-grams are those of enrichment (`hashed_groups`), the only thing the adapter knows of how texts are read.
They are folded into one table of 2**17 rows, so that an adapter's weights have a fixed size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import TABLE_BITS, hashed_groups, read_batch
from parvis.enrichment.logic.normalise import join_texts

ROW_BITS = 17
ROWS = 1 << ROW_BITS
# Places in the order of hashed_groups, with the weight of each kind and a salt that keeps them apart.
CHARACTERS = ((2, 0.7, 0x0000), (3, 0.7, 0x0A5A5))
WORDS = ((4, 1.0, 0x13C3C),)
PAIRS = ((5, 0.7, 0x15F0F),)
EVERYTHING = WORDS + PAIRS + CHARACTERS
TEXTS_A_CHUNK = 1_024

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse matrix texts × ROWS: entry k says that text owner[k] holds row[k] with value[k]."""

    texts: int
    owner: NDArray[np.int32]
    row: NDArray[np.int32]
    value: NDArray[np.float32]

    def of(self, chosen: NDArray[np.int64]) -> Rows:
        """The chosen texts, in the order given."""
        place = np.full(self.texts, -1, dtype=np.int32)
        place[chosen] = np.arange(len(chosen), dtype=np.int32)
        kept = place[self.owner] >= 0
        return Rows(len(chosen), place[self.owner[kept]], self.row[kept], self.value[kept])


def rows_and_words(texts: Sequence[str]) -> tuple[Rows, Rows]:
    """Everything that is read of the texts, and of it the single words, from one reading."""
    parts: list[Rows] = []
    for first in range(0, len(texts), TEXTS_A_CHUNK):
        parts += _chunk_rows(texts[first : first + TEXTS_A_CHUNK], EVERYTHING, first)
    words = parts[:: len(EVERYTHING)]  # WORDS is the first kind of every chunk
    return _joined(parts, len(texts)), _joined(words, len(texts))


def hashed_texts(texts: Sequence[str], kinds: tuple[tuple[int, float, int], ...] = EVERYTHING) -> Rows:
    """Rows of every text; a kind's values are its weight over the root of how many there are."""
    parts: list[Rows] = []
    for first in range(0, len(texts), TEXTS_A_CHUNK):
        parts += _chunk_rows(texts[first : first + TEXTS_A_CHUNK], kinds, first)
    return _joined(parts, len(texts))


def _chunk_rows(texts: Sequence[str], kinds: tuple[tuple[int, float, int], ...], first: int) -> list[Rows]:
    """One part a kind; `first` is the place of the chunk's first text among all."""
    groups = list(hashed_groups(read_batch(join_texts(texts))))
    parts = []
    for place, weight, salt in kinds:
        group = groups[place]
        sizes = np.maximum(group.ends - group.starts, 0)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        # What lies between two texts' runs belongs to neither.
        at = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes - group.starts, sizes)
        row = (group.rows[at] >> np.uint32(TABLE_BITS - ROW_BITS)) ^ np.uint32(salt)
        value = (weight / np.sqrt(sizes[owner])).astype(np.float32)
        parts.append(Rows(len(texts), (owner + first).astype(np.int32), row.astype(np.int32), value))
    return parts


def _joined(parts: Sequence[Rows], texts: int) -> Rows:
    if not parts:
        return Rows(texts, np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))
    return Rows(
        texts,
        np.concatenate([part.owner for part in parts]),
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.value for part in parts]),
    )
