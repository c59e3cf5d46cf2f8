"""Influential authors: somebody with an audience that few who spoke of us had.

"Influential" is relative to the installation: 5,000 followers are many for a local bakery and few for an airline.
The limit is the reach that at most so many authors a month pass. Where that lies beyond what was seen, reach is
taken to fall off as a power (Pareto), its exponent from the largest tenth (Hill 1975).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil, log

from parvis.listening.logic.detection.series import Finding

LEAST_AUTHORS = 50
_TAIL_SHARE, _LEAST_TAIL = 0.1, 10


@dataclass(frozen=True, slots=True)
class Reach:
    """The audiences of the distinct authors of some days, ascending."""

    sorted_reaches: tuple[int, ...]
    days: float

    def exceeding_a_month(self, reach: int) -> float:
        """How many authors a month have at least this reach."""
        ordered = self.sorted_reaches
        seen = len(ordered) - bisect_left(ordered, reach)
        size = _tail_size(len(ordered))
        edge = max(1, ordered[-size])
        if reach <= edge or seen >= _LEAST_TAIL:
            return 30 * seen / self.days
        slope = sum(log(max(1, value) / edge) for value in ordered[-size:]) / size
        # All of the tail alike: whoever is above it was never seen.
        beyond = (reach / edge) ** (-1 / slope) if slope > 0 else 0.0
        return 30 * size * beyond / self.days


def reach_of(reaches: Sequence[int], *, days: float) -> Reach | None:
    """None where there are too few authors to say who is large."""
    if len(reaches) < LEAST_AUTHORS or days <= 0:
        return None
    return Reach(tuple(sorted(reaches)), days)


def influential_author(
    author: str,
    *,
    reach: int,
    at: datetime,
    usual: Reach | None,
    most_a_month: float,
    told: Collection[str] = (),
    minimum_reach: int = 1000,
) -> Finding | None:
    """A finding where at most `most_a_month` authors are as large; None for one who was told of in the cool-down.

    It has a budget of its own (being large is no accident, so there is no false alarm): make the alarm with
    `alarm_of(finding, limit=most_a_month / 30)`. chance: authors of this size a day.
    """
    if usual is None or author in told or reach < minimum_reach:
        return None
    a_month = usual.exceeding_a_month(reach)
    if a_month > most_a_month:
        return None
    middle = float(usual.sorted_reaches[len(usual.sorted_reaches) // 2])
    high = float(usual.sorted_reaches[ceil(0.975 * len(usual.sorted_reaches)) - 1])
    smaller = bisect_left(usual.sorted_reaches, reach) / len(usual.sorted_reaches)
    return Finding(
        at=at,
        kind="influential_author",
        chance=min(1.0, a_month / 30),
        observed=float(reach),
        expected=middle,
        low=float(usual.sorted_reaches[0]),
        high=high,
        reason_code="author_with_reach",
        facts={"share_smaller": round(smaller, 4), "authors_a_month": round(a_month, 3)},
        subject=author,
    )


def _tail_size(authors: int) -> int:
    return min(authors, max(_LEAST_TAIL, int(_TAIL_SHARE * authors)))
