"""The cards of Today: what waits, what changed, what is at risk; at most seven, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MOST_CARDS = 7
Level = Literal["calm", "notice", "risk"]
_ORDER: dict[str, int] = {"risk": 0, "notice": 1, "calm": 2}


@dataclass(frozen=True, slots=True)
class Card:
    """One matter with its figure, a sentence, and the act it ends in.

    key is stable and unique; figure is already written for the reader ("12", "3 h", "−8").
    """

    key: str
    title: str
    figure: str
    sentence: str
    url: str
    act_label: str
    level: Level = "calm"


def choose_cards(cards: Iterable[Card], *, most: int = MOST_CARDS) -> list[Card]:
    """The gravest first, otherwise in the order given; one card per key; at most `most`."""
    by_key: dict[str, Card] = {}
    for card in cards:
        by_key.setdefault(card.key, card)
    return sorted(by_key.values(), key=lambda card: _ORDER[card.level])[:most]
