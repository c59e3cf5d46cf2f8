"""Reading: the inbox, one conversation, what was said in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.db.models import prefetch_related_objects
from pydantic import Field

from parvis.conversations.actions.presence import be_present, leave
from parvis.conversations.api.endpoints import ENDPOINTS, READ
from parvis.conversations.api.shapes import (
    ConversationOut,
    MessageOut,
    StatusName,
    conversation_out,
    message_out,
)
from parvis.conversations.permissions import get_conversation, get_message, visible_queues
from parvis.conversations.reads.colleagues import present_colleagues
from parvis.conversations.reads.inbox import Filters, inbox_page
from parvis.conversations.reads.route import answer_route
from parvis.conversations.reads.thread import thread_page
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed
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


class MessageHtml(Answer):
    message_id: int
    html: str
    language: str


class SignOfLife(Body):
    state: Literal["reading", "writing", "left"]


class PresentColleague(Answer):
    user_id: int
    name: str
    is_writing: bool
    seen_at: datetime


class PresentColleagues(Answer):
    items: list[PresentColleague]


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
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
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
    page = inbox_page(caller.user, filters, queue_ids=seen, after=key_of(cursor), most=limit)
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
def list_messages(
    caller: Caller, conversation_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=100)] = 50
) -> MessagePage:
    """What was said in it, the last messages first, then older ones."""
    found = get_conversation(caller.user, conversation_id)
    page = thread_page(found, before=key_of(cursor), most=limit)
    return MessagePage(
        items=[message_out(entry.message, entry.attachments) for entry in page.entries],
        next_cursor=cursor_of(page.older_key),
    )


@ENDPOINTS.get("/messages/{message_id}/html", **READ)
def get_message_html(caller: Caller, message_id: Id) -> MessageHtml:
    """A mail as its sender laid it out, cleaned: no script, form or frame is left. Show it in a sandbox all the same,
    and load its pictures only when asked: they tell the sender who read it, when and where."""
    message = get_message(caller.user, message_id)
    if not message.html:
        raise not_found()
    return MessageHtml(message_id=message.pk, html=message.html, language=message.language)


@ENDPOINTS.get("/conversations/{conversation_id}/presence", **READ)
def list_present_colleagues(caller: Caller, conversation_id: Id) -> PresentColleagues:
    """Others who have it open just now; who writes an answer comes first."""
    found = get_conversation(caller.user, conversation_id)
    present = present_colleagues(found, but=caller.user, now=caller.now)
    return PresentColleagues(
        items=[
            PresentColleague(
                user_id=one.user.pk, name=one.user.name, is_writing=one.is_writing, seen_at=one.seen_at
            )
            for one in present
        ]
    )


@ENDPOINTS.post("/conversations/{conversation_id}/presence", **READ)
def show_presence(caller: Caller, conversation_id: Id, given: SignOfLife) -> PresentColleagues:
    """Say that one reads or writes here, so that colleagues see it; to be repeated every ten seconds."""
    found = get_conversation(caller.user, conversation_id)
    if given.state == "left":
        leave(found, by=caller.user)
    else:
        be_present(found, by=caller.user, is_writing=given.state == "writing", now=caller.now)
    return list_present_colleagues(caller, conversation_id)


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
