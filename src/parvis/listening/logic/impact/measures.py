"""What a campaign may have moved, as a series of days on the scale on which its effect adds up.

- A volume moves by a share of itself ("a third more"), so it is modelled as ln(1 + count).
- A share (negative share, share of voice) is bounded and scatters least near its ends: ln((k + ½) / (n − k + ½)),
  the empirical logit (Cox 1970).
- Net sentiment may be negative and is read in points: as it is.

Effects are told on the original scale whatever the model's. A day without data is None, and stays a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scale = Literal["plain", "log", "logit"]


@dataclass(frozen=True, slots=True)
class Measure:
    """Days in order. values: on the model's scale. adds_up: whether days may be summed (a volume may, a share not)."""

    values: tuple[float | None, ...]
    scale: Scale = "plain"
    adds_up: bool = False
    name: str = ""

    def __len__(self) -> int:
        return len(self.values)

    def as_floats(self) -> Floats:
        """Gaps as NaN."""
        row = np.array([np.nan if value is None else value for value in self.values], dtype=np.float64)
        row[~np.isfinite(row)] = np.nan
        return row

    def to_original(self, values: Floats) -> Floats:
        """From the model's scale to counts, shares, points."""
        if self.scale == "log":
            return np.asarray(np.expm1(np.minimum(values, 50.0)))
        if self.scale == "logit":
            return np.asarray(1 / (1 + np.exp(-np.clip(values, -50.0, 50.0))))
        return values


def volume(counts: Sequence[int | None], *, name: str = "") -> Measure:
    return Measure(_each(counts, lambda count: float(np.log1p(count))), "log", adds_up=True, name=name)


def share(parts: Sequence[int | None], wholes: Sequence[int | None], *, name: str = "") -> Measure:
    """Parts of wholes: negative of analysed, the brand's of the market's. Days with an empty whole are gaps."""
    pairs = zip(parts, wholes, strict=True)
    values = tuple(
        None if part is None or not whole else float(np.log((part + 0.5) / (whole - part + 0.5)))
        for part, whole in pairs
    )
    return Measure(values, "logit", name=name)


def net_sentiment_days(
    positives: Sequence[int | None],
    negatives: Sequence[int | None],
    analysed: Sequence[int | None],
    *,
    name: str = "",
) -> Measure:
    """(positive − negative) / analysed, in −1..1."""
    rows = zip(positives, negatives, analysed, strict=True)
    values = tuple(
        None if positive is None or negative is None or not size else (positive - negative) / size
        for positive, negative, size in rows
    )
    return Measure(values, "plain", name=name)


def plain(values: Sequence[float | None], *, name: str = "", adds_up: bool = True) -> Measure:
    """Any figure whose effect is a number added to it."""
    return Measure(tuple(values), "plain", adds_up=adds_up, name=name)


def _each(counts: Sequence[int | None], change: Callable[[int], float]) -> tuple[float | None, ...]:
    return tuple(None if count is None else change(count) for count in counts)
