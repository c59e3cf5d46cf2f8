"""Taking somebody's handles and addresses out of what others said in public."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.listening.models import DroppedSample
from parvis.people.logic.struck_words import MARK, pattern_of


def find_words(words: Sequence[str]) -> dict[str, int]:
    """In how many public posts these stand. Reads every post once: no index finds a handle in a web address."""
    pattern = pattern_of(words)
    if not pattern:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM listening_mention WHERE title ~* %s OR text ~* %s OR url ~* %s",
            [pattern] * 3,
        )
        (mentions,) = cursor.fetchone()
    return {"listening_mention": mentions}


def erase_words(words: Sequence[str]) -> dict[str, int]:
    """Put a mark in their place; samples of posts that were not kept go whole. Returns how many rows changed."""
    pattern = pattern_of(words)
    if not pattern:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_strike(%s, %s)", [pattern, MARK])
        (mentions,) = cursor.fetchone()
    samples = DroppedSample.objects.extra(
        where=["excerpt ~* %s OR url ~* %s"], params=[pattern, pattern]
    ).delete()[0]
    return {"listening_mention": mentions, "listening_dropped_sample": samples}
