"""Queues: making and changing them, and where new conversations go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from parvis.accounts.models import Team
from parvis.channels.models import Connection
from parvis.conversations.logic.errors import DefaultQueueNeeded, QueueNameTaken
from parvis.conversations.models import Queue
from parvis.foundation.audit import Actor, changed, record

GENERAL = "General"


def default_queue(*, now: datetime) -> Queue:
    """The queue of whatever no other queue takes; made when the installation has none."""
    found = Queue.objects.filter(is_default=True).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            # An administrator may have made a queue of that name: it is taken, not doubled.
            queue, _ = Queue.objects.get_or_create(
                name=GENERAL, defaults={"created_at": now, "is_default": True}
            )
            if not queue.is_default:
                queue.is_default = True
                queue.save(update_fields=["is_default"])
            return queue
    except IntegrityError:  # another worker was faster
        return Queue.objects.get(is_default=True)


def queue_for(connection: Connection, *, now: datetime) -> Queue:
    """Where the conversations of a connection begin: the oldest queue it feeds, else the default one."""
    return connection.queues.order_by("id").first() or default_queue(now=now)


def create_queue(
    name: str,
    *,
    team: Team | None,
    connections: Sequence[Connection],
    by: Actor,
    now: datetime,
    is_default: bool = False,
) -> Queue:
    """A new queue. Raises QueueNameTaken."""
    with transaction.atomic():
        queue = Queue(name=name, team=team, created_at=now)
        _save(queue, is_default=is_default or not Queue.objects.filter(is_default=True).exists())
        _feed(queue, connections)
        record("queue.created", queue, by=by, now=now, **_described(queue))
        return queue


def change_queue(
    queue: Queue,
    *,
    name: str,
    team: Team | None,
    connections: Sequence[Connection],
    is_default: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Change all of it. Conversations stay where they are. Raises QueueNameTaken, DefaultQueueNeeded."""
    with transaction.atomic():
        locked = Queue.objects.select_for_update().get(pk=queue.pk)
        if locked.is_default and not is_default:
            raise DefaultQueueNeeded
        before = _described(locked)
        locked.name, locked.team = name, team
        _save(locked, is_default=is_default)
        _feed(locked, connections)
        if differences := changed(before, _described(locked)):
            record("queue.changed", locked, by=by, now=now, **differences)


def _described(queue: Queue) -> dict[str, object]:
    """As the audit log keeps it."""
    return {
        "name": queue.name,
        "team": queue.team_id,
        "is_default": queue.is_default,
        "connections": sorted(queue.connections.values_list("pk", flat=True)),
    }


def _save(queue: Queue, *, is_default: bool) -> None:
    if is_default:
        Queue.objects.filter(is_default=True).exclude(pk=queue.pk).update(is_default=False)
    queue.is_default = is_default
    try:
        with transaction.atomic():
            queue.save()
    except IntegrityError as error:
        raise QueueNameTaken(name=queue.name) from error


def _feed(queue: Queue, connections: Sequence[Connection]) -> None:
    """A connection feeds one queue: taking it here takes it from where it was."""
    Queue.connections.through.objects.filter(connection__in=connections).exclude(queue=queue).delete()
    queue.connections.set(connections)
