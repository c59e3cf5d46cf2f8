"""What becomes of ideas: their statuses, and the promise that every idea that enough members want is answered.

That an idea without an answer kills the place is the lesson of Dell's IdeaStorm (2007–): one employee for a
million users, 2 % done. The two figures of the promise are our own choice; a house sets others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

# Where the company still has something to do or to say.
OPEN_STATUSES = ("new", "under_review", "planned", "in_work")
# What an employee can say to an idea; "new" and "merged" come otherwise.
SAID_STATUSES = ("under_review", "planned", "in_work", "done", "declined")
COMMENT_LONGEST, REASON_LONGEST = 4_000, 4_000
# A vote of somebody who joined less than so long ago counts, and starts no clock yet: a ring of accounts made
# tonight cannot set the company a date, and whoever joined to vote honestly is counted for it a day later.
SETTLED_AFTER = timedelta(days=1)
LEAST_VOTES, MOST_VOTES, LEAST_DAYS, MOST_DAYS = 1, 10_000, 1, 365


@dataclass(frozen=True, slots=True)
class IdeaPromise:
    """An idea that `votes` members want gets an answer within `days`."""

    votes: int = 10
    days: int = 14

    def due_at(self, reached_at: datetime) -> datetime:
        return reached_at + timedelta(days=self.days)

    @property
    def is_sensible(self) -> bool:
        return LEAST_VOTES <= self.votes <= MOST_VOTES and LEAST_DAYS <= self.days <= MOST_DAYS


def promise_of(fact: object) -> IdeaPromise:
    """As the installation keeps it; nonsense is the default."""
    if not isinstance(fact, dict):
        return IdeaPromise()
    votes, days = fact.get("votes"), fact.get("days")
    if not isinstance(votes, int) or not isinstance(days, int):
        return IdeaPromise()
    kept = IdeaPromise(votes, days)
    return kept if kept.is_sensible else IdeaPromise()


def clock_of(*, due_at: datetime | None, answered_at: datetime | None, status: str, now: datetime) -> str:
    """ "" (none runs) | "due" | "overdue" | "answered" (an idea that had a date and got its answer)."""
    if due_at is None or status == "merged":
        return ""
    if answered_at is not None:
        return "answered"
    return "overdue" if now >= due_at else "due"
