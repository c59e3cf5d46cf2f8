"""What the encoders said of the English texts that may train: `taught.zip`, written by `teach.py`, read by `train.py`.

No text is stored: thirty-two bits of a text's digest, and a byte for each label's probability. Two sets of answers:
`whole` is of an encoder that learned from all training rows (but a quarter of the complaints), `quarter` of one that
never saw the rows of `in_quarter`; what is measured on that quarter rests on the latter alone, which was also asked
about the texts of `altered.py`, in their order. Beside them a vector for each common word, by the encoder before it
was trained on anything here.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.training.data import key

TAUGHT = Path(__file__).parent / "taught.zip"  # .zip and not .npz: what only trains does not ship
LABELS = (("sentiment", 3), ("emotion", 4), ("complaint", 1), ("offensive", 1))
BYTE_OF_SPREAD = np.float32(127 / 0.8)  # vectors have a spread of 0.15; five of it fit into a byte
WIDTH = sum(count for _, count in LABELS)

Floats = NDArray[np.float32]


def _digest(text: str) -> bytes:
    return hashlib.sha256(key(text).encode("utf-8", "surrogatepass")).digest()


def in_quarter(texts: Sequence[str]) -> NDArray[np.bool_]:
    """The texts that are held out wherever the network is measured."""
    return np.array([_digest(text)[0] % 4 == 1 for text in texts], dtype=bool)


def numbers_of(texts: Sequence[str]) -> NDArray[np.uint32]:
    return np.array([int.from_bytes(_digest(text)[4:8], "big") for text in texts], dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Taught:
    known: NDArray[np.bool_]  # of the texts asked for
    whole: Floats  # texts × WIDTH, zero where not known
    quarter: Floats
    words: Floats  # the network's table of words to begin with; zero where the word is not common


def read_taught(texts: Sequence[str], path: Path = TAUGHT) -> Taught:
    with np.load(path, allow_pickle=False) as stored:
        numbers, whole, quarter = stored["numbers"], stored["whole"], stored["quarter"]
        words = stored["words"].astype(np.float32)
    asked = numbers_of(texts)
    place = np.minimum(np.searchsorted(numbers, asked), len(numbers) - 1)
    known = numbers[place] == asked
    counted: Floats = known.astype(np.float32)[:, None]
    return Taught(
        known, _chances(whole[place]) * counted, _chances(quarter[place]) * counted, words / BYTE_OF_SPREAD
    )


class OtherTexts(ValueError):
    """The altered texts are not those that the encoders were asked about: other data, or another way to alter."""


def _number_of_all(texts: Sequence[str]) -> int:
    return int.from_bytes(
        hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).digest()[:8], "big"
    )


def read_altered(texts: Sequence[str], path: Path = TAUGHT) -> Floats:
    """What the encoder of `quarter` said of the altered texts. Error: OtherTexts."""
    with np.load(path, allow_pickle=False) as stored:
        answers = stored["altered"]
        if int(stored["altered_number"]) != _number_of_all(texts):
            raise OtherTexts(f"{len(texts)} texts, {len(answers)} answers")
    return _chances(answers)


def _chances(answers: NDArray[np.uint8]) -> Floats:
    chances = np.asarray(answers / np.float32(255), dtype=np.float32)
    start = 0
    for _, count in LABELS:
        if count > 1:
            part = chances[:, start : start + count]
            chances[:, start : start + count] = part / np.maximum(part.sum(axis=1, keepdims=True), 1e-6)
        start += count
    return chances


def _bytes(chances: Floats) -> NDArray[np.uint8]:
    return np.round(chances * 255).astype(np.uint8)


def write_taught(
    texts: Sequence[str],
    whole: Floats,
    quarter: Floats,
    altered: tuple[Sequence[str], Floats],
    words: Floats,
    path: Path = TAUGHT,
) -> None:
    from parvis.enrichment.training.store import store

    numbers = numbers_of(texts)
    order = np.argsort(numbers, kind="stable")
    store(
        {
            "numbers": numbers[order],
            "whole": _bytes(whole[order]),
            "quarter": _bytes(quarter[order]),
            "altered": _bytes(altered[1]),
            "altered_number": np.array(_number_of_all(altered[0]), dtype=np.uint64),
            "words": np.clip(np.round(words * BYTE_OF_SPREAD), -127, 127).astype(np.int8),
        },
        path,
    )
