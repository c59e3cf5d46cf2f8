"""An index in memory: questions are added and taken out one by one, and searched by what they ask.

Three measures are added up, each between 0 and about 1 (docs/method/similar.md):
runs of characters of the question (BM25), words of the answer (BM25), and the direction of its words (cosine).
Words and directions are compared with every question, characters only with those that came out best.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.similar.vectors import text_vector, word_table
from parvis.enrichment.logic.similar.words import grams_of, is_french, stems_of, subject_of, words_of

K1, B = 1.2, 0.75  # as Robertson & Zaragoza 2009 have them
LOOKED_AT = 400  # questions whose characters are compared
SHARE_GRAMS, SHARE_WORDS, SHARE_ANSWER, SHARE_DIRECTION = 1.0, 0.3, 0.5, 1.5
Floats = NDArray[np.float32]
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Found(Generic[Id]):
    id: Id
    score: float


def _read(text: str) -> tuple[list[str], bool, list[str]]:
    """All words, whether they are French, and those that say what it is about."""
    words = words_of(text)
    french = is_french(text, words)
    return words, french, subject_of(words, french=french)


class _Field:
    """The terms of one part of every question, by row, and how many questions have each."""

    def __init__(self, *, posted: bool) -> None:
        self.numbers: dict[str, int] = {}
        self.frequency: list[int] = []
        self.terms: list[NDArray[np.int32]] = []
        self.counts: list[Floats] = []
        self.lengths = array("f")
        self.total = 0.0
        self.postings: list[array[int]] | None = [] if posted else None
        self.tallies: list[array[float]] = []

    def add(self, terms: Counter[str]) -> None:
        numbers = []
        row = len(self.terms)
        for term, count in terms.items():
            number = self.numbers.setdefault(term, len(self.frequency))
            if number == len(self.frequency):
                self.frequency.append(0)
                if self.postings is not None:
                    self.postings.append(array("i"))
                    self.tallies.append(array("f"))
            self.frequency[number] += 1
            numbers.append(number)
            if self.postings is not None:
                self.postings[number].append(row)
                self.tallies[number].append(count)
        self.terms.append(np.array(numbers, dtype=np.int32))
        self.counts.append(np.array(list(terms.values()), dtype=np.float32))
        length = float(sum(terms.values()))
        self.lengths.append(length)
        self.total += length

    def forget(self, row: int) -> None:
        for number in self.terms[row].tolist():
            self.frequency[number] -= 1
        self.total -= self.lengths[row]
        self.terms[row] = self.terms[row][:0]
        self.counts[row] = self.counts[row][:0]
        self.lengths[row] = 0.0

    def weights(self, terms: Counter[str], questions: int) -> tuple[list[tuple[int, float]], float]:
        """Term number and weight of those that occur; and the weight of all, had they all occurred."""
        known, whole = [], 0.0
        for term, count in terms.items():
            number = self.numbers.get(term)
            frequency = 0 if number is None else self.frequency[number]
            weight = count * float(np.log(1 + (questions - frequency + 0.5) / (frequency + 0.5)))
            whole += weight
            if number is not None and frequency:
                known.append((number, weight))
        return known, whole

    def everywhere(self, terms: Counter[str], questions: int) -> Floats:
        """The share of the query's weight that each question has, for all rows, through the postings."""
        scores = np.zeros(len(self.terms), dtype=np.float32)
        known, whole = self.weights(terms, questions)
        if not known or self.postings is None or self.total <= 0:
            return scores
        lengths = np.frombuffer(self.lengths, dtype=np.float32)
        mean = self.total / questions
        for number, weight in known:
            rows = np.frombuffer(self.postings[number], dtype=np.int32)
            counts = np.frombuffer(self.tallies[number], dtype=np.float32)
            slow = counts + K1 * (1 - B + B / mean * lengths[rows])
            scores[rows] += (weight / whole * (K1 + 1)) * counts / slow
        return scores

    def at(self, rows: NDArray[np.intp], terms: Counter[str], questions: int) -> Floats:
        """The same for some rows, from their own lists."""
        known, whole = self.weights(terms, questions)
        if not known or self.total <= 0:
            return np.zeros(len(rows), dtype=np.float32)
        wanted = np.zeros(len(self.frequency), dtype=np.float32)
        for number, weight in known:
            wanted[number] = weight / whole
        chosen = rows.tolist()
        sizes = [len(self.terms[row]) for row in chosen]
        numbers = np.concatenate([self.terms[row] for row in chosen])
        counts = np.concatenate([self.counts[row] for row in chosen])
        owners = np.repeat(np.arange(len(chosen)), sizes)
        lengths = np.frombuffer(self.lengths, dtype=np.float32)[rows]
        slow = counts + (K1 * (1 - B + B * questions / self.total * lengths))[owners]
        parts = wanted[numbers] * (K1 + 1) * counts / slow
        return np.bincount(owners, parts, len(chosen)).astype(np.float32)


