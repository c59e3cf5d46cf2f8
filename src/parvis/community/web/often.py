"""How often somebody asks for what costs work: counted for a minute, in the cache that all processes share."""

from __future__ import annotations

from django.core.cache import cache

SECONDS = 60


def is_too_often(key: str, *, most: int) -> bool:
    """Whether this is one too many within the minute that the first one began."""
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # ran out between the two
        return False
