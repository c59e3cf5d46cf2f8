"""How a sample divides over languages and sources: in proportion, with a floor so that the small are measured too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")
FLOOR = 10


def allocated(sizes: Mapping[K, int], *, total: int, floor: int = FLOOR) -> dict[K, int]:
    """Texts to draw from each stratum, never more than it has; the sum is `total` where there are enough.

    Largest remainders decide; ties by the order of the mapping.
    """
    wanted = {key: min(size, floor) for key, size in sizes.items()}
    while sum(wanted.values()) > total:
        # More strata than room: the largest give way first, each keeps what is left.
        most = max(wanted, key=lambda key: wanted[key])
        wanted[most] -= 1
    room = {key: size - wanted[key] for key, size in sizes.items()}
    left = min(total - sum(wanted.values()), sum(room.values()))
    while left > 0:
        whole = sum(room.values())
        shares = {key: left * free / whole for key, free in room.items()}
        given = {key: min(room[key], int(value)) for key, value in shares.items()}
        if not sum(given.values()):
            by_rest = sorted(room, key=lambda key: -(shares[key] - int(shares[key])))
            for key in [key for key in by_rest if room[key]][:left]:
                given[key] = 1
        for key, number in given.items():
            wanted[key] += number
            room[key] -= number
        left -= sum(given.values())
    return wanted
