"""Taking somebody's handles and addresses out of what others wrote to us and what we wrote to others."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from parvis.people.logic.struck_words import MARK, pattern_of

# Where words of people stand. Every row is read once: no index finds a handle inside a web address.
_TEXTS = {
    "conversations_message": ("subject", "text", "html"),
    "conversations_former_words": ("subject", "text"),
    "conversations_conversation": ("subject", "preview"),
}


def find_words(words: Sequence[str]) -> dict[str, int]:
    """In how many texts these stand, by table."""
    pattern = pattern_of(words)
    if not pattern:
        return {}
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _TEXTS.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {_any(columns)}", [pattern] * len(columns))  # noqa: S608
            (found[table],) = cursor.fetchone()
    return found


def erase_words(words: Sequence[str]) -> dict[str, int]:
    """Put a mark in their place. What else was said stays. Returns how many rows changed."""
    pattern = pattern_of(words)
    if not pattern:
        return {}
    changed = {}
    with connection.cursor() as cursor:
        for table, columns in _TEXTS.items():
            struck = ", ".join(f"{name} = regexp_replace({name}, %s, %s, 'gi')" for name in columns)
            cursor.execute(
                f"UPDATE {table} SET {struck} WHERE {_any(columns)}",  # noqa: S608
                [*[pattern, MARK] * len(columns), *[pattern] * len(columns)],
            )
            changed[table] = cursor.rowcount
    return changed


def _any(columns: Sequence[str]) -> str:
    return " OR ".join(f"{name} ~* %s" for name in columns)
