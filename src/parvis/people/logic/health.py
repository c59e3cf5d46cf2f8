"""Relationship health: how a relation goes over years, by declared parts that are each shown.

There is no standard (METHODS §13): the parts are facts with a unit, each compared with what is usual among all
persons who may be compared (its rank among them, 0 to 100), and the figure is the mean of those ranks by declared
weights. A part that cannot be told is left out and said so; from fewer than three parts no figure is made.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from parvis.foundation.logic.intervals import Estimate, net_share
from parvis.people.logic.touches import BOUGHT, SAID, TOLD, Touch

HALF_YEAR, YEAR = timedelta(days=182), timedelta(days=365)
FEWEST_PARTS = 3
# A rank needs so many persons to be one among.
FEWEST_COMPARED = 50
QUANTILES = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One component. weight: its share in the figure; more_is_better: which end of the scale is the good one."""

    key: str
    weight: float
    more_is_better: bool


PARTS = (
    Part("silence", 2.0, more_is_better=False),  # time since they last turned to us ÷ their usual gap
    Part("mood", 2.0, more_is_better=True),  # net sentiment of what they said in half a year, −1…1
    Part("open", 1.5, more_is_better=False),  # what they brought to us that waits for more than a week
    Part("trouble", 1.5, more_is_better=False),  # of what they brought in a year: begun in a bad mood, 0…1
    Part("answered", 1.0, more_is_better=True),  # of what they brought in a year: answered at all, 0…1
    Part("wait", 1.0, more_is_better=False),  # hours to our first answer, median of half a year
    Part("buying", 2.0, more_is_better=False),  # time since the last purchase ÷ their usual gap
    Part("allows", 0.5, more_is_better=True),  # purposes they agree to, of those they were asked about, 0…1
    Part("tenure", 0.5, more_is_better=True),  # years since the first contact
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A part of one person at one time. n: what it was computed from; low, high: a 95 % interval where there is one."""

    key: str
    value: float
    n: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """figure: 0…100, or None where too little is known. ranks: part → its rank among all, 100 is best."""

    figure: float | None
    ranks: Mapping[str, float]
    compared: int


def measured(
    touches: Sequence[Touch], *, agreed: tuple[int, int] | None, at: datetime
) -> dict[str, Measured]:
    """The parts of one person as they stood at `at`. touches: ascending; agreed: (purposes agreed to, asked about)."""
    known = [touch for touch in touches if touch.at <= at]
    theirs = [touch for touch in known if touch.is_theirs]
    found: list[Measured | None] = [
        _rhythm("silence", [touch.at for touch in theirs if touch.kind != BOUGHT], at=at, fewest=4),
        _rhythm("buying", [touch.at for touch in theirs if touch.kind == BOUGHT], at=at, fewest=3),
        _mood([touch for touch in theirs if touch.at > at - HALF_YEAR]),
        *_threads(known, at=at),
    ]
    if theirs:
        found.append(Measured("tenure", (at - theirs[0].at) / YEAR, len(theirs)))
    if agreed is not None and agreed[1] > 0:
        found.append(Measured("allows", agreed[0] / agreed[1], agreed[1]))
    return {one.key: one for one in found if one is not None}


def health(parts: Mapping[str, Measured], scales: Mapping[str, Sequence[float]], *, compared: int) -> Health:
    """scales: part → the sorted values of those who are compared with (or QUANTILES + 1 of their quantiles)."""
    if compared < FEWEST_COMPARED:
        return Health(None, {}, compared)
    ranks = {
        part.key: rank(parts[part.key].value, scales[part.key], more_is_better=part.more_is_better)
        for part in PARTS
        if part.key in parts and scales.get(part.key)
    }
    if len(ranks) < FEWEST_PARTS:
        return Health(None, ranks, compared)
    weights = {part.key: part.weight for part in PARTS}
    total = sum(weights[key] for key in ranks)
    return Health(sum(weights[key] * value for key, value in ranks.items()) / total, ranks, compared)


def rank(value: float, scale: Sequence[float], *, more_is_better: bool) -> float:
    """The mid-rank of a value among others, 0…100: the share below and half of those that are equal."""
    below, upto = bisect.bisect_left(scale, value), bisect.bisect_right(scale, value)
    share = (below + upto) / (2 * len(scale))
    return 100 * (share if more_is_better else 1 - share)


def quantiles_of(values: Sequence[float]) -> list[float]:
    """QUANTILES + 1 values, evenly through the sorted ones: the scale that is kept, which names nobody."""
    ordered = sorted(values)
    if not ordered:
        return []
    last = len(ordered) - 1
    return [ordered[round(n * last / QUANTILES)] for n in range(QUANTILES + 1)]


def _rhythm(key: str, times: Sequence[datetime], *, at: datetime, fewest: int) -> Measured | None:
    """The present gap as a multiple of the usual one (median gap between days with a contact, at least a day)."""
    days = sorted({moment.date() for moment in times})
    if len(days) < fewest:
        return None
    usual = max(1.0, median((later - earlier).days for earlier, later in pairwise(days)))
    return Measured(key, max(0.0, (at.date() - days[-1]).days) / usual, len(days))


def _mood(said: Sequence[Touch]) -> Measured | None:
    labelled = [touch.sentiment for touch in said if touch.sentiment]
    if len(labelled) < 2:
        return None
    net: Estimate | None = net_share(labelled.count("positive"), labelled.count("negative"), len(labelled))
    return Measured("mood", net.value, net.n, net.low, net.high) if net else None


def _threads(known: Sequence[Touch], *, at: datetime) -> list[Measured | None]:
    first: dict[int, Touch] = {}
    answered: dict[int, datetime] = {}
    settled: set[int] = set()
    for touch in known:
        if not touch.thread:
            continue
        if touch.kind == SAID:
            first.setdefault(touch.thread, touch)
        elif touch.kind == TOLD and touch.thread in first:
            answered.setdefault(touch.thread, touch.at)
        if touch.settled_at is not None and touch.settled_at <= at:
            settled.add(touch.thread)
    recent = [thread for thread, touch in first.items() if touch.at > at - YEAR]
    waiting = [n for n, touch in first.items() if n not in settled and at - touch.at > timedelta(days=7)]
    waits = [
        (answered[n] - first[n].at).total_seconds() / 3600
        for n in recent
        if n in answered and first[n].at > at - HALF_YEAR
    ]
    if not first:
        return []
    read = [first[n].sentiment for n in recent if first[n].sentiment]
    return [
        Measured("open", float(len(waiting)), len(first)),
        Measured("trouble", read.count("negative") / len(read), len(read)) if read else None,
        Measured("answered", sum(n in answered for n in recent) / len(recent), len(recent))
        if recent
        else None,
        Measured("wait", median(waits), len(waits)) if waits else None,
    ]
