"""What was searched for, as PostgreSQL writes it."""

from __future__ import annotations


def alternatives(query: str) -> str:
    """The same query with each alternative once: said five times, PostgreSQL takes a word for five times as frequent.

    query: the text of a tsquery, alternatives joined by " | " outside of quotes and brackets.
    """
    found, depth, is_quoted, begun = [], 0, False, 0
    for place, sign in enumerate(query):
        if sign == "'":
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and depth == 0:
            found.append(query[begun:place].strip())
            begun = place + 1
    found.append(query[begun:].strip())
    return " | ".join(dict.fromkeys(part for part in found if part))
