"""Why a text got its labels: the words that weighed most.

Each word is left out in turn and the text labelled again; its weight is what the label's log odds lose. That
is true to the whole model, whatever it is made of (Li, Monroe & Jurafsky 2016, "erasure"), and costs one more
labelling a word: for a text somebody looks at, not for a stream.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from parvis.enrichment.logic.labels import DEFAULT_LANGUAGES, NONE, Labels, label_texts

WEIGHED_WORDS = 40  # words of a text that are left out in turn
SHOWN_WORDS = 5
LEAST_WEIGHT = 0.05  # log odds; less is noise
_WORD = re.compile(r"[#@]?\w+(?:['’-]\w+)*|[^\w\s]")
_ASKS = frozenset({"sentiment", "emotion", "intents", "toxicity"})

Explanation = dict[str, list[tuple[str, float]]]


def explain_labels(
    texts: Sequence[str],
    labels: Sequence[Labels],
    *,
    languages: Sequence[str] = DEFAULT_LANGUAGES,
) -> list[Explanation]:
    """For each text and each label it got: words and their weights, heaviest first.

    Keys: "sentiment", "emotion", each intent that holds, "offensive", "hateful" where they hold.
    """
    asked = [
        (place, word.group(), text[: word.start()] + text[word.end() :])
        for place, text in enumerate(texts)
        if any(True for _ in _held(labels[place]))
        for word in _words(text)
    ]
    without = label_texts([shorter for _, _, shorter in asked], languages=languages, wanted=_ASKS)
    explained: list[Explanation] = [{name: [] for name, _ in _held(label)} for label in labels]
    for (place, word, _), changed in zip(asked, without, strict=True):
        chances = dict(_chances(changed))
        for name, chance in _held(labels[place]):
            key = _key(labels[place], name)
            weight = _log_odds(chance) - _log_odds(chances.get(key, 0.5))
            explained[place][name].append((word, round(weight, 2)))
    return [{name: _heaviest(words) for name, words in one.items()} for one in explained]


def _words(text: str) -> Iterator[re.Match[str]]:
    for count, match in enumerate(_WORD.finditer(text[:4_000])):
        if count == WEIGHED_WORDS:
            return
        yield match


def _held(label: Labels) -> Iterator[tuple[str, float]]:
    """Labels that the text got, with their probability."""
    if label.sentiment:
        yield "sentiment", label.sentiment_probability
    if label.emotion and label.emotion != NONE:
        yield "emotion", label.emotion_scores[label.emotion]
    yield from ((name, chance) for name, chance in label.intents.items() if chance >= 0.5 and name != "other")
    for name, toxic in (("offensive", label.offensive), ("hateful", label.hateful)):
        if toxic is not None and toxic >= 0.5:
            yield name, toxic


def _key(label: Labels, name: str) -> str:
    return {"sentiment": f"sentiment {label.sentiment}", "emotion": f"emotion {label.emotion}"}.get(
        name, name
    )


def _chances(label: Labels) -> Iterator[tuple[str, float]]:
    scored: tuple[tuple[str, Mapping[str, float]], ...] = (
        ("sentiment ", label.sentiment_scores),
        ("emotion ", label.emotion_scores),
        ("", label.intents),
    )
    for prefix, scores in scored:
        yield from ((prefix + name, chance) for name, chance in scores.items())
    yield "offensive", 0.5 if label.offensive is None else label.offensive
    yield "hateful", 0.5 if label.hateful is None else label.hateful


def _log_odds(chance: float) -> float:
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def _heaviest(words: list[tuple[str, float]]) -> list[tuple[str, float]]:
    strongest: dict[str, float] = {}
    for word, weight in words:
        if weight > max(strongest.get(word.lower(), 0.0), LEAST_WEIGHT):
            strongest[word.lower()] = weight
    return sorted(strongest.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_WORDS]
