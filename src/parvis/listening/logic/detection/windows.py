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


def window_sums(hourly: Floats, *, kind: Kind, known: Floats) -> Floats:
    """A row for each window of the kind: the sum of the known hours that end with each; NaN where too many are not."""
    values = np.where(known > 0, hourly, 0.0)
    rows = []
    for hours in WINDOWS[kind]:
        seen = _rolling(known, hours)
        rows.append(np.where(seen >= _LEAST_KNOWN * hours, _rolling(values, hours), np.nan))
    return np.stack(rows)


def known_both(one: Floats, other: Floats) -> Floats:
    return (~np.isnan(one) & ~np.isnan(other)).astype(np.float64)


def surprise_of_counts(kind: Kind, observed: Floats, expected: Floats, dispersion: Floats) -> Floats:
    """−ln P(so many or more; for silence: so few or fewer) where `expected` are usual.

    0 where not known, and within one standard deviation: nothing that is looked for lies there.
    """
    sign, tail = (-1, log_count_at_most) if kind == "silence" else (1, log_count_at_least)
    with np.errstate(invalid="ignore"):
        far = sign * (observed - expected) > np.sqrt(expected + dispersion * expected**2)
    odd = np.zeros(observed.shape)
    if far.any():
        scatter = np.broadcast_to(dispersion, observed.shape)[far]
        odd[far] = -tail(observed[far], expected[far], scatter)
    return odd


def surprise_of_shares(negatives: Floats, analysed: Floats, share: Floats, likeness: Floats) -> Floats:
    """−ln P(so many negative ones or more) where `share` is usual; 0 as above."""
    share_ = np.broadcast_to(share, negatives.shape)
    like = np.broadcast_to(likeness, negatives.shape)
    with np.errstate(invalid="ignore"):
        plain = share_ * (1 - share_) * analysed * (1 + np.maximum(analysed - 1, 0) * like)
        far = negatives - share_ * analysed > np.sqrt(plain)
    odd = np.zeros(negatives.shape)
    if far.any():
        odd[far] = -log_share_at_least(negatives[far], analysed[far], share_[far], like[far])
    return odd


def _rolling(values: Floats, hours: int) -> Floats:
    total = np.concatenate(([0.0], np.cumsum(values)))
    first = np.maximum(np.arange(1, len(values) + 1) - hours, 0)
    sums = total[1:] - total[first]
    # A window that would begin before the first hour is not whole.
    sums[: max(0, min(hours - 1, len(values)))] = 0.0
    return sums
