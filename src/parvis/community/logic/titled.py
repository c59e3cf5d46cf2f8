"""A title and a text, as questions, ideas and articles have them."""

from __future__ import annotations

from parvis.community.logic.errors import EmptyText, TextTooLong, TitleTooShort
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned

TITLE_SHORTEST, TITLE_LONGEST = 8, 200


def checked_title(title: str) -> str:
    """Raises TitleTooShort, TextTooLong."""
    title = " ".join(cleaned(title).split())
    if len(title) < TITLE_SHORTEST:
        raise TitleTooShort(limit=TITLE_SHORTEST)
    if len(title) > TITLE_LONGEST:
        raise TextTooLong(limit=TITLE_LONGEST, length=len(title))
    return title


def checked_text(text: str) -> str:
    """Raises EmptyText, TextTooLong."""
    text = cleaned(text)
    if not text:
        raise EmptyText
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(limit=MOST_CHARACTERS, length=len(text))
    return text
