"""Holding a conversation while it is changed: acts on one conversation come one after the other."""

from __future__ import annotations

from parvis.conversations.models import Conversation


def hold(conversation: Conversation) -> Conversation:
    """The row as it is now, locked until the transaction ends."""
    return (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("queue", "assignee", "identity", "connection")
        .get(pk=conversation.pk)
    )
