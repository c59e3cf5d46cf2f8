"""Texts made of those that may train, for the encoder to label: a small network learns from many.

Words are dropped, or give way to others; a span is cut out; two texts are joined (Tang et al. 2019). Nobody reads
the result, and nobody has to: the encoder says what it makes of it. They are made anew wherever they are needed, and
never stored. Only `random()` is drawn from, whose numbers Python promises to keep.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from parvis.enrichment.training import data as sets
from parvis.enrichment.training.taught import in_quarter

COPIES = {"complaint": 50, "emotion": 15, "offensive": 3}  # the fewer texts a label has, the more of each
DROPPED, CHANGED = 0.1, 0.15  # share of the words
JOINED, CUT = 0.25, 0.3  # share of the texts
SHORTEST = 3  # words of a span
SEED = 11


class _Draw:
    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - a draw, not a secret

    def holds(self, share: float) -> bool:
        return self._chance.random() < share

    def below(self, count: int) -> int:
        return int(self._chance.random() * count)

    def one(self, of: Sequence[str]) -> str:
        return of[self.below(len(of))]


def _vocabulary(texts: Sequence[str]) -> list[str]:
    """Words by the root of how often they occur: common ones often, rare ones too."""
    counts = Counter(word for text in texts for word in text.split())
    return [word for word, count in sorted(counts.items()) if count > 1 for _ in range(int(count**0.5))]


def _altered(text: str, others: Sequence[str], words: Sequence[Sequence[str]], draw: _Draw) -> str:
    kept = text.split()
    if draw.holds(JOINED):
        other = draw.one(others).split()
        kept = kept[: 1 + draw.below(len(kept))] + other[draw.below(len(other)) :] if kept and other else kept
    changed = []
    for word in kept:
        if draw.holds(DROPPED):
            continue
        changed.append(draw.one(words[draw.below(len(words))]) if draw.holds(CHANGED) else word)
    if len(changed) > SHORTEST and draw.holds(CUT):
        size = SHORTEST + draw.below(len(changed) - SHORTEST)
        start = draw.below(len(changed) - size + 1)
        changed = changed[start : start + size]
    return " ".join(changed)


def altered_texts(data: Path, pool: Sequence[str]) -> tuple[list[str], list[bool]]:
    """The texts, and which of them were made of the quarter that is held out (no text is made of both sides)."""
    rows = {
        "complaint": sets.complaints(data),
        "emotion": sets.emotion(data),
        "offensive": sets.offensive(data),
    }
    everywhere = _vocabulary(pool)
    hidden = sets.held_out_english(data)
    found: dict[str, tuple[str, bool]] = {}
    for name, copies in COPIES.items():
        texts = [text for text, _ in rows[name] if sets.key(text) not in hidden]
        held = in_quarter(texts).tolist()
        draw = _Draw(SEED)
        for side in (False, True):
            mine = [text for text, is_held in zip(texts, held, strict=True) if is_held == side]
            words = (everywhere, _vocabulary(mine))
            for text in mine:
                for _ in range(copies):
                    made = _altered(text, mine, words, draw)
                    if made:
                        found.setdefault(sets.key(made), (made, side))
    known = {sets.key(text) for text in pool} | hidden
    kept = [one for key, one in found.items() if key not in known]
    return [text for text, _ in kept], [side for _, side in kept]
