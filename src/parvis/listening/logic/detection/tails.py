"""How far out a count lies: tails of the distributions that the detectors use, in natural logarithms.

Logarithms, because what matters here is how small a chance is, and 10^-400 must not become 0. Incomplete beta
and gamma functions by their continued fractions (modified Lentz; Press et al., Numerical Recipes, 6.2 and 6.4),
over whole arrays, so that a history of 90 days is one call.
"""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, exp, log, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_TINY, _PRECISION, _MOST_STEPS = 1e-300, 1e-13, 400
# From this mean on a negative binomial is its limit, a gamma distribution, to five digits.
_CONTINUOUS_FROM = 1e5
# Stirling's series: B(2n) / (2n (2n − 1)).
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


def log_gamma(x: ArrayLike) -> Floats:
    """ln Γ(x) for x > 0, to about 1e-13 (moved up to where Stirling's series is exact enough)."""
    value = np.asarray(x, dtype=np.float64)
    small = value < 10
    shifted = np.where(small, value + 10, value)
    inverse = 1 / shifted
    series = sum(term * inverse ** (2 * n + 1) for n, term in enumerate(_STIRLING))
    result = (shifted - 0.5) * np.log(shifted) - shifted + 0.5 * log(2 * pi) + series
    product = np.ones_like(value)
    for step in range(10):
        product = product * np.where(small, value + step, 1.0)
    return np.asarray(result - np.log(product))


def log_beta_cdf(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """ln I_x(a, b), the regularised incomplete beta function; x in 0..1, a and b > 0."""
    x_, a_, b_ = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (x, a, b)))
    turned = x_ > (a_ + 1) / (a_ + b_ + 2)
    y, p, q = np.where(turned, 1 - x_, x_), np.where(turned, b_, a_), np.where(turned, a_, b_)
    with np.errstate(divide="ignore"):
        front = p * np.log(y) + q * np.log1p(-y) - np.log(p) + log_gamma(p + q) - log_gamma(p) - log_gamma(q)
    part = front - np.log(_beta_fraction(y, p, q))
    return np.where(turned, _log_of_rest(part), np.minimum(part, 0.0))


def log_gamma_cdf(x: ArrayLike, a: ArrayLike) -> tuple[Floats, Floats]:
    """ln P(a, x) and ln Q(a, x), the regularised incomplete gamma functions; x ≥ 0, a > 0."""
    x_, a_ = np.broadcast_arrays(np.asarray(x, dtype=np.float64), np.asarray(a, dtype=np.float64))
    with np.errstate(divide="ignore"):
        front = a_ * np.log(x_) - x_ - log_gamma(a_)
    below = x_ < a_ + 1
    lower = front + np.log(_gamma_series(np.where(below, x_, 0.0), a_))
    upper = front - np.log(_gamma_fraction(np.where(below, a_ + 2, x_), a_))
    lower, upper = np.minimum(lower, 0.0), np.minimum(upper, 0.0)
    return np.where(below, lower, _log_of_rest(upper)), np.where(below, _log_of_rest(lower), upper)


def log_poisson_at_least(k: ArrayLike, mean: ArrayLike) -> Floats:
    """ln P(Y ≥ k) where Y is Poisson; 0 for k ≤ 0."""
    k_ = np.asarray(k, dtype=np.float64)
    return np.where(k_ <= 0, 0.0, log_gamma_cdf(mean, np.maximum(k_, 1e-12))[0])


