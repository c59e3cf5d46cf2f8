"""What passed between a person and us, as plain moments: what relationship health, appetence and the journey count.

Upper capabilities offer them (settings.TOUCHES); texts are not among them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

SAID, TOLD, WROTE, MENTIONED, BOUGHT = "said", "told", "wrote", "mentioned", "bought"


@dataclass(frozen=True, slots=True)
class Touch:
    """kind: they said it to us, we told them (an answer), we wrote first, they mentioned us in public, they bought.

    thread: what it belongs to, for answers and resolutions; 0 where there is none. sentiment: of what they said;
    empty: not analysed. intents: names that hold. settled_at: of a thread's first touch, when it was resolved.
    """

    at: datetime
    kind: str
    channel: str
    thread: int = 0
    sentiment: str = ""
    intents: frozenset[str] = frozenset()
    settled_at: datetime | None = None

    @property
    def is_theirs(self) -> bool:
        return self.kind in (SAID, MENTIONED, BOUGHT)
