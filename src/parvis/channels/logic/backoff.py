"""How long a broken stream waits before it is opened again."""

from __future__ import annotations

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0


def pause_seconds(failures: int, *, chance: float, retry_after_seconds: float | None = None) -> float:
    """Doubling from a second to five minutes, half of it by chance (0 to 1), so that many do not return at once.

    What the channel asked for is the least; the chance comes on top of it.
    """
    ceiling = min(FIRST_SECONDS * 2.0 ** max(0, failures - 1), LONGEST_SECONDS)
    pause = ceiling * (0.5 + 0.5 * chance)
    return (retry_after_seconds + pause) if retry_after_seconds else pause
