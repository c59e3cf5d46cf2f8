"""Words as directions: two words that are used alike point alike. A table of word pieces, no network.

The table was distilled from a sentence encoder (training/word_table.py). A text is the sum of its pieces. The encoder
reads English; a French word stands where the English words stand that `words/glossary_fr.txt` gives for it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.similar.words import stem, words_of

TABLE = Path(__file__).resolve().parents[2] / "weights" / "words.npz"
GLOSSARY = Path(__file__).resolve().parents[1] / "words" / "glossary_fr.txt"
Vector = NDArray[np.float32]

_PLAIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class WordTable:
    """`rows`: piece → row; a piece that goes on within a word begins with ##."""

    rows: dict[str, int]
    vectors: Vector
    glossary: dict[str, Vector]

    @property
    def width(self) -> int:
        return int(self.vectors.shape[1])


@functools.cache
def word_table() -> WordTable:
    with np.load(TABLE) as held:
        vectors = held["vectors"].astype(np.float32) * held["scales"].astype(np.float32)[:, None]
        pieces = bytes(held["pieces"]).decode().split("\n")
    rows = {piece: row for row, piece in enumerate(pieces)}
    return WordTable(rows, vectors, _glossary(rows, vectors))


def _glossary(rows: dict[str, int], vectors: Vector) -> dict[str, Vector]:
    """French stem → the mean of its English words. A line: French words = English words."""
    found: dict[str, Vector] = {}
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if "=" not in line or line.startswith("#"):
            continue
        french, _, english = line.partition("=")
        places = [row for word in english.split() for row in pieces_of(word, rows)]
        vector = vectors[places].mean(axis=0)
        # Words that point apart would make a short mean, and several meanings are no lesser word.
        vector *= np.linalg.norm(vectors[places], axis=1).mean() / max(float(np.linalg.norm(vector)), 1e-6)
        for word in words_of(french):
            found.setdefault(word, vector)
            found.setdefault(stem(word), vector)
    return found


def pieces_of(word: str, rows: dict[str, int]) -> list[int]:
    """Longest pieces first, as WordPiece does; nothing where a letter is in no piece."""
    whole = rows.get(word)
    if whole is not None:
        return [whole]
    found, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            row = rows.get(("##" if start else "") + word[start:end])
            if row is not None:
                found.append(row)
                start = end
                break
        else:
            return []
    return found


def text_vector(words: list[str], table: WordTable, *, french: bool) -> Vector:
    """Length 1, or 0 where no word is known."""
    total = np.zeros(table.width, dtype=np.float32)
    places: list[int] = []
    if french:
        for word in words:
            glossed = table.glossary.get(word)
            if glossed is None:
                glossed = table.glossary.get(stem(word))
            if glossed is not None:
                total += glossed
            elif word in table.rows and len(word) > 3:  # a name, or a word that both languages have
                places.append(table.rows[word])
    else:
        for word in words:
            for plain in _PLAIN.findall(word):
                places += pieces_of(plain, table.rows)
    if places:
        total += table.vectors[places].sum(axis=0)
    length = float(np.linalg.norm(total))
    return total / length if length else total
