"""Reading: the inbox, one conversation, what was said in it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import prefetch_related_objects
from pydantic import Field

from parvis.conversations.api.endpoints import ENDPOINTS, READ
from parvis.conversations.api.shapes import (
    ConversationOut,
    MessageOut,
    StatusName,
    conversation_out,
    message_out,
)
from parvis.conversations.permissions import get_conversation, visible_queues
from parvis.conversations.reads.inbox import Filters, inbox_page
from parvis.conversations.reads.route import answer_route
from parvis.conversations.reads.thread import thread_page
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Id, Listed, Typed
from parvis.foundation.logic.typed import id_typed


class ConversationPage(Listed):
    items: list[ConversationOut]
    is_cut: bool = Field(False, description="Of a search: more was found than is looked through.")


class MessagePage(Listed):
    """In reading order; next_cursor leads to older messages."""

    items: list[MessageOut]


class AnswerRoute(Answer):
    """By which way an answer would go out."""

    is_open: bool
    reason: str
    channel: str
    most_characters: int | None


@ENDPOINTS.get("/conversations", **READ)
def list_conversations(
    caller: Caller,
    status: StatusName | Literal["any"] = "open",
    queue_id: Id | None = None,
    assignee: Annotated[str, Field(pattern=r"^(me|none|any|[1-9][0-9]{0,17})$")] = "any",
    channel: Annotated[str, Field(max_length=40)] = "",
    sentiment: Literal["", "negative", "neutral", "positive", "not_analysed"] = "",
    waiting: bool = False,
    q: Annotated[str, Field(max_length=200)] = "",
    cursor: Typed = "",
) -> ConversationPage:
    """Conversations of the queues one sees, last spoken first.

    assignee: me, none, any, or an account's id. waiting: those without an answer, the longest first. q: words in
    their messages; other filters still hold.
    """
    filters = Filters(
        queue_id=queue_id,
        status=status,
        assignee=caller.user.pk if assignee == "me" else id_typed(assignee) or assignee,
        channel=channel,
        sentiment=sentiment,
        waiting=waiting,
        text=q.strip(),
    )
    seen = list(visible_queues(caller.user).order_by("id").values_list("id", flat=True))
    page = inbox_page(caller.user, filters, queue_ids=seen, after=key_of(cursor))
    prefetch_related_objects(page.conversations, "queue")
    return ConversationPage(
        items=[conversation_out(one) for one in page.conversations],
        next_cursor=cursor_of(page.next_key),
        is_cut=page.is_cut,
    )


@ENDPOINTS.get("/conversations/{conversation_id}", **READ)
def get_one_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """One conversation."""
    return conversation_out(get_conversation(caller.user, conversation_id))


@ENDPOINTS.get("/conversations/{conversation_id}/messages", **READ)
def list_messages(caller: Caller, conversation_id: Id, cursor: Typed = "") -> MessagePage:
    """What was said in it, the last messages first, then older ones."""
    found = get_conversation(caller.user, conversation_id)
    page = thread_page(found, before=key_of(cursor))
    return MessagePage(
        items=[message_out(entry.message, entry.attachments) for entry in page.entries],
        next_cursor=cursor_of(page.older_key),
    )


@ENDPOINTS.get("/conversations/{conversation_id}/route", **READ)
def get_answer_route(caller: Caller, conversation_id: Id) -> AnswerRoute:
    """Whether and by which way an answer would go out."""
    route = answer_route(get_conversation(caller.user, conversation_id))
    return AnswerRoute(
        is_open=route.is_open,
        reason=route.reason,
        channel=route.channel,
        most_characters=route.limits.text_characters,
    )
