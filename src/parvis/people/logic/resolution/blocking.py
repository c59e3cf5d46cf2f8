"""Which pairs are compared at all: those that agree in one of many keys. Nothing is compared with everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from parvis.people.logic.resolution.distance import Array
from parvis.people.logic.resolution.forms import Forms, mixed

# A key is one part of a field, or two that must both agree. A part: (field, form).
Part = tuple[str, str]
Key = tuple[Part, ...]
KEYS: tuple[Key, ...] = (
    (("identifier", "whole"),),
    (("email", "whole"),),
    (("email", "head"),),
    (("phone", "whole"),),
    (("phone_2", "whole"),),
    (("date_of_birth", "whole"),),
    (("address_1", "whole"),),
    (("address_2", "whole"),),
    (("full_name", "sound"),),
    (("identifier", "head"),),
    (("identifier", "tail"),),
    (("phone", "tail"),),
    (("surname", "sound"), ("given_name", "sound")),
    (("surname", "whole"), ("given_name", "whole")),
    (("surname", "head"), ("date_of_birth", "head")),
    (("given_name", "head"), ("date_of_birth", "head")),
    (("given_name", "whole"), ("date_of_birth", "tail")),
    (("surname", "whole"), ("date_of_birth", "tail")),
    (("surname", "sound"), ("postcode", "whole")),
    (("surname", "sound"), ("city", "sound")),
    (("given_name", "sound"), ("postcode", "whole")),
    (("given_name", "sound"), ("city", "sound")),
    (("street_number", "whole"), ("postcode", "whole")),
    (("street_number", "whole"), ("city", "sound")),
    (("street_number", "whole"), ("surname", "sound")),
    (("date_of_birth", "head"), ("postcode", "whole")),
    (("date_of_birth", "tail"), ("postcode", "whole")),
    (("address_1", "sound"), ("street_number", "whole")),
    (("full_name", "head"), ("postcode", "whole")),
    (("full_name", "head"), ("date_of_birth", "head")),
)
CROSSED = ("surname", "given_name")  # people write the one where the other belongs
LARGEST_BLOCK = 2_500  # pairs; a larger one says nothing, and another key finds its true pairs
MOST_PAIRS = 40_000_000


class TooManyPairs(ValueError):
    """More pairs than memory is meant for, even of the rarest values: hardly anything tells these people apart."""


def keys_of(fields: Mapping[str, object]) -> list[Key]:
    """The keys that these fields allow; where there are hardly any, each field is a key by itself."""
    keys = [key for key in KEYS if all(field in fields for field, _ in key)]
    if len(keys) < 3:
        keys += [((field, "whole"),) for field in fields if ((field, "whole"),) not in keys]
        keys += [((field, "sound"),) for field in fields if ((field, "sound"),) not in keys]
    return keys


def hashes(key: Key, forms: Mapping[str, Forms], rows: Mapping[str, Array]) -> Array:
    """The key of each record, 0 where it has none."""
    parts = [getattr(forms[field], form)[rows[field]] for field, form in key]
    if key == (("surname", "whole"), ("given_name", "whole")):
        # Whichever stands where: the smaller first.
        parts = [np.minimum(*parts), np.maximum(*parts)]
    return parts[0] if len(parts) == 1 else mixed(parts[0], parts[1])


def pairs(hashed: Array, divide: int, largest: int = LARGEST_BLOCK) -> Array:
    """Pairs of records of equal hash as left * size + right; with a divide, one of each side, else left < right."""
    order, starts, middle, ends, work = _blocks(hashed, divide)
    kept = np.flatnonzero((work > 0) & (work <= largest))
    return _crossed_blocks(order, starts[kept], middle[kept], ends[kept], divide, len(hashed))


def _blocks(hashed: Array, divide: int) -> tuple[Array, Array, Array, Array, Array]:
    """The order of the records, where each block begins, divides and ends in it, and how many pairs it holds."""
    order = np.argsort(hashed, kind="stable")
    order = order[np.searchsorted(hashed[order], 1) :]  # without those that have no key
    ordered = hashed[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.zeros(0, int)
    ends = np.r_[starts[1:], len(ordered)].astype(np.int64)
    # Sorted stably, the left records of a block come first.
    middle = np.array(starts)
    if divide:
        is_left = np.r_[0, np.cumsum(order < divide)]
        middle = starts + is_left[ends] - is_left[starts]
        work = (middle - starts) * (ends - middle)
    else:
        work = (ends - starts) * (ends - starts - 1) // 2
    return order, starts, middle, ends, work


def _crossed_blocks(order: Array, starts: Array, middle: Array, ends: Array, divide: int, size: int) -> Array:
    """All pairs of all blocks without a loop over blocks."""
    if not len(starts):
        return np.zeros(0, np.int64)
    if divide:
        ones, others = middle - starts, ends - middle
        first_of_others = middle
    else:
        ones, others = ends - starts, ends - starts
        first_of_others = starts
    counts = ones * others
    block = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    left = order[starts[block] + within // others[block]].astype(np.int64)
    right = order[first_of_others[block] + within % others[block]].astype(np.int64)
    if not divide:
        kept = left < right
        left, right = left[kept], right[kept]
    out: Array = left * size + right
    return out


def candidates(every_key: Callable[[], Iterator[Array]], divide: int, size: int) -> tuple[Array, Array]:
    """All pairs that agree in some key, each once.

    Where they are too many, the largest blocks of all keys are passed over, as many as it takes: they say least,
    and most pairs in them stand in a smaller block of another key, too. Raises TooManyPairs where nothing is left.
    """
    found = _united(every_key(), divide, LARGEST_BLOCK)
    if found is None:
        largest = largest_block(every_key(), divide)
        found = _united(every_key(), divide, largest) if largest else None
    if found is None:
        raise TooManyPairs(f"More than {MOST_PAIRS:,} pairs of records resemble each other.")
    return found // size, found % size


def largest_block(every_key: Iterator[Array], divide: int) -> int:
    """The largest block, in pairs, with which no more than MOST_PAIRS are found, each key counted by itself."""
    by_size = np.zeros(LARGEST_BLOCK + 1)
    for hashed in every_key:
        work = _blocks(hashed, divide)[4]
        work = work[(work > 0) & (work <= LARGEST_BLOCK)]
        by_size += np.bincount(work, weights=work, minlength=LARGEST_BLOCK + 1)
    return int(np.searchsorted(np.cumsum(by_size), MOST_PAIRS, side="right")) - 1


def _united(every_key: Iterator[Array], divide: int, largest: int) -> Array | None:
    """None: more than MOST_PAIRS."""
    found = np.zeros(0, np.int64)
    for hashed in every_key:
        found = np.union1d(found, pairs(hashed, divide, largest))
        if len(found) > MOST_PAIRS:
            return None
    return found
