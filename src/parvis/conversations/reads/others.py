"""What else there is with the same identity."""

from __future__ import annotations

from parvis.accounts.models import User
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import visible_to


def other_conversations(user: User, conversation: Conversation, *, most: int = 5) -> list[Conversation]:
    """Other conversations with this identity that the user may read, last spoken first."""
    if conversation.identity_id is None:
        return []
    return list(
        visible_to(user)
        .filter(identity_id=conversation.identity_id, merged_into=None)
        .exclude(pk=conversation.pk)
        .order_by("-last_message_at")[:most]
    )
