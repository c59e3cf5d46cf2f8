"""What conversations do when items come in."""

from __future__ import annotations

from parvis.accounts.events import AccountClosed
from parvis.accounts.models import User
from parvis.channels.events import ItemsReceived
from parvis.conversations.actions.assign import hand_over_unresolved
from parvis.conversations.actions.receive import store_messages
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.events import subscribe


@subscribe(ItemsReceived)
def store_addressed_items(event: ItemsReceived) -> None:
    """What was said to us is a conversation."""
    if event.addressed:
        with purpose("service"):
            store_messages(event.batch_id, now=utc_now())


@subscribe(AccountClosed)
def hand_over_conversations(event: AccountClosed) -> None:
    """Nobody waits for an answer from somebody who left."""
    with purpose("service"):
        hand_over_unresolved(
            User.objects.get(pk=event.user_id),
            User.objects.filter(pk=event.heir_id).first(),
            by=SYSTEM,
            now=utc_now(),
        )
