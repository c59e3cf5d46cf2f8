"""What a text said at each time, the newest first, with what changed from the one before."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime

from parvis.community.models import Answer, Question, Revision

MOST_VERSIONS = 50
MOST_LINES = 400  # of a text that is compared: comparing grows with the square


@dataclass(frozen=True, slots=True)
class Version:
    """by, why, at: of the change that made this version. lines: (" ", "+" or "-", line)."""

    by: str
    why: str
    at: datetime
    lines: list[tuple[str, str]]


def versions(written: Question | Answer) -> list[Version]:
    """At most MOST_VERSIONS changes, then the first wording."""
    is_question = isinstance(written, Question)
    kept = Revision.objects.filter(**{"question" if is_question else "answer": written}).select_related("by")
    changes = list(kept.order_by("-at", "-id")[:MOST_VERSIONS])
    texts = [whole(written.title if isinstance(written, Question) else "", written.text)]
    texts += [whole(change.title, change.text) for change in changes]
    shown = [
        Version(change.by.name, change.why, change.at, compared(texts[n + 1], texts[n]))
        for n, change in enumerate(changes)
    ]
    began = written.asked_at if isinstance(written, Question) else written.written_at
    return [*shown, Version(written.author.name, "", began, [(" ", line) for line in texts[-1]])]


def whole(title: str, text: str) -> list[str]:
    return [*([title, ""] if title else []), *text.split("\n")][:MOST_LINES]


def compared(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    lines = difflib.ndiff(before, after)
    return [(line[0], line[2:]) for line in lines if line[0] != "?"]
