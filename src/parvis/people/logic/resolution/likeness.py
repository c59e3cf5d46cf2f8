"""The level of likeness of two values of one field, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from parvis.people.logic.resolution.distance import Array, distances
from parvis.people.logic.resolution.fields import KINDS, MISSING
from parvis.people.logic.resolution.forms import Forms


def levels(kind: str, left: Forms, right: Forms) -> Array:
    """One level a row, MISSING where either has no value. `left` may be one row for all."""
    last = len(KINDS[kind].levels) - 1
    out = np.full(len(right.whole), last, np.uint8)
    same = left.whole == right.whole
    out[same] = 0
    at = np.flatnonzero(~same)
    one = left if len(left.whole) == 1 else left.take(at)
    out[at] = _LEVELS[kind](one, right.take(at), last)
    out[np.broadcast_to((left.whole == 0) | (right.whole == 0), out.shape)] = MISSING
    return out


def crossed(left: Sequence[Forms], right: Sequence[Forms], own: int) -> Array:
    """Whether what stands in one field (`own`) of the left record stands in another field of the right one."""
    out = np.zeros(len(right[own].whole), bool)
    for at in range(len(left)):
        if at != own:
            there = (left[own].whole == right[at].whole) & (left[own].whole != 0)
            out |= there & (left[at].whole != right[at].whole)
    return out


ELSEWHERE = 6  # the level "stands in another field" of names and texts
CLOSE = 3  # levels up to this one are likeness enough not to look elsewhere


def _wordy(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    longest = np.maximum(left.length, right.length)
    shortest = np.minimum(left.length, right.length)
    shares = np.zeros(len(apart), bool)
    for one in range(left.words.shape[1]):
        for two in range(right.words.shape[1]):
            shares |= (left.words[:, one] == right.words[:, two]) & (left.words[:, one] != 0)
    begins = (apart == longest - shortest) & _begins(left, right, shortest)
    # Before the single letter: François and Françoise, Pascal and Pascale are two people.
    tests = (
        begins & (shortest >= 1),
        (apart == 1) & (longest >= 3),
        (apart == 2) & (longest >= 6),
        (left.sound == right.sound) & (left.sound != 0) & (longest >= 3),
        shares,
        np.zeros(len(apart), bool),
        apart <= 0.4 * longest,
    )
    return np.select(tests, [np.uint8(level) for level in range(1, 8)], np.uint8(last))


def _begins(left: Forms, right: Forms, shortest: Array) -> Array:
    equal = left.letters == right.letters
    upto = np.arange(equal.shape[1])[None, :] >= shortest[:, None]
    out: Array = (equal | upto).all(1)
    return out


def _date(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    whole = (left.length == 8) & (right.length == 8)
    tests = ((left.sound == right.sound) & whole, apart == 1, apart == 2, (left.head == right.head) & whole)
    return np.select(tests, [np.uint8(level) for level in range(1, 5)], np.uint8(last))


def _apart(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    longest = np.maximum(left.length, right.length)
    tests = ((apart == 1) & (longest >= 3), (apart == 2) & (longest >= 5))
    return np.select(tests, [np.uint8(1), np.uint8(2)], np.uint8(last))


def _email(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    tests = ((left.head == right.head) & (left.head != 0), apart == 1, apart == 2)
    return np.select(tests, [np.uint8(level) for level in range(1, 4)], np.uint8(last))


def _number(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    longest = np.maximum(left.length, right.length)
    shortest = np.minimum(left.length, right.length)
    tests = ((apart == 1) & (longest >= 2), _begins(left, right, shortest))
    return np.select(tests, [np.uint8(1), np.uint8(2)], np.uint8(last))


def _postcode(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    return np.select((apart == 1, left.head == right.head), [np.uint8(1), np.uint8(2)], np.uint8(last))


def _category(left: Forms, right: Forms, last: int) -> Array:
    apart = distances(left.letters, right.letters)
    longest = np.maximum(left.length, right.length)
    return np.select(((apart == 1) & (longest >= 2),), [np.uint8(1)], np.uint8(last))


_LEVELS = {
    "name": _wordy,
    "text": _wordy,
    "date": _date,
    "identifier": _apart,
    "phone": _apart,
    "email": _email,
    "number": _number,
    "postcode": _postcode,
    "category": _category,
}
