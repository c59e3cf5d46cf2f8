"""A small network beside the n-grams: it reads words in their order, and learned from a large encoder's answers.

Every word has a vector, from a table by the word's hash. Each word is read with its two neighbours by a layer of
units; of every unit the largest value and the sum over the text, with the sum of the words' vectors, are what the
labels are read from (Kim 2014). It has English alone: there is no encoder for French to learn from.
All texts of a batch stand in one array with a row of zeros between them, so no Python loop touches a word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import Hashes, Positions

WORD_BITS = 16
WORD_COUNT = 1 << WORD_BITS
WIDTH = 32  # numbers in a word's vector
UNITS = 48  # not 64: reduceat is five times as slow over rows whose size is a power of two
READ_FROM = 2 * UNITS + WIDTH

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    words: Floats  # WORD_COUNT × WIDTH
    window: Floats  # 3·WIDTH × UNITS: the word before, the word, the word after
    window_bias: Floats  # UNITS
    out: Floats  # READ_FROM × labels
    out_bias: Floats  # labels


def word_rows(tokens: Hashes) -> NDArray[np.uint32]:
    """The row of each word in the table; a few thousand words share theirs with another."""
    return (tokens * np.uint32(0x9E3779B1)) >> np.uint32(32 - WORD_BITS)


def network_scores(tokens: Hashes, sizes: Positions, network: Network) -> Floats:
    """Scores, texts × labels. `tokens` of all texts in order, `sizes` how many each text has (one text or more)."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    vectors = np.zeros((len(tokens) + len(sizes) + 2, WIDTH), dtype=np.float32)
    vectors[np.arange(len(tokens)) + owner + 1] = network.words.take(word_rows(tokens), axis=0)
    here = vectors[1:-1]
    units = vectors[:-2] @ network.window[:WIDTH]
    units += here @ network.window[WIDTH : 2 * WIDTH]
    units += vectors[2:] @ network.window[2 * WIDTH :]
    units += network.window_bias
    np.maximum(units, 0, out=units)
    starts = np.cumsum(sizes + 1) - sizes - 1
    units[starts + sizes] = 0  # the row after a text: it belongs to the text, and must add nothing
    shrunk = (1 / np.sqrt(np.maximum(sizes, 1))).astype(np.float32)[:, None]
    read = np.concatenate(
        [
            np.maximum.reduceat(units, starts, axis=0),
            np.add.reduceat(units, starts, axis=0) * shrunk,
            np.add.reduceat(here, starts, axis=0) * shrunk,
        ],
        axis=1,
    )
    return np.asarray(read @ network.out + network.out_bias, dtype=np.float32)
