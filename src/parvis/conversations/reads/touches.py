"""What passed between persons and us in conversations, as plain moments (people/logic/touches.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import connection

from parvis.people.logic.touches import SAID, TOLD, WROTE, Touch


def touches(identity_ids: Sequence[int], *, most: int) -> list[tuple[int, Touch]]:
    """(identity id, touch) of messages with these handles, at most the newest `most` of each; notes are not among them.

    An answer belongs to the handle whose conversation it is; where we wrote before they did, it is WROTE.
    """
    if not identity_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            # In each conversation a walk from its newest message on, not all of them sorted. Moments travel as numbers:
            # reading thousands of written ones took longer than finding them.
            "SELECT asked.id, m.* FROM unnest(%(ids)s::bigint[]) AS asked(id) CROSS JOIN LATERAL ("
            "  SELECT extract(epoch FROM said.sent_at)::float8, said.kind, said.channel, c.id, said.sentiment,"
            "  extract(epoch FROM c.resolved_at)::float8, extract(epoch FROM c.first_inbound_at)::float8"
            "  FROM conversations_conversation c CROSS JOIN LATERAL ("
            "    SELECT sent_at, kind, channel, sentiment FROM conversations_message"
            "    WHERE conversation_id = c.id AND kind <> 'note' AND NOT is_automatic"
            "    ORDER BY sent_at DESC, id DESC LIMIT %(most)s) said"
            "  WHERE c.identity_id = asked.id ORDER BY said.sent_at DESC LIMIT %(most)s) m",
            {"ids": list(identity_ids), "most": most},
        )
        rows = cursor.fetchall()
    return [
        (
            identity,
            Touch(
                at=datetime.fromtimestamp(at, UTC),
                kind=SAID if kind == "inbound" else TOLD if first is not None and first <= at else WROTE,
                channel=channel,
                thread=thread,
                sentiment=sentiment if kind == "inbound" else "",
                settled_at=None if resolved is None else datetime.fromtimestamp(resolved, UTC),
            ),
        )
        for identity, at, kind, channel, thread, sentiment, resolved, first in rows
    ]
