"""The order in which messages are read: by the time they were said, an answer after what it answers.

Many channels tell the time to the second, so a question and its answer can carry the same one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Said(Protocol):
    """Anything with an external id and the one it answers."""

    @property
    def external_id(self) -> str: ...

    @property
    def in_reply_to(self) -> str: ...


def reading_order(said: Sequence[tuple[datetime, Said]]) -> list[int]:
    """Positions in reading order. Among equal times a parent comes before its answers; a cycle keeps order."""
    by_time: dict[datetime, list[int]] = {}
    for position, (at, _) in enumerate(said):
        by_time.setdefault(at, []).append(position)
    order: list[int] = []
    for at in sorted(by_time):
        positions = by_time[at]
        order += positions if len(positions) == 1 else _parents_first(positions, said)
    return order


def _parents_first(positions: Sequence[int], said: Sequence[tuple[datetime, Said]]) -> list[int]:
    here = {
        said[position][1].external_id: position for position in positions if said[position][1].external_id
    }
    placed: dict[int, None] = {}
    for position in positions:
        # Walk up to the first ancestor of the same time, then write down the way back.
        way: list[int] = []
        walker: int | None = position
        while walker is not None and walker not in placed and walker not in way:
            way.append(walker)
            walker = here.get(said[walker][1].in_reply_to)
        placed.update(dict.fromkeys(reversed(way)))
    return list(placed)
