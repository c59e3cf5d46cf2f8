"""Limited-memory BFGS (Nocedal 1980; Liu & Nocedal 1989), for smooth convex functions of many weights.

Deterministic: the same function and start give the same steps on the same machine.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MEMORY = 8
ENOUGH = 1e-4  # sufficient decrease (Armijo)


def minimised(
    function: Callable[[Floats], tuple[float, Floats]],
    start: Floats,
    *,
    steps: int = 60,
    tolerance: float = 1e-4,
) -> Floats:
    """The weights after at most `steps` steps. function: weights → value and gradient."""
    weights = start.copy()
    value, gradient = function(weights)
    moves: list[Floats] = []
    turns: list[Floats] = []
    for _ in range(steps):
        if float(np.abs(gradient).max(initial=0.0)) < tolerance:
            break
        direction = -_preconditioned(gradient, moves, turns)
        slope = float(direction @ gradient)
        if slope >= 0:  # rounding has spoilt the memory: the plain gradient always descends
            moves, turns = [], []
            direction, slope = -gradient, -float(gradient @ gradient)
        length = 1.0 if moves else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _halving in range(30):
            candidate = weights + length * direction
            new_value, new_gradient = function(candidate)
            if new_value <= value + ENOUGH * length * slope:
                break
            length /= 2
        else:
            break
        move, turn = candidate - weights, new_gradient - gradient
        if float(move @ turn) > 1e-12:
            moves, turns = [*moves, move][-MEMORY:], [*turns, turn][-MEMORY:]
        weights, value, gradient = candidate, new_value, new_gradient
    return weights


def _preconditioned(gradient: Floats, moves: list[Floats], turns: list[Floats]) -> Floats:
    """The inverse Hessian's estimate times the gradient: the two loops of Nocedal (1980)."""
    if not moves:
        return gradient
    left = gradient.copy()
    shares = []
    for move, turn in zip(reversed(moves), reversed(turns), strict=True):
        share = float(move @ left) / float(move @ turn)
        left -= share * turn
        shares.append(share)
    left *= float(moves[-1] @ turns[-1]) / float(turns[-1] @ turns[-1])
    for move, turn, share in zip(moves, turns, reversed(shares), strict=True):
        left += move * (share - float(turn @ left) / float(move @ turn))
    return left
