"""When a question goes to the inbox by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

UNANSWERED_HOURS = 24  # unless the installation says otherwise; 0: never
# What is older was left to lie before: the desk lists it, the inbox is not flooded with it.
LOOKS_BACK = timedelta(days=14)
MOST_AT_ONCE = 100
# Labels from which words are somebody in difficulty and no mere question about a fault (docs/method/community.md).
STRONG, COMPLAINS, ASKS, LEAVES = 0.95, 0.5, 0.5, 0.5
# A customer in difficulty, where the member linked their record: so many negative things said to us in so long.
BAD_TOUCHES, BAD_TOUCHES_WITHIN = 2, timedelta(days=30)


def sounds_in_difficulty(sentiment: str, probability: float | None, intents: Mapping[str, float]) -> bool:
    """A strong complaint that is more than a question, or somebody who is about to leave."""
    if sentiment != "negative" or (probability or 0.0) < STRONG:
        return False
    complains = intents.get("complaint", 0.0) >= COMPLAINS and intents.get("question", 0.0) < ASKS
    return complains or intents.get("threat_to_leave", 0.0) >= LEAVES


def is_in_difficulty(moods: Sequence[tuple[datetime, str]], *, at: datetime) -> bool:
    """moods: (when, sentiment) of what a person said to us or of us."""
    bad = sum(at - BAD_TOUCHES_WITHIN < when <= at and mood == "negative" for when, mood in moods)
    return bad >= BAD_TOUCHES
