"""When a word was in burst: Kleinberg's two states over batches (2002, section 4).

In state 0 a post holds the word with chance p0 = R/D, in state 1 with s·p0. A sequence of states costs
−ln of the binomial chance of each batch, and γ·ln n for each step up. The cheapest sequence is found by Viterbi.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from parvis.listening.logic.detection.tails import log_gamma

_MOST_CHANCE = 0.9999


@dataclass(frozen=True, slots=True)
class Burst:
    """Batches first … last, both included. weight: how much cheaper the burst explains them."""

    first: int
    last: int
    weight: float


def burst_states(
    hits: Sequence[int], totals: Sequence[int], *, ratio: float = 2.0, cost: float = 1.0
) -> list[int]:
    """0 or 1 for each batch. Nothing is in burst where the word never occurs, or everywhere."""
    prices = _prices(hits, totals, ratio)
    if prices is None:
        return [0] * len(hits)
    climb = cost * log(len(hits)) if len(hits) > 1 else 0.0
    at = (0.0, float("inf"))  # begins in state 0
    chosen: list[tuple[int, int]] = []
    for low, high in prices:
        from_low, from_high = (0 if at[0] <= at[1] else 1), (0 if at[0] + climb < at[1] else 1)
        chosen.append((from_low, from_high))
        at = (min(at[0], at[1]) + low, min(at[0] + climb, at[1]) + high)
    state = 0 if at[0] <= at[1] else 1
    states = [state]
    for came in reversed(chosen[1:]):
        state = came[state]
        states.append(state)
    return states[::-1]


def bursts(
    hits: Sequence[int], totals: Sequence[int], *, ratio: float = 2.0, cost: float = 1.0
) -> list[Burst]:
    """The stretches in state 1, in order of time."""
    prices = _prices(hits, totals, ratio)
    found: list[Burst] = []
    if prices is None:
        return found
    first: int | None = None
    for index, state in enumerate([*burst_states(hits, totals, ratio=ratio, cost=cost), 0]):
        if state and first is None:
            first = index
        elif not state and first is not None:
            gained = sum(low - high for low, high in prices[first:index])
            found.append(Burst(first, index - 1, gained))
            first = None
    return found


def _prices(hits: Sequence[int], totals: Sequence[int], ratio: float) -> list[tuple[float, float]] | None:
    if not totals or not sum(totals) or not sum(hits):
        return None
    usual = sum(hits) / sum(totals)
    if usual >= _MOST_CHANCE:
        return None
    chances = (usual, min(usual * ratio, _MOST_CHANCE))

    def price(hit: int, total: int, chance: float) -> float:
        ways = log_gamma([total + 1.0, hit + 1.0, total - hit + 1.0])
        return float(ways[1] + ways[2] - ways[0]) - hit * log(chance) - (total - hit) * log(1 - chance)

    return [
        (price(hit, total, chances[0]), price(hit, total, chances[1]))
        for hit, total in zip(hits, totals, strict=True)
    ]
