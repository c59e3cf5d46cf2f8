"""Hours as brands have them, made by seed: a week's rhythm, scatter beyond chance, moods that drift, small bursts.

Generator of what `bench.alerts` measures. No part of it is known to the detectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from parvis.listening.logic.detection import Series

START = datetime(2026, 1, 5, tzinfo=UTC)  # a Monday
# A day with two humps, as posts of office hours and evenings have, and a quieter weekend.
_DAY = np.array([2, 1, 1, 1, 1, 2, 4, 8, 11, 12, 12, 11, 10, 11, 11, 10, 10, 11, 12, 12, 11, 9, 6, 4], float)
_WEEK = np.array([1.1, 1.15, 1.15, 1.1, 1.0, 0.75, 0.75])
SHAPE = np.outer(_WEEK / _WEEK.mean(), _DAY / _DAY.mean()).ravel()


@dataclass(frozen=True, slots=True)
class World:
    """How a series behaves where nothing happens. drift: daily sd of ln level; bursts: small ones a month."""

    level: float
    dispersion: float = 0.1
    drift: float = 0.04
    bursts: float = 2.0
    share: float = 0.25
    likeness: float = 0.02


@dataclass(frozen=True, slots=True)
class Event:
    """Planted: the level times `factor`, and the share of negatives plus `points`, for some hours."""

    hour: int
    hours: int
    factor: float = 1.0
    points: float = 0.0


def simulated(world: World, *, days: int, seed: int, event: Event | None = None) -> Series:
    rng = np.random.default_rng(seed)
    hours = days * 24
    # A level that wanders but is drawn back, so that three months stay the same brand.
    wander = np.zeros(days)
    for day in range(1, days):
        wander[day] = 0.95 * wander[day - 1] + world.drift * rng.standard_normal()
    mean = world.level * SHAPE[np.arange(hours) % 168] * np.exp(np.repeat(wander, 24))
    for _ in range(rng.poisson(world.bursts * days / 30)):
        # A post that is passed on for some hours: everyday, nothing to wake anybody for.
        begin, height, fade = rng.integers(hours), rng.uniform(0.3, 1.0), rng.uniform(2, 6)
        after = np.arange(hours - begin)
        mean[begin:] *= 1 + height * np.exp(-after / fade)
    share = np.full(hours, world.share) + np.repeat(0.02 * rng.standard_normal(days), 24)
    if event is not None:
        part = slice(event.hour, event.hour + event.hours)
        mean[part] *= event.factor
        share[part] += event.points
    counts = rng.poisson(rng.gamma(1 / world.dispersion, world.dispersion * mean))
    size = 1 / world.likeness - 1
    share = np.clip(share, 0.02, 0.98)
    mood = rng.beta(share * size, (1 - share) * size)
    negatives = rng.binomial(counts, mood)
    whole = tuple(map(int, counts))
    return Series(START, whole, whole, tuple(map(int, negatives)))
