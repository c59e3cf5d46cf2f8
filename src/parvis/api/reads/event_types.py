"""What a webhook can be told: our events under names of their own, which outlive a move of our classes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from parvis.conversations.events import (
    ConversationsOpened,
    DeliveryFailed,
    MessagesReceived,
    ReplySent,
    StatusChanged,
)
from parvis.foundation.events import Event
from parvis.listening.events import AlarmRaised, MentionsStored
from parvis.people.events import ConsentChanged, LinkEnded, LinksMade, PersonChanged, PersonCreated


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of event. permission: what an account needs to read the things whose ids it carries."""

    name: str
    explain: str
    permission: str


EVENT_TYPES: dict[type[Event], EventType] = {
    ConversationsOpened: EventType(
        "conversations.opened", "Conversations were opened.", "conversations.view"
    ),
    MessagesReceived: EventType("messages.received", "Messages came in.", "conversations.view"),
    ReplySent: EventType("reply.sent", "An answer was taken over by its channel.", "conversations.view"),
    DeliveryFailed: EventType("reply.failed", "An answer did not reach its addressee.", "conversations.view"),
    StatusChanged: EventType(
        "conversation.status_changed", "A conversation changed its status.", "conversations.view"
    ),
    MentionsStored: EventType("mentions.stored", "Mentions were stored.", "mentions.view"),
    AlarmRaised: EventType("alarm.raised", "Something unusual was found in what is said.", "figures.view"),
    PersonCreated: EventType("person.created", "A record was made.", "people.view"),
    PersonChanged: EventType("person.changed", "A record was changed.", "people.view"),
    LinksMade: EventType("identities.linked", "Handles were linked to persons.", "people.view"),
    LinkEnded: EventType("identity.unlinked", "A handle was taken apart from its person.", "people.view"),
    ConsentChanged: EventType("consent.changed", "A person consented or withdrew.", "people.view"),
}
TEST = EventType("webhook.test", "Somebody pressed “Send a test”.", "")
NAMES = tuple(one.name for one in EVENT_TYPES.values())


def payload_of(event: Event, *, at: str) -> dict[str, Any]:
    """What is sent: the kind, the moment, and the event's own ids. Nobody's words."""
    return {"type": EVENT_TYPES[type(event)].name, "timestamp": at, "data": asdict(event)}
