"""Mentions of somebody who left: taken out of what others wrote, and nothing else of it."""

from __future__ import annotations

import re

FORMER = {"fr": "[ancien membre]", "en": "[former member]"}


def forms_of(name: str) -> list[str]:
    """How people write the name after an @: as it is, without its spaces, or with "." "-" "_" for them."""
    words = name.split()
    return list(dict.fromkeys([" ".join(words), *(sign.join(words) for sign in ("", ".", "-", "_"))]))


def without_mentions(text: str, *, name: str, language: str) -> str:
    """The text with "former member" where it mentioned the name with an @; quoted code stays as it is."""
    instead = FORMER["fr" if language == "fr" else "en"]
    forms = "|".join(re.escape(form) for form in sorted(forms_of(name), key=len, reverse=True))
    mention = re.compile(rf"(?<![\w@/.])@(?:{forms})(?![\w-])", re.IGNORECASE)
    parts = re.split(r"(```.*?```|`[^`]*`)", text, flags=re.DOTALL)
    return "".join(
        part if place % 2 else mention.sub(lambda _found: instead, part) for place, part in enumerate(parts)
    )
