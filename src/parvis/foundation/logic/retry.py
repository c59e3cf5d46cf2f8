"""When a failed job runs again: the decision apart from the deed.

Exponential back-off with a ceiling; a channel's own "come back in n seconds" wins when it is longer;
a permanent failure is not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_WAIT_SECONDS = 5
LONGEST_WAIT_SECONDS = 3600
MOST_ATTEMPTS = 12  # 5 s doubling to 1 h: about four and a half hours in all


@dataclass(frozen=True, slots=True)
class RunAgain:
    after_seconds: float


@dataclass(frozen=True, slots=True)
class GiveUp:
    reason: str  # "permanent" or "exhausted"


def decide_retry(
    attempts: int, *, is_permanent: bool = False, retry_after_seconds: float | None = None
) -> RunAgain | GiveUp:
    """What to do after a failure. attempts: how often the job failed before this time (0 = first failure)."""
    if is_permanent:
        return GiveUp("permanent")
    if attempts + 1 >= MOST_ATTEMPTS:
        return GiveUp("exhausted")
    wait = min(FIRST_WAIT_SECONDS * 2.0**attempts, LONGEST_WAIT_SECONDS)
    return RunAgain(max(wait, retry_after_seconds or 0))