def log_count_at_least(k: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """ln P(Y ≥ k) where Y is negative binomial with variance mean + dispersion · mean² (dispersion > 0)."""
    k_, m, d = _counts(k, mean, dispersion)
    exact = log_beta_cdf(d * m / (1 + d * m), np.clip(k_, 1e-12, _CONTINUOUS_FROM * 1e3), 1 / d)
    if np.any(m > _CONTINUOUS_FROM):
        exact = np.where(
            m > _CONTINUOUS_FROM, log_gamma_cdf(np.maximum(k_ - 0.5, 0.5) / (m * d), 1 / d)[1], exact
        )
    return np.where(k_ <= 0, 0.0, exact)


def log_count_at_most(k: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> Floats:
    """ln P(Y ≤ k) of the same distribution."""
    k_, m, d = _counts(k, mean, dispersion)
    exact = log_beta_cdf(1 / (1 + d * m), 1 / d, np.clip(k_ + 1, 1e-12, _CONTINUOUS_FROM * 1e3))
    if np.any(m > _CONTINUOUS_FROM):
        exact = np.where(
            m > _CONTINUOUS_FROM, log_gamma_cdf(np.maximum(k_ + 0.5, 0.5) / (m * d), 1 / d)[0], exact
        )
    return np.where(k_ < 0, -np.inf, exact)


def log_share_at_least(k: ArrayLike, n: ArrayLike, share: ArrayLike, likeness: ArrayLike) -> Floats:
    """ln P(K ≥ k of n), each with chance `share`, where posts of one hour are alike by `likeness` (0 = not).

    Likeness is the intra-class correlation of a beta-binomial. It is taken in through the effective size
    n / (1 + (n − 1) likeness) (Korn & Graubard 1998) in the exact binomial tail I_share(k, n − k + 1).
    """
    k_, n_ = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    shrink = 1 / (1 + np.maximum(n_ - 1, 0) * np.asarray(likeness, dtype=np.float64))
    upper = np.maximum((n_ - k_) * shrink + 1, 1e-12)
    tail = log_beta_cdf(np.asarray(share, dtype=np.float64), np.maximum(k_ * shrink, 1e-12), upper)
    return np.where((k_ <= 0) | (n_ <= 0), 0.0, tail)


def chi_square_tail(value: float) -> float:
    """P(χ²(1) ≥ value)."""
    return erfc(sqrt(value / 2)) if value > 0 else 1.0


def student_quantile(p: float, degrees: float) -> float:
    """The p-quantile of Student's t, p ≥ 1/2, by halving on its tail I(ν/(ν+t²); ν/2, 1/2) / 2."""
    low, high = 0.0, 1.0

    def tail(t: float) -> float:
        return 0.5 * exp(float(log_beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5)))

    while tail(high) > 1 - p and high < 1e8:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if tail(middle) > 1 - p else (low, middle)
    return (low + high) / 2


def usual_range(mean: float, dispersion: float, *, chance: float = 0.05) -> tuple[int, int]:
    """The counts between which all but `chance` of hours lie, half of it on either side."""
    ln_half = log(chance / 2)
    top = int(mean + 60 * sqrt(mean + dispersion * mean * mean) + 60) + 2
    low = _first(lambda k: log_count_at_most(k, mean, dispersion) > ln_half, 0, int(mean) + 2)
    return low, _first(lambda k: log_count_at_least(k + 1, mean, dispersion) <= ln_half, low, top)


def _first(holds: Callable[[Floats], NDArray[np.bool_]], low: int, high: int) -> int:
    """The least whole number in low..high from which on a monotone condition holds; 32 at a time."""
    while low < high:
        candidates = np.unique(np.linspace(low, high, 32).astype(np.int64))
        yes = np.flatnonzero(holds(candidates.astype(np.float64)))
        first = int(yes[0]) if len(yes) else len(candidates) - 1
        low, high = int(candidates[first - 1]) + 1 if first else low, int(candidates[first])
    return low


def _counts(k: ArrayLike, mean: ArrayLike, dispersion: ArrayLike) -> tuple[Floats, Floats, Floats]:
    k_, m, d = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (k, mean, dispersion)))
    return k_, np.maximum(m, 1e-9), np.maximum(d, 1e-6)


def _log_of_rest(log_part: Floats) -> Floats:
    """ln(1 − e^part), part ≤ 0."""
    part = np.minimum(log_part, -1e-16)
    return np.where(part > -0.693, np.log(-np.expm1(part)), np.log1p(-np.exp(part)))


def _kept(value: Floats) -> Floats:
    return np.where(np.abs(value) < _TINY, _TINY, value)


def _beta_fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    c = np.ones_like(x)
    d = 1 / _kept(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / _kept(1 + even * d)
        c = _kept(1 + even / c)
        value = value * d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / _kept(1 + odd * d)
        c = _kept(1 + odd / c)
        step = d * c
        value = value * step
        if not np.any(np.abs(step - 1) > _PRECISION):
            break
    return 1 / value


def _gamma_series(x: Floats, a: Floats) -> Floats:
    term = 1 / a
    total, n = term, a
    for _ in range(_MOST_STEPS * 10):
        n = n + 1
        term = term * x / n
        total = total + term
        if not np.any(term > total * _PRECISION):
            break
    return total


def _gamma_fraction(x: Floats, a: Floats) -> Floats:
    b = x + 1 - a
    c = np.full_like(x, 1 / _TINY)
    d = 1 / _kept(b)
    value = d
    for n in range(1, _MOST_STEPS * 10):
        factor = -n * (n - a)
        b = b + 2
        d = 1 / _kept(factor * d + b)
        c = _kept(b + factor / c)
        step = d * c
        value = value * step
        if not np.any(np.abs(step - 1) > _PRECISION):
            break
    return 1 / value
