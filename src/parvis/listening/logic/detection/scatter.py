"""How far a series scatters about what is usual, and how odd the oddest hour of its ordinary days is.

Scatter: variance = mean + dispersion · mean² (negative binomial), for each length of window apart, from how
far past windows lay from what was expected of them at the time, without a look ahead. For shares, how alike the
posts of a window are (intra-class correlation of a beta-binomial).

Calibration: no formula knows how heavy this series' tail is. The most unusual hour of each past day is kept; half
of the days lie above their median, and what lies above falls off exponentially (peaks over a threshold, Pickands
1975, with shape 0). The scale comes from their mean without the oddest tenth: real storms of the past must not
teach that storms are usual. It is drawn towards its value where the model holds, and is never below that.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from parvis.listening.logic.detection import windows
from parvis.listening.logic.detection.series import DAY, Floats, Kind, by_day

# What is assumed before a series has shown it, and how many windows or days that is worth.
_PRIOR_DISPERSION, _PRIOR_LIKENESS, _PRIOR_WINDOWS = 0.12, 0.01, 6.0
_PRIOR_MEDIAN, _PRIOR_SCALE, _PRIOR_DAYS = 4.2, 1.2, 12.0
_LEAST_DISPERSION, _MOST_DISPERSION = 0.001, 20.0
_LEAST_LIKENESS, _MOST_LIKENESS = 1e-5, 0.5
_CUT_AT = 3.0  # standard deviations
_MEDIAN_OF_SQUARES = 0.455  # of χ² with one degree of freedom
_STEPS = 18
# Of the days above the median, the oddest tenth has no say; what an exponential tail of scale 1 has left then.
_KEPT_EXCESS = 0.9
_MEAN_OF_KEPT = 1 - 0.1 * log(10) / 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """Half of all days have their oddest hour above `median` (in −ln of a chance); beyond, a tail of `scale`."""

    median: float
    scale: float

    def chance(self, surprise: float) -> float:
        """Of a quiet day with an hour at least this odd."""
        return 1.0 if surprise <= self.median else 0.5 * exp(-(surprise - self.median) / self.scale)


def calibrated(odd: Floats, expected: Floats) -> Calibration:
    """From the oddest hour of each past day that could be judged for at least half of its hours."""
    judged = by_day((~np.isnan(expected)).astype(np.float64), 0.0).sum(1) >= DAY / 2
    worst = by_day(odd, 0.0).max(axis=1)[judged]
    days = len(worst)
    if not days:
        return Calibration(_PRIOR_MEDIAN, _PRIOR_SCALE)
    median = float(np.median(worst))
    excess = np.sort(worst[worst > median] - median)
    kept = excess[: max(1, round(len(excess) * _KEPT_EXCESS))]
    scale = float(kept.mean()) / _MEAN_OF_KEPT if len(kept) else 1.0
    return Calibration(
        median=(days * median + _PRIOR_DAYS * _PRIOR_MEDIAN) / (days + _PRIOR_DAYS),
        scale=max(1.0, (days * scale + _PRIOR_DAYS * _PRIOR_SCALE) / (days + _PRIOR_DAYS)),
    )


def dispersions_of(kind: Kind, counts: Floats, expected: Floats, evidence: Floats) -> dict[int, float]:
    known = windows.known_both(counts, expected)
    doubt = 1 / np.maximum(evidence, 1.0)
    seen = windows.window_sums(counts, kind=kind, known=known)
    usual = windows.window_sums(expected, kind=kind, known=known)
    found = {}
    for row, hours in enumerate(windows.WINDOWS[kind]):
        apart = float(known.sum()) / hours
        learned = dispersion_of(seen[row], usual[row], doubt)
        found[hours] = (apart * learned + _PRIOR_WINDOWS * _PRIOR_DISPERSION) / (apart + _PRIOR_WINDOWS)
    return found


def dispersion_of(seen: Floats, usual: Floats, doubt: Floats | float = 0.0) -> float:
    """The d for which ((seen − usual)² cut at 3 standard deviations) / (usual + d·usual²) is 1 on average."""
    known = ~np.isnan(seen) & ~np.isnan(usual) & (usual > 0)
    y, m = seen[known], usual[known]
    if len(y) < 2:
        return _PRIOR_DISPERSION
    off, square = (y - m) ** 2, m * m
    extra = doubt[known] * square if isinstance(doubt, np.ndarray) else doubt * square
    low, high = _LEAST_DISPERSION, _MOST_DISPERSION
    for _ in range(_STEPS):
        middle = (low * high) ** 0.5
        scatter = np.minimum(off / (m + extra + middle * square), _CUT_AT**2).mean()
        low, high = (middle, high) if scatter > 1 else (low, middle)
    return float((low * high) ** 0.5)


def likenesses_of(negatives: Floats, analysed: Floats, shares: Floats) -> dict[int, float]:
    """How much more alike posts of one window are than chance allows, by the length of the window.

    Solved for the median of the squared deviations (0.455 for χ² with one degree), which bears storms in half
    of the windows.
    """
    known = windows.known_both(negatives, analysed)
    bad = windows.window_sums(negatives, kind="negative_up", known=known)
    all_ = windows.window_sums(analysed, kind="negative_up", known=known)
    found = {}
    for row, hours in enumerate(windows.WINDOWS["negative_up"]):
        k, n = bad[row], all_[row]
        use = ~np.isnan(k) & ~np.isnan(shares) & (n > 1)
        k_, n_, p = k[use], n[use], shares[use]
        learned = _PRIOR_LIKENESS
        if len(k_) > 1:
            off, plain = (k_ - n_ * p) ** 2, n_ * p * (1 - p)
            low, high = _LEAST_LIKENESS, _MOST_LIKENESS
            for _ in range(_STEPS):
                middle = (low * high) ** 0.5
                scatter = float(np.median(off / (plain * (1 + (n_ - 1) * middle))))
                low, high = (middle, high) if scatter > _MEDIAN_OF_SQUARES else (low, middle)
            learned = float((low * high) ** 0.5)
        apart = float(use.sum()) / hours
        found[hours] = (apart * learned + _PRIOR_WINDOWS * _PRIOR_LIKENESS) / (apart + _PRIOR_WINDOWS)
    return found
