"""Texts in, labels out: the one entry of this capability.

States: language "" = nothing to read (empty, only marks or pictures), "unknown" = read and not one of the
installation's languages, or too little to tell; sentiment "", emotion "", offensive None = not analysed.
A caller names in `wanted` what it stores, and pays for no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.entities import Entity, Names, find_entities
from parvis.enrichment.logic.features import read_batch
from parvis.enrichment.logic.language import guess_languages
from parvis.enrichment.logic.model import (
    EMOTION,
    EMOTIONAL,
    EMOTIONS,
    HATEFUL,
    INTENT,
    INTENTS,
    OFFENSIVE,
    SENTIMENT,
    SENTIMENTS,
    Floats,
    Model,
    label_logits,
    logistic,
    read_features,
    shipped_model,
    softmax,
)
from parvis.enrichment.logic.normalise import READ_CHARACTERS, join_texts
from parvis.enrichment.logic.personal_data import Found, find_personal_data
from parvis.enrichment.logic.wordlists import COUNTS_PER_LIST, LISTS, count_judgements

DEFAULT_LANGUAGES = ("fr", "en")
NONE = "none"
MODELLED = frozenset({"emotion", "intents", "toxicity"})  # labels that ask the whole model
FOUND = frozenset({"entities", "personal_data"})  # labels that search the text
EVERYTHING = frozenset({"sentiment"}) | MODELLED | FOUND
STORED = frozenset({"sentiment"})  # what ingestion stores, with the language, which is always told
CHUNK_CHARACTERS = 100_000  # arrays of one chunk stay near the processor's cache, and memory bounded
CHUNK_TEXTS = 1_024
PICTURES_ONLY_SCALE = 0.8  # log odds per unit of strength where pictures are all the evidence


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of one text. Later labels are added as further fields with defaults."""

    language: str = ""
    language_probability: float = 0.0
    sentiment: str = ""
    sentiment_probability: float = 0.0
    sentiment_scores: dict[str, float] = field(default_factory=dict)
    model_version: str = ""
    emotion: str = ""
    emotion_scores: dict[str, float] = field(default_factory=dict)
    intents: dict[str, float] = field(default_factory=dict)
    offensive: float | None = None
    hateful: float | None = None
    entities: tuple[Entity, ...] = ()
    personal_data: tuple[Found, ...] = ()


class UnknownLabel(ValueError):
    """A label was asked for that does not exist."""


def label_texts(
    texts: Sequence[str],
    *,
    languages: Sequence[str] = DEFAULT_LANGUAGES,
    wanted: frozenset[str] = STORED,
    names: Names | None = None,
) -> list[Labels]:
    """Labels of every text, in order. Reads the first 4,000 characters (personal data: all); no text raises.

    `names`: the installation's own brands and products, kind → names, to be found as entities.
    Errors: UnknownLanguage when `languages` holds a code the language model does not know; UnknownLabel.
    """
    if not wanted <= EVERYTHING:
        raise UnknownLabel(", ".join(sorted(wanted - EVERYTHING)))
    model = shipped_model()
    labels: list[Labels] = []
    for chunk in _chunks(texts):
        labels.extend(_label_chunk(chunk, tuple(languages), wanted, names, model))
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


def _label_chunk(
    texts: Sequence[str],
    languages: tuple[str, ...],
    wanted: frozenset[str],
    names: Names | None,
    model: Model,
) -> list[Labels]:
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
    heads = {code: place for place, code in enumerate(model.languages)}
    head = np.array([heads.get(guess.likelier, 0) for guess in guesses], dtype=np.int64)
    reading = read_features(batch, counts)
    logits = label_logits(reading, head=head, model=model, only_sentiment=not wanted & MODELLED)
    nothing: list[tuple[()]] = [()] * len(texts)
    listed = (by_list.sum(axis=1) > 0).tolist()
    pictured = (by_list[:, LISTS.index("pictures")] > 0).tolist()
    readable = [
        guess.language in heads or (guess.unsure_between and guess.likelier in heads and listed[place])
        for place, guess in enumerate(guesses)
    ]
    sentiments = _sentiments(readable, pictured, logits, counts)
    more = _modelled(readable, logits, wanted)
    entities = [find_entities(text, names=names) for text in texts] if "entities" in wanted else nothing
    personal = [find_personal_data(text) for text in texts] if "personal_data" in wanted else nothing
    # One construction a text: at ten thousand texts a second even a copied record is felt.
    return [
        Labels(
            guess.language,
            guess.probability,
            *sentiment,
            model.version,
            *modelled,  # type: ignore[arg-type]
            found,
            private,
        )
        for guess, sentiment, modelled, found, private in zip(
            guesses, sentiments, more, entities, personal, strict=True
        )
    ]


