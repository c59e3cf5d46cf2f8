"""Durations in the unit in which people say them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Unit = Literal["second", "minute", "hour", "day"]
SECONDS: dict[Unit, int] = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


def parts_of(seconds: float) -> list[tuple[int, Unit]]:
    """The two greatest parts: 11,520 s → 3 h 12 min; 90,000 s → 1 day 1 h; 42 s → 42 s. No part is 0."""
    whole = round(seconds)
    if whole < 60:
        return [(whole, "second")]
    # Beside minutes, seconds say nothing; beside days, minutes do not.
    finest: Unit = "hour" if whole >= SECONDS["day"] else "minute"
    whole = round(whole / SECONDS[finest]) * SECONDS[finest]
    parts: list[tuple[int, Unit]] = []
    for unit in ("day", "hour", "minute"):
        count, whole = divmod(whole, SECONDS[unit])
        if count:
            parts.append((count, unit))
    return parts


def common_unit(values: Iterable[float | None]) -> Unit:
    """The unit for a whole axis: the greatest one that the greatest value reaches twice."""
    most = max((value for value in values if value is not None), default=0.0)
    for unit in ("day", "hour", "minute"):
        if most >= 2 * SECONDS[unit]:
            return unit
    return "minute" if most >= 60 else "second"
