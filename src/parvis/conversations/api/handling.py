"""What becomes of a conversation: whose it is, its status, its queue."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import PermissionDenied
from pydantic import Field

from parvis.accounts.models import User
from parvis.conversations.actions.assign import assign, release, take
from parvis.conversations.actions.change_status import change_status, snooze
from parvis.conversations.actions.merge import merge
from parvis.conversations.actions.move import move_to_queue
from parvis.conversations.actions.open_from_mention import open_from_mention
from parvis.conversations.api.endpoints import ACT, ENDPOINTS, answerable, problems
from parvis.conversations.api.shapes import ConversationOut, as_it_is_now
from parvis.conversations.logic.errors import CannotMerge
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import can_assign, get_conversation, receiving_queues, visible_to
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Moment, examples
from parvis.listening.permissions import get_mention


class Assignment(Body):
    user_id: Id


class StatusWanted(Body):
    status: Literal["open", "pending", "resolved"]


class SnoozeWanted(Body):
    until: Moment

    model_config = examples({"until": "2027-01-04T09:00:00+01:00"})


class MoveWanted(Body):
    queue_id: Id


class MergeWanted(Body):
    into_id: Id


class OpenedConversation(Answer):
    conversation: ConversationOut | None = Field(
        description="Null where it was opened in a queue that this account does not see."
    )
    is_new: bool


@ENDPOINTS.post("/conversations/{conversation_id}/take", problems=problems("already-taken", "joined"), **ACT)
def take_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """Make it one's own."""
    found = answerable(caller, conversation_id)
    take(found, by=caller.user, now=caller.now)
    return as_it_is_now(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/release", problems=problems("joined"), **ACT)
def release_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """Put it back into its queue."""
    found = answerable(caller, conversation_id)
    release_for(caller, found)
    return as_it_is_now(caller, found)


@ENDPOINTS.post(
    "/conversations/{conversation_id}/assign", problems=problems("not-assignable", "joined"), **ACT
)
def assign_conversation(caller: Caller, conversation_id: Id, given: Assignment) -> ConversationOut:
    """Give it to somebody who works in its queue."""
    found = answerable(caller, conversation_id)
    assign_to(caller, found, given.user_id)
    return as_it_is_now(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/status", problems=problems("joined"), **ACT)
def set_conversation_status(caller: Caller, conversation_id: Id, given: StatusWanted) -> ConversationOut:
    """Open, pending or resolved."""
    found = answerable(caller, conversation_id)
    change_status(found, given.status, by=caller.actor, now=caller.now)
    return as_it_is_now(caller, found)


@ENDPOINTS.post(
    "/conversations/{conversation_id}/snooze", problems=problems("moment-not-ahead", "joined"), **ACT
)
def snooze_conversation(caller: Caller, conversation_id: Id, given: SnoozeWanted) -> ConversationOut:
    """Out of the way until a moment, or until the customer writes."""
    found = answerable(caller, conversation_id)
    snooze(found, until=given.until, by=caller.actor, now=caller.now)
    return as_it_is_now(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/move", problems=problems("joined"), **ACT)
def move_conversation(caller: Caller, conversation_id: Id, given: MoveWanted) -> ConversationOut:
    """Hand it over to another queue."""
    found = answerable(caller, conversation_id)
    move_into(caller, found, given.queue_id)
    return as_it_is_now(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/merge", problems=problems("cannot-merge"), **ACT)
def merge_conversation(caller: Caller, conversation_id: Id, given: MergeWanted) -> ConversationOut:
    """Everything said in it moves into another conversation, which is answered."""
    found = get_conversation(caller.user, conversation_id)
    into = get_conversation(caller.user, given.into_id)
    if found.merged_into_id is not None:
        raise CannotMerge
    return as_it_is_now(caller, merge(found, into=into, by=caller.actor, now=caller.now))


@ENDPOINTS.post("/mentions/{mention_id}/conversation", **ACT)
def open_conversation_from_mention(caller: Caller, mention_id: Id) -> OpenedConversation:
    """A public mention becomes a conversation; the second who asks is led to the first's."""
    mention = get_mention(caller.user, mention_id)
    found, is_new = open_from_mention(mention, by=caller.actor, now=caller.now)
    seen = visible_to(caller.user).filter(pk=found.pk).exists()
    return OpenedConversation(conversation=as_it_is_now(caller, found) if seen else None, is_new=is_new)


def release_for(caller: Caller, found: Conversation) -> None:
    if found.assignee_id not in (None, caller.user.pk) and not can_assign(caller.user, found):
        raise PermissionDenied("conversations.assign")
    release(found, by=caller.user, now=caller.now)


def assign_to(caller: Caller, found: Conversation, user_id: int) -> None:
    to = User.objects.filter(pk=user_id, is_active=True).first()
    if to is None:
        raise not_found()
    if to.pk != caller.user.pk and not can_assign(caller.user, found):
        raise PermissionDenied("conversations.assign")
    assign(found, to, by=caller.user, now=caller.now)


def move_into(caller: Caller, found: Conversation, queue_id: int) -> None:
    queue = receiving_queues(caller.user).filter(pk=queue_id).first()
    if queue is None:
        raise not_found()
    move_to_queue(found, queue, by=caller.actor, now=caller.now)
