"""What happened in conversations. Batches carry ids: a subscriber reads what it may."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class ConversationsOpened(Event):
    """New conversations, of one batch of items or of one act."""

    conversation_ids: list[int]


@dataclass(frozen=True, slots=True)
class MessagesReceived(Event):
    """Messages that came in (both sides of an imported history), in reading order."""

    message_ids: list[int]
    conversation_ids: list[int]


@dataclass(frozen=True, slots=True)
class ReplySent(Event):
    """An answer of ours was taken over by its channel."""

    message_id: int
    conversation_id: int


@dataclass(frozen=True, slots=True)
class DeliveryFailed(Event):
    """An answer of ours did not reach its addressee: refused for good, or returned later."""

    message_id: int
    conversation_id: int


@dataclass(frozen=True, slots=True)
class StatusChanged(Event):
    """A conversation went from one status to another."""

    conversation_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConversationAssigned(Event):
    """Somebody was given a conversation by somebody else."""

    conversation_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class ColleaguesNamed(Event):
    """A note names colleagues: "@Léa Roy, do you know this?"."""

    conversation_id: int
    user_ids: list[int]
