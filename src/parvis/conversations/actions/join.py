"""Joining conversations into one: everything said moves, the emptied row stays and says where it went."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from parvis.conversations.models import Conversation, Message, Presence, ThreadReference


def move_all(winner_of: Mapping[int, int]) -> None:
    """Move messages and references of each losing conversation to its winner. Set-based, no figures yet.

    winner_of: losing id → winning id; a winner is never itself a loser. The caller recounts the winners.
    """
    if not winner_of:
        return
    losers, winners = list(winner_of), list(winner_of.values())
    with connection.cursor() as cursor:
        for model in (Message, ThreadReference):
            cursor.execute(
                f"UPDATE {model._meta.db_table} AS t SET conversation_id = m.winner "  # noqa: S608 -- our own names
                "FROM unnest(%s::bigint[], %s::bigint[]) AS m(loser, winner) WHERE t.conversation_id = m.loser",
                [losers, winners],
            )
        # A link to a row that was merged earlier leads straight to where everything is now.
        cursor.execute(
            "UPDATE conversations_conversation AS c SET merged_into_id = m.winner "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS m(loser, winner) "
            "WHERE c.merged_into_id = m.loser OR c.id = m.loser",
            [losers, winners],
        )
    Conversation.objects.filter(pk__in=losers).update(
        status="resolved", snoozed_until=None, waiting_since=None, message_count=0, preview=""
    )
    Presence.objects.filter(conversation_id__in=losers).delete()
