"""Addresses by name, as `reverse` gives them, found once a name: a page writes fifty, of one and the same pattern."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, get_urlconf, reverse

# Ids that no row has, put where the real ones go.
_MARK = 7_000_000_000_000_000_000


def address_of(name: str, *named: Any) -> str:
    """Raises NoReverseMatch for a name that is none, or what it does not take."""
    if not all(type(one) is int and one >= 0 for one in named):
        return reverse(name, args=named)
    pattern = _pattern(name, len(named), get_urlconf(), get_script_prefix())
    return pattern.format(*named) if named else pattern


@lru_cache(2000)
def _pattern(name: str, count: int, urlconf: str | None, prefix: str) -> str:
    marks = [_MARK + number for number in range(count)]
    address = reverse(name, args=marks)
    if not marks:
        return address
    pattern = address.replace("{", "{{").replace("}", "}}")
    for number, mark in enumerate(marks):
        pattern = pattern.replace(str(mark), f"{{{number}:d}}")
    return pattern
