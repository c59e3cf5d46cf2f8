"""What the endpoints of conversations have in common: their list, what they need, how they refuse."""

from __future__ import annotations

from parvis.conversations.logic.errors import AnsweredMeanwhile, ConversationError
from parvis.conversations.models import Conversation
from parvis.conversations.permissions import can_answer, get_conversation
from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import Problem

SENTENCES = {
    "empty-text": "There is nothing to send: text is empty.",
    "text-too-long": "The text is longer than the channel takes; limit says how long it may be.",
    "cannot-answer": "No answer can go out from here; reason says why. A note can be left.",
    "answered-meanwhile": "A colleague answered after seen_message_id: read that first.",
    "cannot-attach": "The channel carries no files.",
    "empty-file": "The file is empty.",
    "file-too-large": "A file, or all of an answer together, is too large; limit says how many MB go.",
    "too-many-files": "More files than an answer carries; limit says how many.",
    "unknown-file": "One of file_ids is no file that you keep for this conversation.",
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
    return Problem(status, error.code, SENTENCES.get(error.code, "That is not possible now."), **more)


def problems(*codes: str) -> dict[str, tuple[int, str]]:
    return {code: (412 if code == "answered-meanwhile" else 409, SENTENCES[code]) for code in codes}


ENDPOINTS = Endpoints(
    "Conversations",
    explain="What people say to us and what we answer; the queues it waits in.",
    refusal=refusal,
)
READ = {"permission": "conversations.view", "purpose": "service"}
ACT = {"permission": "conversations.answer", "purpose": "service"}


def answerable(caller: Caller, conversation_id: int) -> Conversation:
    found = get_conversation(caller.user, conversation_id)
    if not can_answer(caller.user, found):
        raise Problem(409, "joined", SENTENCES["joined"], merged_into=found.merged_into_id)
    return found
