"""When a question goes to the inbox by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

UNANSWERED_HOURS = 24  # unless the installation says otherwise; 0: never
# What is older was left to lie before: the desk lists it, the inbox is not flooded with it.
LOOKS_BACK = timedelta(days=14)
MOST_AT_ONCE = 100
# The label's probability from which a mood counts as strong (docs/method/community.md).
STRONG = 0.9
# A customer in difficulty, where the member linked their record: so many negative things said to us in so long.
BAD_TOUCHES, BAD_TOUCHES_WITHIN = 2, timedelta(days=30)


def is_strong(sentiment: str, probability: float | None) -> bool:
    return sentiment == "negative" and (probability or 0.0) >= STRONG


def is_in_difficulty(moods: Sequence[tuple[datetime, str]], *, at: datetime) -> bool:
    """moods: (when, sentiment) of what a person said to us or of us."""
    bad = sum(at - BAD_TOUCHES_WITHIN < when <= at and mood == "negative" for when, mood in moods)
    return bad >= BAD_TOUCHES
