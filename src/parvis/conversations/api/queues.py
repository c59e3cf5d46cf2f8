"""The queues that conversations wait in."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from pydantic import Field

from parvis.accounts.models import Team
from parvis.channels.models import Connection
from parvis.conversations.actions.queues import change_queue, create_queue
from parvis.conversations.api.endpoints import ENDPOINTS, READ, SENTENCES, problems
from parvis.conversations.api.shapes import Named
from parvis.conversations.models import Queue
from parvis.conversations.permissions import can_manage_queues, visible_queues
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Name


class QueueFields(Body):
    name: Name
    team_id: Id | None = Field(None, description="Null: everybody who answers works in it.")
    connection_ids: Annotated[list[Id], Field(max_length=200)] = []
    is_default: bool = False


class QueueOut(Answer):
    id: int
    name: str
    team: Named | None
    is_default: bool
    connection_ids: list[int]


class QueueList(Answer):
    items: list[QueueOut]


@ENDPOINTS.get("/queues", **READ)
def list_queues(caller: Caller) -> QueueList:
    """The queues one sees; for those who manage queues, all of them."""
    queues = Queue.objects.all() if can_manage_queues(caller.user) else visible_queues(caller.user)
    found = queues.select_related("team").prefetch_related("connections").order_by("name")
    return QueueList(items=[_queue(one) for one in found])


_QUEUE_PROBLEMS = problems("queue-name-taken", "unknown-team", "unknown-connection")


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
    problems=_QUEUE_PROBLEMS | problems("default-queue-needed"),
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


def _require_queue_manager(caller: Caller) -> None:
    if not can_manage_queues(caller.user):
        raise PermissionDenied("queues")


def _fed_by(given: QueueFields) -> tuple[Team | None, list[Connection]]:
    team = Team.objects.filter(pk=given.team_id).first() if given.team_id else None
    if given.team_id and team is None:
        raise Problem(409, "unknown-team", SENTENCES["unknown-team"])
    connections = list(Connection.objects.filter(pk__in=given.connection_ids))
    if len(connections) < len(set(given.connection_ids)):
        raise Problem(409, "unknown-connection", SENTENCES["unknown-connection"])
    return team, connections


def _queue(one: Queue) -> QueueOut:
    return QueueOut(
        id=one.pk,
        name=one.name,
        team=Named(id=one.team.pk, name=one.team.name) if one.team else None,
        is_default=one.is_default,
        connection_ids=sorted(each.pk for each in one.connections.all()),
    )
