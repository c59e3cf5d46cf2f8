"""Words and pictures of judgement: how the project's own lists are read, and counted in a batch."""

import functools
import unicodedata
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import Batch, Hashes, listed, negated, word_hash

LISTS = ("fr", "en", "pictures")
_ENDINGS = {
    "a": ("", "e", "s", "es"),
    "v": (
        "e",
        "es",
        "ons",
        "ez",
        "ent",
        "er",
        "é",
        "ée",
        "és",
        "ées",
        "ais",
        "ait",
        "aient",
        "ant",
        "a",
        "ai",
    ),
    "w": ("", "e", "es", "s", "ed", "ing", "er"),
}


def entry_forms(entry: str) -> list[str]:
    """Every form that an entry of a list stands for."""
    stem, _, kind = entry.partition(":")
    if kind:
        return [stem + ending for ending in _ENDINGS[kind]]
    stem, *endings = entry.split("/")
    return [stem, *(stem + ending for ending in endings)]


def unaccented(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def read_list(name: str) -> dict[str, int]:
    """Every form in the list with its strength, -2 to 2; the stronger of two entries wins."""
    strengths: dict[str, int] = {}
    source = resources.files("parvis.enrichment.logic") / "words" / f"{name}.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        strength, *entries = line.split()
        for form in (form for entry in entries for form in entry_forms(entry)):
            for spelling in {form, unaccented(form) if len(form) > 4 else form}:
                if abs(int(strength)) > abs(strengths.get(spelling, 0)):
                    strengths[spelling] = int(strength)
    return strengths


@dataclass(frozen=True, slots=True)
class WordList:
    hashes: Hashes  # sorted
    strengths: NDArray[np.int8]


@functools.cache
def word_list(name: str) -> WordList:
    strengths = {word_hash(word): strength for word, strength in read_list(name).items()}
    hashes = np.array(sorted(strengths), dtype=np.uint32)
    return WordList(hashes, np.array([strengths[int(h)] for h in hashes], dtype=np.int8))


COUNTS_PER_LIST = 4


def count_judgements(batch: Batch) -> NDArray[np.float32]:
    """Per text and list: strong good, good, bad, strong bad; under a negation the sign turns.

    Shape (texts, 4·lists), columns grouped by list in the order of LISTS.
    """
    turned = negated(batch)
    texts = len(batch.starts)
    owner = np.repeat(np.arange(texts), batch.token_ends - batch.token_starts)
    # Separators are no tokens, so tokens and their owners line up.
    counts = np.zeros((texts, COUNTS_PER_LIST * len(LISTS)), dtype=np.float32)
    for place, name in enumerate(LISTS):
        words = word_list(name)
        found, at = listed(batch.tokens, words.hashes)
        hit = np.flatnonzero(found)
        strength = words.strengths[at[hit]]
        strength = np.where(turned[hit], -np.sign(strength), strength)
        column = np.select([strength == 2, strength == 1, strength == -1], [0, 1, 2], 3)
        np.add.at(counts, (owner[hit], COUNTS_PER_LIST * place + column), 1)
    return counts


@functools.cache
def stop_words() -> frozenset[str]:
    """French and English words that say nothing of a topic; the list was written for this project."""
    source = resources.files("parvis.enrichment.logic") / "words" / "stops.txt"
    lines = (line for line in source.read_text("utf-8").splitlines() if not line.startswith("#"))
    words = {word for line in lines for word in line.split()}
    return frozenset(words | {unaccented(word) for word in words})
