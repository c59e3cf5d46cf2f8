"""Texts in general, as the gate and the guard know them: hashed words, labels, and no text.

Made by `python -m parvis.labelling.train_reference` from the training parts of data that may train what ships
(the model card names them). Words are folded into 2**17 rows and lose their order, so no post can be read from it.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parvis.labelling.logic.hashed import WORDS, Floats, Rows


@dataclass(frozen=True, slots=True)
class Reference:
    words: Rows  # single words only: neither pairs nor characters, from which an order could be read
    scores: Floats  # scores_of the shipped model of `base_version`
    truth: NDArray[np.int64]
    base_version: str


@functools.cache
def shipped_reference() -> Reference:
    """Read once a process."""
    source = resources.files("parvis.labelling") / "weights" / "reference.npz"
    with source.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
        sizes = stored["sizes"].astype(np.int64)
        owner = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        value = (WORDS[0][1] / np.sqrt(sizes[owner])).astype(np.float32)
        return Reference(
            Rows(len(sizes), owner, stored["row"].astype(np.int32), value),
            stored["scores"].astype(np.float64),
            stored["truth"].astype(np.int64),
            str(stored["base_version"]),
        )
