"""A structural time series, fitted before a date and carried past it.

    y(t) = μ(t) + weekday(t) + β'x(t) + ε(t),    μ(t + 1) = μ(t) + η(t),    ε ~ N(0, σ²),  η ~ N(0, qσ²)

(Harvey 1989; Brodersen et al. 2015 use the same form.) Given q, everything but the walk of the level is a
regression: the Kalman filter is run over y and over every column of x alike, its one-step errors are the
whitened rows, and least squares on them give β and the starting level at once, with an exact diffuse start and
the uncertainty of β in the forecast (the augmented filter, de Jong 1991). A gap adds its step of the walk and
no row.

How fast the level walks (q) is what a short series tells least. Its profile likelihood is taken over a grid, all
of it in one vectorised pass, and forecasts are drawn from the whole grid by its weight, not from its best point:
intervals from the best point alone are too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from parvis.listening.logic.impact.measures import Floats

Known = NDArray[np.bool_]

# q = 0 (a fixed level) up to a level that moves ten times as much a day as days scatter.
GRID: Floats = np.concatenate(([0.0], np.logspace(-4, 2, 49)))
_LEAST_ROWS_LEFT = 5


@dataclass(frozen=True, slots=True)
class Fit:
    """For each q of the grid: its weight, the regression and the level at the end. best: the likeliest q."""

    weights: Floats  # of the grid, sum 1
    best: int
    variance: Floats  # σ² by q
    coefficients: Floats  # by q: starting level, then the columns
    covariances: Floats  # by q, in units of σ²
    end: Floats  # by q: filtered [y, columns] at the last day
    end_variance: Floats  # by q, in units of σ²
    freedom: int
    scale: float


def weekday_columns(days: int, first_weekday: int) -> Floats:
    """Six columns; each sums to nothing over a week, so that the level keeps its meaning."""
    weekday = (np.arange(days) + first_weekday) % 7
    return np.asarray(np.equal.outer(weekday, np.arange(6)).astype(np.float64) - (weekday == 6)[:, None])


def fit(y: Floats, columns: Floats) -> Fit | None:
    """On the days of y; None where too few are known for so many columns, or where nothing ever varies."""
    rows = np.column_stack([y, np.ones(len(y)), columns])
    known = np.asarray(np.isfinite(rows).all(axis=1))
    size, width = int(known.sum()), rows.shape[1] - 1
    freedom = size - width
    if freedom < _LEAST_ROWS_LEFT:
        return None
    # The range and not the deviation, which rounding keeps from 0.
    if float(np.ptp(rows[known, 0])) == 0:
        return None
    scale = float(np.std(rows[known, 0]))
    white, logs, end, end_variance = _filtered(np.where(known[:, None], rows, 0.0), known)
    coefficients = np.empty((len(GRID), width))
    covariances = np.empty((len(GRID), width, width))
    variance, likelihood = np.empty(len(GRID)), np.empty(len(GRID))
    for index in range(len(GRID)):
        target, design = white[index, :, 0], white[index, :, 1:]
        normal = design.T @ design
        # A column that says nothing (a control that never moves) must not stop the others.
        inverse = np.linalg.pinv(normal, hermitian=True)
        beta = inverse @ (design.T @ target)
        rest = target - design @ beta
        variance[index] = max(float(rest @ rest) / freedom, 1e-12 * scale * scale)
        coefficients[index], covariances[index] = beta, inverse
        _, volume = np.linalg.slogdet(normal + 1e-12 * np.trace(normal) / width * np.eye(width))
        # Restricted likelihood (the columns integrated out), σ² concentrated out.
        likelihood[index] = -0.5 * (freedom * np.log(variance[index]) + logs[index] + volume)
    weights = np.exp(likelihood - likelihood.max())
    weights = weights / weights.sum()
    return Fit(
        weights=weights,
        best=int(np.argmax(likelihood)),
        variance=variance,
        coefficients=coefficients,
        covariances=covariances,
        end=end,
        end_variance=end_variance,
        freedom=freedom,
        scale=scale,
    )


def draw_paths(fitted: Fit, columns: Floats, *, draws: int, seed: int) -> Floats:
    """`draws` ways in which the days after the end could have gone; a row each."""
    rng = np.random.default_rng(seed)
    days = len(columns)
    design = np.column_stack([np.ones(days), columns])
    paths = np.empty((draws, days))
    counts = _shared_out(fitted.weights, draws)
    at = 0
    for index in np.flatnonzero(counts):
        many = int(counts[index])
        sigma = np.sqrt(fitted.variance[index] * fitted.freedom / rng.chisquare(fitted.freedom, many))
        root = _root(fitted.covariances[index])
        off = (rng.standard_normal((many, root.shape[1])) @ root.T) * sigma[:, None]
        beta = fitted.coefficients[index] + off
        level = fitted.end[index, 0] - beta @ fitted.end[index, 1:]
        level = level + sigma * np.sqrt(fitted.end_variance[index]) * rng.standard_normal(many)
        steps = rng.standard_normal((many, days)) * (sigma * np.sqrt(GRID[index]))[:, None]
        noise = rng.standard_normal((many, days)) * sigma[:, None]
        paths[at : at + many] = beta @ design.T + level[:, None] + np.cumsum(steps, axis=1) + noise
        at += many
    return paths


def _filtered(rows: Floats, known: Known) -> tuple[Floats, Floats, Floats, Floats]:
    """Kalman's filter for a local level that starts at 0, over all columns and the whole grid at once.

    Whitened one-step errors of the known days, Σ ln F, and the filtered level and its variance at the end.
    """
    state = np.zeros((len(GRID), rows.shape[1]))
    doubt = np.zeros(len(GRID))
    logs = np.zeros(len(GRID))
    white = np.empty((len(GRID), int(known.sum()), rows.shape[1]))
    at = 0
    for day in range(len(rows)):
        if day:
            doubt = doubt + GRID
        if not known[day]:
            continue
        spread = doubt + 1.0
        error = rows[day] - state
        white[:, at] = error / np.sqrt(spread)[:, None]
        logs += np.log(spread)
        gain = doubt / spread
        state = state + gain[:, None] * error
        doubt = doubt * (1 - gain)
        at += 1
    return white, logs, state, doubt


def _root(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _shared_out(weights: Floats, draws: int) -> np.ndarray:
    """Whole draws for each weight, the remainder to the largest fractions: no luck in which q are drawn."""
    exact = weights * draws
    counts = np.floor(exact).astype(np.int64)
    missing = draws - int(counts.sum())
    counts[np.argsort(exact - counts)[::-1][:missing]] += 1
    return counts
