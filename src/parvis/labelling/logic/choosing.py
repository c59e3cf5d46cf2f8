"""Which texts to ask a person about: those whose answer teaches most.

Worth = uncertainty × frequency. Uncertainty is one less the margin between the two most probable labels as far
as it is known (1 − |2p − 1| for p of the label given). Frequency is how many recent texts share the text's words.
Diversity: texts are taken one after the other, each one lowering the worth of those that share its words
(maximal marginal relevance, Carbonell & Goldstein 1998). Seen against plain uncertainty sampling, which asks the
same odd question twenty times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log1p

from parvis.labelling.logic.texts import LabelledText

_WORD = re.compile(r"[^\W\d_]{3,}")
WORDS_READ = 40
# A word in more than this share of the texts tells nothing about what a text is about.
COMMONEST = 0.2
ALIKE = 0.6


def most_teaching(texts: Sequence[LabelledText], *, most: int) -> list[LabelledText]:
    """At most `most` of the texts, the most teaching first; the same words are asked about once."""
    bags = [frozenset(_WORD.findall(text.text.lower())[:WORDS_READ]) for text in texts]
    common = Counter(word for bag in bags for word in bag)
    ceiling = max(2, COMMONEST * len(texts))
    bags = [frozenset(word for word in bag if common[word] <= ceiling) for bag in bags]
    worth = [
        uncertainty(text.sentiment_probability) * (1 + _frequency(bag, common))
        for text, bag in zip(texts, bags, strict=True)
    ]
    left = sorted(range(len(texts)), key=lambda place: (-worth[place], texts[place].id))[: 20 * most]
    chosen: list[int] = []
    asked: Counter[str] = Counter()
    while left and len(chosen) < most:
        best = max(left, key=lambda place: (worth[place] * _novelty(bags[place], asked), -place))
        left.remove(best)
        if any(_overlap(bags[best], bags[other]) > ALIKE for other in chosen):
            continue
        chosen.append(best)
        asked.update(bags[best])
    return [texts[place] for place in chosen]


def uncertainty(probability: float | None) -> float:
    """1 where the label given is as good as a coin, 0 where the model is sure."""
    if probability is None:
        return 0.0
    return max(0.0, min(1.0, 2 * (1 - probability)))


def _frequency(bag: frozenset[str], common: Counter[str]) -> float:
    return sum(log1p(common[word] - 1) for word in bag) / len(bag) if bag else 0.0


def _novelty(bag: frozenset[str], asked: Counter[str]) -> float:
    return 1 / (1 + sum(1 for word in bag if word in asked))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    if not one and not other:
        return 1.0
    return len(one & other) / len(one | other)
