"""What passed between persons and us in conversations, as plain moments (people/logic/touches.py)."""

from __future__ import annotations

from collections.abc import Sequence

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
            "SELECT asked.id, m.sent_at, m.kind, m.channel, m.conversation_id, m.sentiment, c.resolved_at,"
            " c.first_inbound_at FROM unnest(%s::bigint[]) AS asked(id) CROSS JOIN LATERAL ("
            "  SELECT m.* FROM conversations_conversation c JOIN conversations_message m ON m.conversation_id = c.id"
            "  WHERE c.identity_id = asked.id AND m.kind <> 'note' AND NOT m.is_automatic"
            "  ORDER BY m.sent_at DESC LIMIT %s) m"
            " JOIN conversations_conversation c ON c.id = m.conversation_id",
            [list(identity_ids), most],
        )
        rows = cursor.fetchall()
    return [
        (
            identity,
            Touch(
                at=at,
                kind=SAID if kind == "inbound" else TOLD if first is not None and first <= at else WROTE,
                channel=channel,
                thread=thread,
                sentiment=sentiment if kind == "inbound" else "",
                settled_at=resolved,
            ),
        )
        for identity, at, kind, channel, thread, sentiment, resolved, first in rows
    ]
