"""Shares of classes, corrected for what is known of the classifier's errors, with intervals.

Rogan & Gladen (1978, American Journal of Epidemiology 107) correct one share by sensitivity and specificity:
q = (observed − FPR) / (TPR − FPR). With three classes the same reads p = M·q: p the observed shares, M[j, c]
the probability that a text of class c is labelled j, q the true shares. M comes from a hand-labelled sample;
q is the least-squares solution on the simplex, because shares are not negative and add up to one.
Interval: 95 % of draws of both p and M from their posteriors (Dirichlet with Jeffreys' prior), so that a small
sample widens it. The assumption: how a text of a class is mislabelled is the same in what is counted and in
what was sampled; how common the classes are may differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CLASSES = 3
DRAWS = 2_000
PRIOR = 0.5
_PAIRS = ((0, 1), (0, 2), (1, 2))

Matrices = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AdjustedShare:
    """In 0..1. `raw` is the share as labelled."""

    raw: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AdjustedShares:
    """One share a class, in the classes' order, and the balance of the last less the first (net sentiment)."""

    shares: tuple[AdjustedShare, AdjustedShare, AdjustedShare]
    balance: AdjustedShare


def adjusted_shares(
    observed: Sequence[int], confusion: Sequence[Sequence[float]], *, seed: int = 0
) -> AdjustedShares | None:
    """observed: counts by label. confusion[c][j]: hand-labelled c and labelled j by the machine.

    None where nothing was observed, or a class has no hand-labelled text at all.
    """
    counts = np.asarray(observed, dtype=np.float64)
    table = np.asarray(confusion, dtype=np.float64)
    if counts.sum() == 0 or (table.sum(axis=1) == 0).any():
        return None
    raw = counts / counts.sum()
    best = true_shares(raw[None], (table / table.sum(axis=1, keepdims=True)).T[None])[0]
    chance = np.random.default_rng(seed)
    rows = np.stack([chance.dirichlet(table[c] + PRIOR, size=DRAWS) for c in range(CLASSES)], axis=2)
    drawn = true_shares(chance.dirichlet(counts + PRIOR, size=DRAWS), rows)
    shares = [_with_interval(raw[c], best[c], drawn[:, c]) for c in range(CLASSES)]
    return AdjustedShares(
        (shares[0], shares[1], shares[2]),
        _with_interval(raw[-1] - raw[0], best[-1] - best[0], drawn[:, -1] - drawn[:, 0]),
    )


def _with_interval(raw: float, value: float, drawn: Matrices) -> AdjustedShare:
    low, high = np.quantile(drawn, (0.025, 0.975))
    # A solution on the edge of the simplex can lie outside its own draws; the interval is widened to it.
    return AdjustedShare(float(raw), float(value), float(min(low, value)), float(max(high, value)))


def true_shares(observed: Matrices, matrices: Matrices) -> Matrices:
    """argmin ‖M·q − p‖² over the simplex, for many p (n × 3) and M (n × 3 × 3, columns add up to one) at once.

    Columns and p add up to one, so the plain solution does too: where it has no negative part, it is the
    answer. Otherwise the answer lies on an edge, where it is a projection on a segment.
    """
    solved = np.full_like(observed, -1.0)
    regular = np.abs(np.linalg.det(matrices)) > 1e-9
    if regular.any():
        solved[regular] = np.linalg.solve(matrices[regular], observed[regular][:, :, None])[:, :, 0]
    outside = np.flatnonzero((solved < 0).any(axis=1))
    if len(outside):
        p, m = observed[outside], matrices[outside]
        misses = np.empty((len(_PAIRS), len(outside)))
        found = np.zeros((len(_PAIRS), len(outside), CLASSES))
        for place, (one, other) in enumerate(_PAIRS):
            edge = m[:, :, one] - m[:, :, other]
            length = np.maximum((edge**2).sum(axis=1), 1e-12)
            part = np.clip(((p - m[:, :, other]) * edge).sum(axis=1) / length, 0, 1)
            found[place, :, one], found[place, :, other] = part, 1 - part
            misses[place] = ((np.einsum("njc,nc->nj", m, found[place]) - p) ** 2).sum(axis=1)
        solved[outside] = found[misses.argmin(axis=0), np.arange(len(outside))]
    shares: Matrices = np.clip(solved, 0, 1)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
