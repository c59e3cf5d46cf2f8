"""Answers to the customer and notes among us."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.article_reading import note_articles_used
from parvis.conversations.actions.change_status import change_status
from parvis.conversations.actions.deliver import retry_delivery
from parvis.conversations.actions.note import MAX_NOTE_CHARACTERS, write_note
from parvis.conversations.actions.reply import reply
from parvis.conversations.api.endpoints import ACT, ENDPOINTS, answerable, problems
from parvis.conversations.api.shapes import MessageOut, message_out
from parvis.conversations.permissions import get_conversation, get_message
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Body, Id, examples


class NewReply(Body):
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    seen_message_id: Id | None = Field(
        None, description="The last message you read: refused when a colleague answered after it."
    )
    then: Literal["", "resolve"] = ""
    file_ids: Annotated[list[Id], Field(max_length=10)] = Field(
        [], description="Files handed in before, by POST /conversations/{id}/files."
    )
    article_ids: Annotated[list[Id], Field(max_length=10)] = Field(
        [], description="Articles whose words or address are in it: counted for their editors."
    )

    model_config = examples({"text": "Your parcel left this morning.", "then": "resolve"})


class NewNote(Body):
    text: Annotated[str, Field(min_length=1, max_length=MAX_NOTE_CHARACTERS)]


@ENDPOINTS.post(
    "/conversations/{conversation_id}/replies",
    status=202,
    problems=problems(
        "empty-text",
        "text-too-long",
        "cannot-answer",
        "answered-meanwhile",
        "joined",
        "cannot-attach",
        "file-too-large",
        "too-many-files",
        "unknown-file",
    ),
    **ACT,
)
def send_reply(caller: Caller, conversation_id: Id, given: NewReply) -> MessageOut:
    """Answer the customer where they spoke last. Its delivery goes from queued to sent or failed."""
    found = answerable(caller, conversation_id)
    message = reply(
        found,
        given.text,
        by=caller.user,
        now=caller.now,
        seen_id=given.seen_message_id,
        upload_ids=given.file_ids,
    )
    note_articles_used(given.article_ids, now=caller.now)
    if given.then == "resolve":
        change_status(found, "resolved", by=caller.actor, now=caller.now)
    return message_out(message, message.attachments.order_by("id"))


@ENDPOINTS.post(
    "/conversations/{conversation_id}/notes",
    status=201,
    problems=problems("empty-text", "text-too-long"),
    **ACT,
)
def leave_note(caller: Caller, conversation_id: Id, given: NewNote) -> MessageOut:
    """Say something among us; the customer never sees it."""
    found = get_conversation(caller.user, conversation_id)
    return message_out(write_note(found, given.text, by=caller.user, now=caller.now))


@ENDPOINTS.post("/messages/{message_id}/retry", status=202, problems=problems("not-retryable"), **ACT)
def retry_message(caller: Caller, message_id: Id) -> MessageOut:
    """Send an answer again that was not sent."""
    message = get_message(caller.user, message_id)
    retry_delivery(message, by=caller.actor, now=caller.now)
    return message_out(get_message(caller.user, message.pk))
