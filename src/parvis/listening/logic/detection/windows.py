"""Sums over the last 1, 3, 6 … hours, and how unusual each is: the step that learning and judging share.

A burst shows in one hour, a slow swell only in the sum of many; a series of two mentions a day says nothing an
hour. So each hour is judged by several windows that end there, and the most unusual one speaks for it.
"""

from __future__ import annotations

import numpy as np

from parvis.listening.logic.detection.series import Floats, Kind
from parvis.listening.logic.detection.tails import log_count_at_least, log_count_at_most, log_share_at_least

WINDOWS: dict[Kind, tuple[int, ...]] = {
    "volume_up": (1, 3, 6, 24),
    "silence": (3, 6, 12, 24, 48),
    "negative_up": (3, 6, 12, 24),
}
LONGEST = 48
# Of a window's hours, this share must be known; the rest is left out on both sides.
_LEAST_KNOWN = 0.75


def window_sums(hourly: Floats, *, hours: int, known: Floats) -> Floats:
    """The sum of the known ones of the `hours` that end with each; NaN where too many are not."""
    seen = _rolling(known, hours)
    total = _rolling(np.where(known > 0, hourly, 0.0), hours)
    return np.where(seen >= _LEAST_KNOWN * hours, total, np.nan)


def known_both(one: Floats, other: Floats) -> Floats:
    return (~np.isnan(one) & ~np.isnan(other)).astype(np.float64)


def surprise_of_counts(kind: Kind, observed: Floats, expected: Floats, dispersion: Floats | float) -> Floats:
    """−ln P(so many or more; for silence: so few or fewer) where `expected` are usual; 0 where not known."""
    tail = log_count_at_most if kind == "silence" else log_count_at_least
    known = ~np.isnan(observed) & ~np.isnan(expected)
    with np.errstate(invalid="ignore"):
        logs = tail(np.where(known, observed, 0.0), np.where(known, expected, 1.0), dispersion)
    return np.where(known, -logs, 0.0)


def surprise_of_shares(negatives: Floats, analysed: Floats, share: Floats, likeness: float) -> Floats:
    """−ln P(so many negative ones or more) where `share` is usual; 0 where not known."""
    known = ~np.isnan(negatives) & ~np.isnan(analysed) & ~np.isnan(share)
    part = (np.where(known, row, fill) for row, fill in ((negatives, 0.0), (analysed, 1.0), (share, 0.5)))
    return np.where(known, -log_share_at_least(*part, likeness), 0.0)


def _rolling(values: Floats, hours: int) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(values)))
    first = np.maximum(np.arange(1, len(values) + 1) - hours, 0)
    sums = total[1:] - total[first]
    # A window that would begin before the first hour is not whole.
    sums[: max(0, min(hours - 1, len(values)))] = 0.0
    return sums
