"""How many different authors spoke, from 4 kB a day: HyperLogLog.

Flajolet, Fusy, Gandouet, Meunier (2007); read out by the estimator of Ertl (2017, "New cardinality estimation
algorithms for HyperLogLog sketches", algorithm 6), which needs no tables and no switch between small and large.
2¹² registers: standard error 1.04/√4096 = 1.6 %. Sketches of days are joined without counting anybody twice.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from math import inf, log, sqrt

import numpy as np
from numpy.typing import NDArray

PRECISION = 12
REGISTERS = 1 << PRECISION
BITS_LEFT = 64 - PRECISION
STANDARD_ERROR = 1.04 / sqrt(REGISTERS)

Registers = NDArray[np.uint8]


def empty() -> Registers:
    return np.zeros(REGISTERS, dtype=np.uint8)


def read(kept: bytes | memoryview | None) -> Registers:
    """The registers of a stored sketch; an empty one where there is none."""
    if not kept:
        return empty()
    plain = bytes(kept)
    if len(plain) != REGISTERS:
        plain = zlib.decompress(plain)
    return np.frombuffer(plain, dtype=np.uint8).copy()


def stored(registers: Registers) -> bytes:
    """As it is kept: a day on which a hundred authors spoke takes a tenth of the room."""
    packed = zlib.compress(registers.tobytes(), level=1)
    return packed if len(packed) != REGISTERS else registers.tobytes()


def add(registers: Registers, ids: Sequence[int] | NDArray[np.int64]) -> None:
    """Put authors in, in place. Twice is once."""
    if len(ids) == 0:
        return
    hashes = _mixed(np.asarray(ids, dtype=np.int64).astype(np.uint64))
    places = (hashes >> np.uint64(BITS_LEFT)).astype(np.int64)
    rest = hashes & np.uint64((1 << BITS_LEFT) - 1)
    # The number of leading zeros plus one: the exponent of a float is exact below 2^53.
    lengths = np.frexp(rest.astype(np.float64))[1]
    np.maximum.at(registers, places, (BITS_LEFT + 1 - lengths).astype(np.uint8))


def joined(sketches: Iterable[Registers]) -> Registers:
    """Those who spoke in any of them."""
    together = empty()
    for registers in sketches:
        np.maximum(together, registers, out=together)
    return together


def estimate(registers: Registers) -> float:
    """How many different authors the sketch has seen."""
    counts = np.bincount(registers, minlength=BITS_LEFT + 2).tolist()
    if counts[0] == REGISTERS:
        return 0.0
    z = REGISTERS * _tau(1 - counts[BITS_LEFT + 1] / REGISTERS)
    for k in range(BITS_LEFT, 0, -1):
        z = 0.5 * (z + counts[k])
    z += REGISTERS * _sigma(counts[0] / REGISTERS)
    return REGISTERS * REGISTERS / (2 * log(2) * z)


def _mixed(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea, Flood 2014): every bit of an id reaches every bit of its hash."""
    with np.errstate(over="ignore"):
        x = x + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(x ^ (x >> np.uint64(31)))


def _sigma(x: float) -> float:
    if x == 1:
        return inf
    y, z, before = 1.0, x, -1.0
    while z != before:
        x, before = x * x, z
        z += x * y
        y += y
    return z


def _tau(x: float) -> float:
    if x in (0.0, 1.0):
        return 0.0
    y, z, before = 1.0, 1 - x, -1.0
    while z != before:
        x, before = sqrt(x), z
        y *= 0.5
        z -= (1 - x) ** 2 * y
    return z / 3