class SimilarIndex(Generic[Id]):
    """Questions by id. `add` of an id that is there replaces it."""

    def __init__(self) -> None:
        self._table = word_table()
        self._begin()

    def _begin(self) -> None:
        self._ids: list[Id | None] = []
        self._rows: dict[Id, int] = {}
        self._vectors = np.zeros((16, self._table.width), dtype=np.float32)
        self._alive = np.zeros(16, dtype=bool)
        self._words = _Field(posted=True)
        self._answers = _Field(posted=True)
        self._grams = _Field(posted=False)
        self._texts: list[tuple[str, str]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def add(self, id: Id, question: str, answer: str = "") -> None:
        if id in self._rows:
            self.remove(id)
        row = len(self._ids)
        if row == len(self._alive):
            self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
            self._alive = np.concatenate((self._alive, np.zeros_like(self._alive)))
        whole, french, words = _read(question)
        self._words.add(stems_of(words))
        self._grams.add(grams_of(words))
        self._answers.add(stems_of(_read(answer)[2]) if answer else Counter())
        self._vectors[row] = text_vector(whole, self._table, french=french)
        self._alive[row] = True
        self._ids.append(id)
        self._rows[id] = row
        self._texts.append((question, answer))

    def add_all(self, questions: Iterable[tuple[Id, str, str]]) -> None:
        for id, question, answer in questions:
            self.add(id, question, answer)

    def remove(self, id: Id) -> None:
        """KeyError where it is not there. Lists are cleared of what was removed once that is the larger half."""
        row = self._rows.pop(id)
        self._alive[row] = False
        self._vectors[row] = 0
        self._ids[row] = None
        self._texts[row] = ("", "")
        for field in (self._words, self._grams, self._answers):
            field.forget(row)
        if len(self._ids) > 64 and len(self._rows) * 2 < len(self._ids):
            kept = [(id, *self._texts[row]) for id, row in self._rows.items()]
            self._begin()
            self.add_all(kept)

    def search(self, text: str, *, top: int = 10, without: Id | None = None) -> list[Found[Id]]:
        """The best first; at equal scores the one added earlier. `without` leaves a question itself out."""
        count, questions = len(self._ids), len(self._rows)
        if not questions or top < 1:
            return []
        whole, french, words = _read(text)
        stems = stems_of(words)
        scores = self._vectors[:count] @ text_vector(whole, self._table, french=french) * SHARE_DIRECTION
        scores += self._words.everywhere(stems, questions) * SHARE_WORDS
        if self._answers.total > 0:
            scores += self._answers.everywhere(stems, questions) * SHARE_ANSWER
        scores[~self._alive[:count]] = -np.inf
        if without is not None and without in self._rows:
            scores[self._rows[without]] = -np.inf
        looked_at = min(max(LOOKED_AT, top), count)
        rows = np.argpartition(-scores, looked_at - 1)[:looked_at] if looked_at < count else np.arange(count)
        rows = np.sort(rows[np.isfinite(scores[rows])])
        if not len(rows):
            return []
        fine = scores[rows] + self._grams.at(rows, grams_of(words), questions) * SHARE_GRAMS
        best = np.argsort(-fine, kind="stable")[:top]
        return [Found(self._ids[rows[place]], float(fine[place])) for place in best]
