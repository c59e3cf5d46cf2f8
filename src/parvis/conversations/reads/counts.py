"""How many conversations wait where: counted up to a ceiling, because nobody acts on 41,207 differently from
"999+", and counting on would read the whole index at every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from parvis.accounts.models import User
from parvis.conversations.logic.status import OPEN, STATUSES
from parvis.conversations.models import Queue
from parvis.conversations.permissions import visible_queues

CEILING = 1000

COUNT = """
SELECT q.queue_id, s.status, (SELECT count(*) FROM (
    SELECT FROM conversations_conversation c
    WHERE c.queue_id = q.queue_id AND c.status = s.status AND c.merged_into_id IS NULL LIMIT %(ceiling)s) AS capped)
FROM unnest(%(queues)s::bigint[]) AS q(queue_id) CROSS JOIN unnest(%(statuses)s::text[]) AS s(status)
"""
COUNT_MINE = """
SELECT count(*) FROM (
    SELECT FROM conversations_conversation c
    WHERE c.assignee_id = %(user)s AND c.status = 'open' AND c.merged_into_id IS NULL LIMIT %(ceiling)s) AS capped
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Per queue and status, up to CEILING; mine: my open ones."""

    queues: tuple[Queue, ...]
    of: dict[tuple[int, str], int]
    mine: int

    def open_in(self, queue_id: int) -> int:
        return self.of.get((queue_id, OPEN), 0)

    def with_status(self, status: str, *, queue_id: int | None) -> int:
        """The sum over the queues shown, itself cut at the ceiling."""
        return min(
            CEILING,
            sum(n for (queue, s), n in self.of.items() if s == status and queue_id in (None, queue)),
        )


def written(count: int) -> str:
    """ "12", or "999+" from the ceiling on."""
    return str(count) if count < CEILING else f"{CEILING - 1}+"


def count_conversations(user: User, *, statuses: Sequence[str] = STATUSES) -> Counts:
    """The visible queues with their counts: three queries, each bounded."""
    queues = tuple(visible_queues(user))
    values: dict[str, Any] = {
        "queues": [queue.pk for queue in queues],
        "statuses": list(statuses),
        "user": user.pk,
        "ceiling": CEILING,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        of = {(queue_id, status): count for queue_id, status, count in cursor.fetchall()}
        cursor.execute(COUNT_MINE, values)
        mine = cursor.fetchone()[0]
    return Counts(queues, of, mine)
