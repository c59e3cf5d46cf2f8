"""Texts in, labels out: the one entry of this capability.

States: language "" = nothing to read (empty, only marks or pictures), "unknown" = read and not one of the
installation's languages, or too little to tell; sentiment "" = not analysed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from parvis.enrichment.logic.features import Batch, read_batch
from parvis.enrichment.logic.language import LanguageGuess, guess_languages
from parvis.enrichment.logic.normalise import READ_CHARACTERS, join_texts
from parvis.enrichment.logic.sentiment import (
    SENTIMENTS,
    SentimentModel,
    picture_scores,
    sentiment_model,
    sentiment_scores,
)
from parvis.enrichment.logic.wordlists import COUNTS_PER_LIST, LISTS, count_judgements

DEFAULT_LANGUAGES = ("fr", "en")
CHUNK_CHARACTERS = 100_000  # arrays of one chunk stay near the processor's cache, and memory bounded
CHUNK_TEXTS = 1_024


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of one text. Later labels are added as further fields with defaults."""

    language: str = ""
    language_probability: float = 0.0
    sentiment: str = ""
    sentiment_probability: float = 0.0
    sentiment_scores: dict[str, float] = field(default_factory=dict)
    model_version: str = ""


def label_texts(texts: Sequence[str], *, languages: Sequence[str] = DEFAULT_LANGUAGES) -> list[Labels]:
    """Labels of every text, in order. Reads the first 4,000 characters; no text raises.

    Error: UnknownLanguage when `languages` holds a code the language model does not know.
    """
    model = sentiment_model()
    labels: list[Labels] = []
    for chunk in _chunks(texts):
        labels.extend(_label_chunk(chunk, tuple(languages), model))
    return labels


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start, size = 0, 0
    for place, text in enumerate(texts):
        length = min(len(text), READ_CHARACTERS)
        if place > start and (size + length > CHUNK_CHARACTERS or place - start >= CHUNK_TEXTS):
            yield texts[start:place]
            start, size = place, 0
        size += length
    if start < len(texts):
        yield texts[start:]


def _label_chunk(texts: Sequence[str], languages: tuple[str, ...], model: SentimentModel) -> list[Labels]:
    joined = join_texts(texts)
    batch = read_batch(joined)
    counts = count_judgements(batch)
    by_list = counts.reshape(len(texts), len(LISTS), COUNTS_PER_LIST).sum(axis=2)
    guesses = guess_languages(
        joined,
        letters=batch.letters,
        languages=languages,
        listed_words={code: by_list[:, place] for place, code in enumerate(LISTS)},
    )
    pictured = by_list[:, LISTS.index("pictures")] > 0
    listed = by_list.sum(axis=1) > 0
    return _with_sentiment(batch, counts, guesses, pictured.tolist(), listed.tolist(), model)


def _with_sentiment(
    batch: Batch,
    counts: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    guesses: list[LanguageGuess],
    pictured: list[bool],
    listed: list[bool],
    model: SentimentModel,
) -> list[Labels]:
    heads = {code: place for place, code in enumerate(model.languages)}
    head = np.array([heads.get(guess.likelier, 0) for guess in guesses], dtype=np.int64)
    read = sentiment_scores(batch, counts, head=head, model=model).astype(float).round(4).tolist()
    seen = picture_scores(counts).astype(float).round(4).tolist()
    labels = []
    for place, guess in enumerate(guesses):
        if guess.language in heads or (guess.unsure_between and guess.likelier in heads and listed[place]):
            scores = read[place]
        elif pictured[place]:
            scores = seen[place]
        else:
            labels.append(Labels(guess.language, guess.probability, model_version=model.version))
            continue
        best = scores.index(max(scores))
        labels.append(
            Labels(
                guess.language,
                guess.probability,
                SENTIMENTS[best],
                scores[best],
                dict(zip(SENTIMENTS, scores, strict=True)),
                model.version,
            )
        )
    return labels
