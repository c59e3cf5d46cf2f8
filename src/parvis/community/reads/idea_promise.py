"""What the house promises for ideas."""

from __future__ import annotations

from parvis.community.logic.ideas import IdeaPromise, promise_of
from parvis.foundation.installation import fact

FACT = "community.idea_promise"


def idea_promise() -> IdeaPromise:
    return promise_of(fact(FACT))
