"""The six factors of the community's health: the newest four weeks against its own past."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parvis.community.logic.figures import rank_in
from parvis.community.models import WeekOfHealth

WEEKS_SHOWN = 26


@dataclass(frozen=True, slots=True)
class Factor:
    """now: of the last four full weeks; a_year_ago: of the same weeks then; rank: among one's own past (0 to 1)."""

    name: str
    now: float | None
    a_year_ago: float | None
    rank: float | None
    weeks: tuple[float | None, ...]

    @property
    def change(self) -> float | None:
        if self.now is None or not self.a_year_ago:
            return None
        return self.now / self.a_year_ago - 1


def _sum(values: Sequence[float]) -> float:
    return float(sum(values))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# Name → its value in a week → how four weeks become one figure.
FACTORS: tuple[
    tuple[str, Callable[[WeekOfHealth], float | None], Callable[[Sequence[float]], float]], ...
] = (
    ("members", lambda week: week.members, _sum),
    ("content", lambda week: week.content, _sum),
    ("traffic", lambda week: week.views, _sum),
    ("liveliness", lambda week: week.posts_a_board, _mean),
    ("interaction", lambda week: week.interaction, _mean),
    ("responsiveness", lambda week: week.hours_between, _mean),
)


def factor(
    name: str,
    value: Callable[[WeekOfHealth], float | None],
    join: Callable[[Sequence[float]], float],
    weeks: list[WeekOfHealth],
) -> Factor:
    values = [value(week) for week in weeks]

    def four(end: int) -> float | None:
        """The four weeks that end before `end`."""
        taken = [one for one in values[end - 4 : end] if one is not None] if end >= 4 else []
        return join(taken) if taken else None

    here = four(len(values))
    history = [past for end in range(4, len(values) - 3) if (past := four(end)) is not None]
    return Factor(
        name,
        here,
        four(len(values) - 52),
        rank_in(history, here) if here is not None else None,
        tuple(values[-WEEKS_SHOWN:]),
    )
