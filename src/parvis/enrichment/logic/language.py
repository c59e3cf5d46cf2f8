"""Which of the installation's languages a text is in, or "unknown".

The model is py3langid's (a naive Bayes over byte n-grams found by an automaton; Lui & Baldwin 2012).
Its automaton is walked for a whole batch at once, one byte position at a time, because its own
loop over the bytes of one text costs more than all the rest of labelling. The answer is the same, which
a test checks against the library.

Restricted to French and English the library never answers "neither", so the scores of other common
languages are computed beside: a text that one of them explains clearly better is "unknown".
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from parvis.enrichment.logic.normalise import SEPARATOR, URL, USER

NOTHING_TO_READ = ""
UNKNOWN = "unknown"
READ_BYTES = 1_000  # a thousand bytes settle the language; a longer walk only costs
_RIVALS = (
    "ar bg bn bs ca cs da de el en es et eu fa fi fr gl he hi hr hu hy id it ja ka ko lt lv mk mr ms nl no "
    "pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur vi zh zu"
)
RIVALS = tuple(_RIVALS.split())
# Log odds (at the library's own temperature, sqrt of bytes) by which another language must win. Chosen on
# UMSAB's training part so that at most 0.2 % of French and English tweets are turned away.
RIVAL_MARGIN = 1.0
RIVAL_MARGIN_FEW = 3.0  # on a word or two the library often prefers a far language
LEAST_PROBABILITY = 0.6
FEW_LETTERS = 12  # below this a probability under LEAST_PROBABILITY_FEW is a guess
LEAST_PROBABILITY_FEW = 0.75
LISTED_WORD = 1.5  # log odds for each word of a language's own list, in a text of few letters


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    language: str  # a code, UNKNOWN, or NOTHING_TO_READ
    probability: float  # of `language` among the installation's languages; 0 where not a code
    likelier: str  # the likelier of the installation's languages even when unknown; "" when nothing to read
    unsure_between: bool = False  # unknown, yet no other language explains the text better


@dataclass(frozen=True, slots=True)
class _Model:
    next_state: NDArray[np.uint16]
    row_of: NDArray[np.int64]
    feature_of: NDArray[np.int64]
    weights: NDArray[np.float32]  # features × languages
    priors: NDArray[np.float32]
    languages: tuple[str, ...]
    inside: int  # the first `inside` languages are the installation's, the rest rivals


class UnknownLanguage(ValueError):
    """A language code that the language model does not know."""


@functools.cache
def _library() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@functools.lru_cache(maxsize=8)
def _model(languages: tuple[str, ...]) -> _Model:
    library = _library()
    known = list(library.nb_classes)
    for code in languages:
        if code not in known:
            raise UnknownLanguage(code)
    ordered = (*languages, *(code for code in RIVALS if code in known and code not in languages))
    columns = [known.index(code) for code in ordered]
    return _Model(
        next_state=np.asarray(library.tk_nextmove),
        row_of=np.asarray(library.tk_row, dtype=np.int64) << 8,
        feature_of=np.asarray(library.tk_output, dtype=np.int64),
        weights=np.ascontiguousarray(library.nb_ptc[:, columns], dtype=np.float32),
        priors=np.asarray(library.nb_pc[columns], dtype=np.float32),
        languages=ordered,
        inside=len(languages),
    )


def _visits(model: _Model, texts: Sequence[bytes]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(text, feature) of every automaton state with an output, in no order."""
    sizes = np.array([len(text) for text in texts], dtype=np.int64)
    order = np.argsort(-sizes, kind="stable")  # longest first: the texts still read are always a prefix
    codes = np.frombuffer(b"".join(texts), dtype=np.uint8)
    offsets = (np.cumsum(sizes) - sizes)[order]
    alive = np.searchsorted(-sizes[order], -np.arange(sizes.max(initial=0)), side="left")
    state = np.zeros(len(texts), dtype=np.int64)
    owners, found = [], []
    for step, count in enumerate(alive.tolist()):
        state = model.next_state[model.row_of[state[:count]] + codes[offsets[:count] + step]].astype(np.int64)
        features = model.feature_of[state]
        hit = np.flatnonzero(features >= 0)
        owners.append(order[hit])
        found.append(features[hit])
    if not owners:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(owners), np.concatenate(found)


def language_scores(texts: Sequence[bytes], languages: tuple[str, ...]) -> NDArray[np.float32]:
    """Log posteriors over sqrt(bytes), shape (texts, languages + rivals)."""
    model = _model(languages)
    owners, features = _visits(model, texts)
    scores = np.zeros((len(texts), len(model.languages)), dtype=np.float32)
    if len(owners):
        pairs, counts = np.unique(owners * len(model.weights) + features, return_counts=True)
        owners, features = np.divmod(pairs, len(model.weights))
        parts = model.weights[features] * np.log1p(counts.astype(np.float32))[:, None]
        starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
        scores[owners[starts]] = np.add.reduceat(parts, starts, axis=0) + model.priors
    sizes = np.array([max(len(text), 1) for text in texts], dtype=np.float32)
    return np.asarray(scores / np.sqrt(sizes)[:, None], dtype=np.float32)


def _readable(joined: str) -> list[str]:
    return joined.replace(URL, " ").replace(USER, " ").split(SEPARATOR)


def _encoded(text: str) -> bytes:
    text = text[:READ_BYTES]
    return (text.lower() if text.isupper() else text).encode("utf-8", "surrogatepass")[:READ_BYTES]


def guess_languages(
    joined: str,
    *,
    letters: NDArray[np.int64],
    listed_words: dict[str, NDArray[np.float32]],
    languages: tuple[str, ...],
) -> list[LanguageGuess]:
    """The language of every text of a joined batch.

    `letters`: letters of each text; `listed_words`: code → words of that language's own list in each text.
    """
    texts = _readable(joined)
    scores = language_scores([_encoded(text) for text in texts], languages)
    inside = scores[:, : len(languages)]
    few = letters < FEW_LETTERS
    for place, code in enumerate(languages):
        if code in listed_words:
            inside[:, place] += np.where(few, LISTED_WORD * listed_words[code], 0)
    best = inside.argmax(axis=1)
    top = inside.max(axis=1)
    weights = np.exp(inside - top[:, None])
    probability = 1.0 / weights.sum(axis=1)
    rival = scores[:, len(languages) :].max(axis=1, initial=-np.inf)
    least = np.where(few, LEAST_PROBABILITY_FEW, LEAST_PROBABILITY)
    if len(languages) == 1:
        least = np.zeros_like(least)
    foreign = (rival - top > np.where(few, RIVAL_MARGIN_FEW, RIVAL_MARGIN)) | (top == 0)
    unsure = foreign | (probability < least)
    guesses = []
    for place, doubt, other, count, chance in zip(
        best.tolist(), unsure.tolist(), foreign.tolist(), letters.tolist(), probability.tolist(), strict=True
    ):
        if not count:
            guesses.append(LanguageGuess(NOTHING_TO_READ, 0.0, ""))
        elif doubt:
            guesses.append(LanguageGuess(UNKNOWN, 0.0, languages[place], unsure_between=not other))
        else:
            guesses.append(LanguageGuess(languages[place], round(chance, 4), languages[place]))
    return guesses
