"""What somebody wrote now, apart from what their mail program quoted below it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The line that mail programs write above a quotation, in both languages of the house.
_INTRODUCTION = re.compile(
    r"^[ \t]*(?:(?:On|Le)\b[^\n]{5,200}(?:\n[^\n]{0,120})?\b(?:wrote|(?:a|ont)[ \u00a0]écrit)[ \u00a0\u202f]*:"
    r"|-{2,} ?(?:Original Message|Message d['’]origine|Forwarded message|Message transféré) ?-{2,}"
    r"|_{20,})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# Looked at no further than this: the patterns stay linear and nobody quotes above their own words so long.
_LOOKED_AT_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Parts:
    """own: the new words; quoted: the rest, to be folded. own + quoted is the text, save outer white space."""

    own: str
    quoted: str = ""


def split_quoted(text: str) -> Parts:
    """Cut at the introduction of a quotation, or before a closing block of quoted lines.

    A text that is nothing but quotation stays whole: folding everything would show an empty message.
    """
    head = text[:_LOOKED_AT_CHARACTERS]
    found = _INTRODUCTION.search(head)
    cut = found.start() if found else _start_of_closing_quotation(text)
    own = text[:cut].rstrip()
    return Parts(own, text[cut:].strip()) if own.strip() and cut < len(text) else Parts(text.strip())


def _start_of_closing_quotation(text: str) -> int:
    lines = text.splitlines(keepends=True)
    first = len(lines)
    while first and (lines[first - 1].lstrip(" \t").startswith(">") or not lines[first - 1].strip()):
        first -= 1
    if not any(line.lstrip(" \t").startswith(">") for line in lines[first:]):
        return len(text)
    return sum(map(len, lines[:first]))