Sentiment = tuple[str, float, dict[str, float]]
Modelled = tuple[str, dict[str, float], dict[str, float], float | None, float | None]


def _rounded(chances: Floats) -> list[list[float]]:
    rows: list[list[float]] = chances.astype(float).round(4).tolist()
    return rows


def _sentiments(
    readable: list[bool], pictured: list[bool], logits: Floats, counts: Floats
) -> list[Sentiment]:
    read = _rounded(softmax(logits[:, SENTIMENT]))
    seen = _rounded(picture_scores(counts)) if any(pictured) else read
    sentiments: list[Sentiment] = []
    for place, is_readable in enumerate(readable):
        if not (is_readable or pictured[place]):
            sentiments.append(("", 0.0, {}))
            continue
        scores = read[place] if is_readable else seen[place]
        best = scores.index(max(scores))
        sentiments.append((SENTIMENTS[best], scores[best], dict(zip(SENTIMENTS, scores, strict=True))))
    return sentiments


def _modelled(readable: list[bool], logits: Floats, wanted: frozenset[str]) -> list[Modelled]:
    """Emotion, its scores, intents, offensive, hateful of each text; empty where not asked or not read."""
    if not wanted & MODELLED:
        return [("", {}, {}, None, None)] * len(readable)
    emotions = _rounded(emotion_chances(logits))
    intents = _rounded(logistic(logits[:, INTENT]))
    toxicity = _rounded(toxicity_chances(logits))
    named = (*EMOTIONS, NONE)
    rows: list[Modelled] = []
    for place, is_readable in enumerate(readable):
        if not is_readable:
            rows.append(("", {}, {}, None, None))
            continue
        scores = emotions[place]
        rows.append(
            (
                named[scores.index(max(scores))] if "emotion" in wanted else "",
                dict(zip(named, scores, strict=True)) if "emotion" in wanted else {},
                dict(zip(INTENTS, intents[place], strict=True)) if "intents" in wanted else {},
                *(toxicity[place] if "toxicity" in wanted else (None, None)),
            )
        )
    return rows


def emotion_chances(logits: Floats) -> Floats:
    """Probabilities of the four emotions and of none, shape (texts, 5)."""
    any_of_them = logistic(logits[:, EMOTIONAL])[:, None]
    return np.concatenate([softmax(logits[:, EMOTION]) * any_of_them, 1 - any_of_them], axis=1)


def toxicity_chances(logits: Floats) -> Floats:
    """Offensive; and hateful, which is offensive and then aimed at what people are. Shape (texts, 2)."""
    chances = logistic(logits[:, [OFFENSIVE, HATEFUL]])
    return np.stack([chances[:, 0], chances[:, 0] * chances[:, 1]], axis=1)


def picture_scores(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities from pictures alone, for texts in no known language: any language's reader sees 😡."""
    first = COUNTS_PER_LIST * LISTS.index("pictures")
    strength = np.log1p(counts[:, first : first + COUNTS_PER_LIST]) @ np.array(
        [2, 1, -1, -2], dtype=np.float32
    )
    scores = np.zeros((len(counts), len(SENTIMENTS)), dtype=np.float32)
    scores[:, 0], scores[:, 2] = -strength * PICTURES_ONLY_SCALE, strength * PICTURES_ONLY_SCALE
    return softmax(scores)
