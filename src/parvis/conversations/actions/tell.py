"""Telling open pages. Everybody who may see the queue hears; the page fetches what it may see."""

from __future__ import annotations

from collections.abc import Iterable

from parvis.conversations.models import Conversation
from parvis.foundation.live import announce

# A page shows one conversation; a batch of thousands must not become thousands of notices.
MOST_NOTICES = 50


def tell_changed(conversation: Conversation, *, former_queue_id: int | None = None, what: str = "") -> None:
    """One conversation changed: its page and the lists of its queue (and of the one it left)."""
    for queue_id in {conversation.queue_id, former_queue_id or conversation.queue_id}:
        announce("inbox", audience=f"queue:{queue_id}", conversation=conversation.pk)
        announce(f"conversation:{conversation.pk}", audience=f"queue:{queue_id}", what=what)
    # Whoever it is assigned to may read it without seeing its queue.
    if conversation.assignee_id is not None:
        announce("inbox", audience=f"user:{conversation.assignee_id}", conversation=conversation.pk)
        announce(f"conversation:{conversation.pk}", audience=f"user:{conversation.assignee_id}", what=what)


def tell_batch(touched: Iterable[tuple[int, int]], *, known: Iterable[int]) -> None:
    """A batch came in: one notice a queue, and one for each known conversation, bounded.

    touched: (conversation id, queue id) of all; known: ids of those that existed, whose pages may be open.
    """
    queue_of = dict(touched)
    for queue_id in sorted(set(queue_of.values())):
        announce("inbox", audience=f"queue:{queue_id}", count=sum(q == queue_id for q in queue_of.values()))
    for conversation_id in sorted(known)[:MOST_NOTICES]:
        announce(
            f"conversation:{conversation_id}", audience=f"queue:{queue_of[conversation_id]}", what="message"
        )
