"""Where the words that were searched for stand in a text, so that a page can mark them.

PostgreSQL knows the stems, and marks a copy of the text whose accents are folded; this brings the marks back
to the text as it was written. The folded copy has the same length, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable

# What PostgreSQL is asked to put around a match: private-use characters that no post contains by accident.
BEGIN, END = "\ue000", "\ue001"


def marked_spans(marked: str, *, length: int) -> list[tuple[int, int]]:
    """(start, end) of each match in the unmarked text; none when marks and text do not fit each other."""
    spans: list[tuple[int, int]] = []
    position, start = 0, -1
    for character in marked:
        if character == BEGIN:
            start = position
        elif character == END:
            if 0 <= start < position:
                spans.append((start, position))
            start = -1
        else:
            position += 1
    return spans if position == length else []


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The text cut into (piece, is a match), in order; overlapping spans are joined."""
    found: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            found.append((text[done:start], False))
        found.append((text[start:end], True))
        done = end
    if done < len(text):
        found.append((text[done:], False))
    return found
