"""One act for many conversations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from pydantic import Field

from parvis.conversations.actions.assign import take
from parvis.conversations.actions.change_status import change_status
from parvis.conversations.api.endpoints import ACT, ENDPOINTS, answerable, refusal
from parvis.conversations.api.handling import assign_to, move_into, release_for
from parvis.conversations.logic.errors import ConversationError
from parvis.conversations.models import Conversation
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples


class BulkAct(Body):
    """The same act for up to 200 conversations, each for itself."""

    conversation_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    act: Literal["take", "release", "assign", "open", "pending", "resolve", "move"]
    user_id: Id | None = Field(None, description="Of assign: to whom.")
    queue_id: Id | None = Field(None, description="Of move: where to.")

    model_config = examples({"conversation_ids": [41, 42], "act": "resolve"})


class BulkResult(Answer):
    conversation_id: int
    done: bool
    code: str = ""
    detail: str = ""


class BulkResults(Answer):
    results: list[BulkResult]
    done: int
    refused: int


@ENDPOINTS.post("/conversations/bulk", **ACT)
def act_on_conversations_in_bulk(caller: Caller, given: BulkAct) -> BulkResults:
    """One act for many conversations; what is refused leaves the others alone."""
    acts: dict[str, Callable[[Conversation], Any]] = {
        "take": lambda one: take(one, by=caller.user, now=caller.now),
        "release": lambda one: release_for(caller, one),
        "assign": lambda one: assign_to(caller, one, given.user_id or 0),
        "move": lambda one: move_into(caller, one, given.queue_id or 0),
        **{
            act: lambda one, to=to: change_status(one, to, by=caller.actor, now=caller.now)  # type: ignore[misc]
            for act, to in {"open": "open", "pending": "pending", "resolve": "resolved"}.items()
        },
    }
    results = [_tried(caller, pk, acts[given.act]) for pk in dict.fromkeys(given.conversation_ids)]
    done = sum(one.done for one in results)
    return BulkResults(results=results, done=done, refused=len(results) - done)


def _tried(caller: Caller, conversation_id: int, act: Callable[[Conversation], Any]) -> BulkResult:
    try:
        with transaction.atomic():
            act(answerable(caller, conversation_id))
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
