"""Conversations, messages and queues for programs: the same acts as the inbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import Http404
from pydantic import Field

from parvis.accounts.models import Team, User
from parvis.channels.models import Connection
from parvis.conversations.actions.assign import assign, release, take
from parvis.conversations.actions.change_status import change_status, snooze
from parvis.conversations.actions.deliver import retry_delivery
from parvis.conversations.actions.merge import merge
from parvis.conversations.actions.move import move_to_queue
from parvis.conversations.actions.note import MAX_NOTE_CHARACTERS, write_note
from parvis.conversations.actions.open_from_mention import open_from_mention
from parvis.conversations.actions.queues import change_queue, create_queue
from parvis.conversations.actions.reply import reply
from parvis.conversations.logic.errors import AnsweredMeanwhile, CannotMerge, ConversationError
from parvis.conversations.models import Conversation, Message, Queue
from parvis.conversations.permissions import (
    can_answer,
    can_assign,
    can_manage_queues,
    get_conversation,
    get_message,
    receiving_queues,
    visible_queues,
    visible_to,
)
from parvis.conversations.reads.inbox import Filters, inbox_page
from parvis.conversations.reads.route import answer_route
from parvis.conversations.reads.thread import thread_page
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Moment, Name, Typed, examples
from parvis.foundation.logic.typed import id_typed
from parvis.listening.permissions import get_mention

_SENTENCES = {
    "empty-text": "There is nothing to send: text is empty.",
    "text-too-long": "The text is longer than the channel takes; limit says how long it may be.",
    "cannot-answer": "No answer can go out from here; reason says why. A note can be left.",
    "answered-meanwhile": "A colleague answered after seen_message_id: read that first.",
    "unknown-status": "There is no such status.",
    "moment-not-ahead": "until must lie in the future, at most a year away.",
    "not-assignable": "This account does not work in the conversation's queue.",
    "already-taken": "A colleague has taken it already.",
    "cannot-merge": "These two cannot be joined: one was joined before, or they are the same.",
    "not-retryable": "Only an answer that was not sent can be sent again.",
    "queue-name-taken": "Another queue has this name.",
    "default-queue-needed": "One queue takes what no other takes: make another one the default first.",
    "joined": "This conversation was joined into another one; merged_into names it.",
    "unknown-team": "There is no team with this id.",
    "unknown-connection": "There is no connection with one of these ids.",
}
_DETAILS = {"limit", "length", "reason", "seconds", "message_id"}


def refusal(error: Exception) -> Problem | None:
    if not isinstance(error, ConversationError):
        return None
    status = 409 if not isinstance(error, AnsweredMeanwhile) else 412
    more = {name: value for name, value in error.detail.items() if name in _DETAILS}
    return Problem(status, error.code, _SENTENCES.get(error.code, "That is not possible now."), **more)


def _problems(*codes: str) -> dict[str, tuple[int, str]]:
    return {code: (412 if code == "answered-meanwhile" else 409, _SENTENCES[code]) for code in codes}


ENDPOINTS = Endpoints(
    "Conversations",
    explain="What people say to us and what we answer; the queues it waits in.",
    refusal=refusal,
)
READ = {"permission": "conversations.view", "purpose": "service"}
ACT = {"permission": "conversations.answer", "purpose": "service"}
StatusName = Literal["open", "pending", "snoozed", "resolved"]


class NewReply(Body):
    text: Annotated[str, Field(min_length=1, max_length=100_000)]
    seen_message_id: Id | None = Field(
        None, description="The last message you read: refused when a colleague answered after it."
    )
    then: Literal["", "resolve"] = ""

    model_config = examples({"text": "Your parcel left this morning.", "then": "resolve"})


class NewNote(Body):
    text: Annotated[str, Field(min_length=1, max_length=MAX_NOTE_CHARACTERS)]


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


class BulkAct(Body):
    """The same act for up to 200 conversations, each for itself."""

    conversation_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    act: Literal["take", "release", "assign", "open", "pending", "resolve", "move"]
    user_id: Id | None = Field(None, description="Of assign: to whom.")
    queue_id: Id | None = Field(None, description="Of move: where to.")

    model_config = examples({"conversation_ids": [41, 42], "act": "resolve"})


class QueueFields(Body):
    name: Name
    team_id: Id | None = Field(None, description="Null: everybody who answers works in it.")
    connection_ids: Annotated[list[Id], Field(max_length=200)] = []
    is_default: bool = False


class Named(Answer):
    id: int
    name: str


class Speaker(Answer):
    identity_id: int
    channel: str
    handle: str
    display_name: str


class ConversationOut(Answer):
    id: int
    subject: str
    status: StatusName
    snoozed_until: datetime | None
    queue: Named
    assignee: Named | None
    customer: Speaker | None
    connection_id: int | None
    channel: str
    brand: str
    mention_id: int | None
    created_at: datetime
    last_message_at: datetime
    waiting_since: datetime | None
    first_reply_at: datetime | None
    resolved_at: datetime | None
    message_count: int
    preview: str
    language: str
    sentiment: str = Field(description="Of the last customer message; empty: not analysed.")
    merged_into_id: int | None


class ConversationPage(Listed):
    items: list[ConversationOut]
    is_cut: bool = Field(False, description="Of a search: more was found than is looked through.")


class AttachmentOut(Answer):
    id: int
    name: str
    content_type: str
    size_bytes: int


class MessageOut(Answer):
    id: int
    conversation_id: int
    kind: Literal["inbound", "outbound", "note"]
    customer: Speaker | None
    author: Named | None
    channel: str
    subject: str
    text: str
    sent_at: datetime
    delivery: str
    delivery_detail: str
    is_automatic: bool
    language: str
    language_probability: float | None
    sentiment: str
    sentiment_probability: float | None
    model_version: str
    attachments: list[AttachmentOut]


class MessagePage(Listed):
    """In reading order; next_cursor leads to older messages."""

    items: list[MessageOut]


class AnswerRoute(Answer):
    """By which way an answer would go out."""

    is_open: bool
    reason: str
    channel: str
    most_characters: int | None


class BulkResult(Answer):
    conversation_id: int
    done: bool
    code: str = ""
    detail: str = ""


class BulkResults(Answer):
    results: list[BulkResult]
    done: int
    refused: int


class QueueOut(Answer):
    id: int
    name: str
    team: Named | None
    is_default: bool
    connection_ids: list[int]


class QueueList(Answer):
    items: list[QueueOut]


class OpenedConversation(Answer):
    conversation: ConversationOut | None = Field(
        description="Null where it was opened in a queue that this account does not see."
    )
    is_new: bool


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
        items=[_conversation(one) for one in page.conversations],
        next_cursor=cursor_of(page.next_key),
        is_cut=page.is_cut,
    )


@ENDPOINTS.get("/conversations/{conversation_id}", **READ)
def get_one_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """One conversation."""
    return _conversation(get_conversation(caller.user, conversation_id))


@ENDPOINTS.get("/conversations/{conversation_id}/messages", **READ)
def list_messages(caller: Caller, conversation_id: Id, cursor: Typed = "") -> MessagePage:
    """What was said in it, the last messages first, then older ones."""
    found = get_conversation(caller.user, conversation_id)
    page = thread_page(found, before=key_of(cursor))
    return MessagePage(
        items=[_message(entry.message, entry.attachments) for entry in page.entries],
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


@ENDPOINTS.post(
    "/conversations/{conversation_id}/replies",
    status=202,
    problems=_problems("empty-text", "text-too-long", "cannot-answer", "answered-meanwhile", "joined"),
    **ACT,
)
def send_reply(caller: Caller, conversation_id: Id, given: NewReply) -> MessageOut:
    """Answer the customer where they spoke last. Its delivery goes from queued to sent or failed."""
    found = _answerable(caller, conversation_id)
    message = reply(found, given.text, by=caller.user, now=caller.now, seen_id=given.seen_message_id)
    if given.then == "resolve":
        change_status(found, "resolved", by=caller.actor, now=caller.now)
    return _message(message)


@ENDPOINTS.post(
    "/conversations/{conversation_id}/notes",
    status=201,
    problems=_problems("empty-text", "text-too-long"),
    **ACT,
)
def leave_note(caller: Caller, conversation_id: Id, given: NewNote) -> MessageOut:
    """Say something among us; the customer never sees it."""
    found = get_conversation(caller.user, conversation_id)
    return _message(write_note(found, given.text, by=caller.user, now=caller.now))


@ENDPOINTS.post("/conversations/{conversation_id}/take", problems=_problems("already-taken", "joined"), **ACT)
def take_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """Make it one's own."""
    found = _answerable(caller, conversation_id)
    take(found, by=caller.user, now=caller.now)
    return _again(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/release", problems=_problems("joined"), **ACT)
def release_conversation(caller: Caller, conversation_id: Id) -> ConversationOut:
    """Put it back into its queue."""
    found = _answerable(caller, conversation_id)
    _release(caller, found)
    return _again(caller, found)


@ENDPOINTS.post(
    "/conversations/{conversation_id}/assign", problems=_problems("not-assignable", "joined"), **ACT
)
def assign_conversation(caller: Caller, conversation_id: Id, given: Assignment) -> ConversationOut:
    """Give it to somebody who works in its queue."""
    found = _answerable(caller, conversation_id)
    _assign(caller, found, given.user_id)
    return _again(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/status", problems=_problems("joined"), **ACT)
def set_conversation_status(caller: Caller, conversation_id: Id, given: StatusWanted) -> ConversationOut:
    """Open, pending or resolved."""
    found = _answerable(caller, conversation_id)
    change_status(found, given.status, by=caller.actor, now=caller.now)
    return _again(caller, found)


@ENDPOINTS.post(
    "/conversations/{conversation_id}/snooze", problems=_problems("moment-not-ahead", "joined"), **ACT
)
def snooze_conversation(caller: Caller, conversation_id: Id, given: SnoozeWanted) -> ConversationOut:
    """Out of the way until a moment, or until the customer writes."""
    found = _answerable(caller, conversation_id)
    snooze(found, until=given.until, by=caller.actor, now=caller.now)
    return _again(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/move", problems=_problems("joined"), **ACT)
def move_conversation(caller: Caller, conversation_id: Id, given: MoveWanted) -> ConversationOut:
    """Hand it over to another queue."""
    found = _answerable(caller, conversation_id)
    _move(caller, found, given.queue_id)
    return _again(caller, found)


@ENDPOINTS.post("/conversations/{conversation_id}/merge", problems=_problems("cannot-merge"), **ACT)
def merge_conversation(caller: Caller, conversation_id: Id, given: MergeWanted) -> ConversationOut:
    """Everything said in it moves into another conversation, which is answered."""
    found = get_conversation(caller.user, conversation_id)
    into = get_conversation(caller.user, given.into_id)
    if found.merged_into_id is not None:
        raise CannotMerge
    return _again(caller, merge(found, into=into, by=caller.actor, now=caller.now))


@ENDPOINTS.post("/conversations/bulk", **ACT)
def act_on_conversations_in_bulk(caller: Caller, given: BulkAct) -> BulkResults:
    """One act for many conversations; what is refused leaves the others alone."""
    acts: dict[str, Callable[[Conversation], Any]] = {
        "take": lambda one: take(one, by=caller.user, now=caller.now),
        "release": lambda one: _release(caller, one),
        "assign": lambda one: _assign(caller, one, given.user_id or 0),
        "move": lambda one: _move(caller, one, given.queue_id or 0),
        **{
            act: lambda one, to=to: change_status(one, to, by=caller.actor, now=caller.now)  # type: ignore[misc]
            for act, to in {"open": "open", "pending": "pending", "resolve": "resolved"}.items()
        },
    }
    results = [_tried(caller, pk, acts[given.act]) for pk in dict.fromkeys(given.conversation_ids)]
    done = sum(one.done for one in results)
    return BulkResults(results=results, done=done, refused=len(results) - done)


@ENDPOINTS.post("/messages/{message_id}/retry", status=202, problems=_problems("not-retryable"), **ACT)
def retry_message(caller: Caller, message_id: Id) -> MessageOut:
    """Send an answer again that was not sent."""
    message = get_message(caller.user, message_id)
    retry_delivery(message, by=caller.actor, now=caller.now)
    return _message(get_message(caller.user, message.pk))


@ENDPOINTS.post("/mentions/{mention_id}/conversation", **ACT)
def open_conversation_from_mention(caller: Caller, mention_id: Id) -> OpenedConversation:
    """A public mention becomes a conversation; the second who asks is led to the first's."""
    mention = get_mention(caller.user, mention_id)
    found, is_new = open_from_mention(mention, by=caller.actor, now=caller.now)
    seen = visible_to(caller.user).filter(pk=found.pk).exists()
    return OpenedConversation(conversation=_again(caller, found) if seen else None, is_new=is_new)


@ENDPOINTS.get("/queues", **READ)
def list_queues(caller: Caller) -> QueueList:
    """The queues one sees; for those who manage queues, all of them."""
    queues = Queue.objects.all() if can_manage_queues(caller.user) else visible_queues(caller.user)
    found = queues.select_related("team").prefetch_related("connections").order_by("name")
    return QueueList(items=[_queue(one) for one in found])


_QUEUE_PROBLEMS = _problems("queue-name-taken", "unknown-team", "unknown-connection")


@ENDPOINTS.post("/queues", permission="conversations.view", status=201, problems=_QUEUE_PROBLEMS)
def create_new_queue(caller: Caller, given: QueueFields) -> QueueOut:
    """Make a queue."""
    _require_queue_manager(caller)
    team, connections = _fed_by(given)
    made = create_queue(
        given.name,
        team=team,
        connections=connections,
        is_default=given.is_default,
        by=caller.actor,
        now=caller.now,
    )
    return _queue(made)


@ENDPOINTS.put(
    "/queues/{queue_id}",
    permission="conversations.view",
    problems=_QUEUE_PROBLEMS | _problems("default-queue-needed"),
)
def replace_queue(caller: Caller, queue_id: Id, given: QueueFields) -> QueueOut:
    """Change all of a queue. Conversations stay where they are."""
    _require_queue_manager(caller)
    queue = Queue.objects.filter(pk=queue_id).first()
    if queue is None:
        raise not_found()
    team, connections = _fed_by(given)
    change_queue(
        queue,
        name=given.name,
        team=team,
        connections=connections,
        is_default=given.is_default,
        by=caller.actor,
        now=caller.now,
    )
    return _queue(Queue.objects.get(pk=queue.pk))


def _answerable(caller: Caller, conversation_id: int) -> Conversation:
    found = get_conversation(caller.user, conversation_id)
    if not can_answer(caller.user, found):
        raise Problem(409, "joined", _SENTENCES["joined"], merged_into=found.merged_into_id)
    return found


def _release(caller: Caller, found: Conversation) -> None:
    if found.assignee_id not in (None, caller.user.pk) and not can_assign(caller.user, found):
        raise PermissionDenied("conversations.assign")
    release(found, by=caller.user, now=caller.now)


def _assign(caller: Caller, found: Conversation, user_id: int) -> None:
    to = User.objects.filter(pk=user_id, is_active=True).first()
    if to is None:
        raise not_found()
    if to.pk != caller.user.pk and not can_assign(caller.user, found):
        raise PermissionDenied("conversations.assign")
    assign(found, to, by=caller.user, now=caller.now)


def _move(caller: Caller, found: Conversation, queue_id: int) -> None:
    queue = receiving_queues(caller.user).filter(pk=queue_id).first()
    if queue is None:
        raise not_found()
    move_to_queue(found, queue, by=caller.actor, now=caller.now)


def _tried(caller: Caller, conversation_id: int, act: Callable[[Conversation], Any]) -> BulkResult:
    try:
        with transaction.atomic():
            act(_answerable(caller, conversation_id))
    except (Problem, ConversationError, Http404, PermissionDenied) as error:
        problem = error if isinstance(error, Problem) else refusal(error)
        if problem is None:
            problem = (
                not_found()
                if isinstance(error, Http404)
                else Problem(403, "forbidden", "The account may not do this.")
            )
        return BulkResult(
            conversation_id=conversation_id, done=False, code=problem.code, detail=problem.detail
        )
    return BulkResult(conversation_id=conversation_id, done=True)


def _require_queue_manager(caller: Caller) -> None:
    if not can_manage_queues(caller.user):
        raise PermissionDenied("queues")


def _fed_by(given: QueueFields) -> tuple[Team | None, list[Connection]]:
    team = Team.objects.filter(pk=given.team_id).first() if given.team_id else None
    if given.team_id and team is None:
        raise Problem(409, "unknown-team", _SENTENCES["unknown-team"])
    connections = list(Connection.objects.filter(pk__in=given.connection_ids))
    if len(connections) < len(set(given.connection_ids)):
        raise Problem(409, "unknown-connection", _SENTENCES["unknown-connection"])
    return team, connections


def _again(caller: Caller, found: Conversation) -> ConversationOut:
    """As it is now, also where the act took it out of this account's sight."""
    related = ("queue", "assignee", "identity")
    return _conversation(Conversation.objects.select_related(*related).get(pk=found.pk))


def _conversation(one: Conversation) -> ConversationOut:
    plain = {
        name: getattr(one, name)
        for name in ConversationOut.model_fields
        if name not in ("queue", "assignee", "customer")
    }
    return ConversationOut(
        **plain,
        queue=Named(id=one.queue_id, name=one.queue.name),
        assignee=_named(one.assignee),
        customer=_speaker(one),
    )


def _message(one: Message, attachments: Any = ()) -> MessageOut:
    plain = {
        name: getattr(one, name)
        for name in MessageOut.model_fields
        if name not in ("author", "customer", "attachments")
    }
    return MessageOut(
        **plain,
        author=_named(one.author),
        customer=_speaker(one),
        attachments=[AttachmentOut.model_validate(each) for each in attachments],
    )


def _named(user: User | None) -> Named | None:
    return Named(id=user.pk, name=user.name) if user else None


def _speaker(one: Conversation | Message) -> Speaker | None:
    identity = one.identity
    if identity is None:
        return None
    return Speaker(
        identity_id=identity.pk,
        channel=identity.channel,
        handle=identity.handle,
        display_name=identity.display_name,
    )


def _queue(one: Queue) -> QueueOut:
    return QueueOut(
        id=one.pk,
        name=one.name,
        team=Named(id=one.team.pk, name=one.team.name) if one.team else None,
        is_default=one.is_default,
        connection_ids=sorted(each.pk for each in one.connections.all()),
    )
