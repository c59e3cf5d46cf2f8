"""Events with a transactional outbox.

`publish` writes the event and one job per subscriber in the transaction of the change: nothing is told that
was not committed, and nothing committed stays untold, also when the worker dies in between. A handler's
effect and the note that it happened commit together, so a job that runs twice has one effect.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.db import connection, transaction

from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.clock import utc_now
from parvis.foundation.database import copy_rows, next_ids
from parvis.foundation.jobs import enqueue_all
from parvis.foundation.models import HandledEvent, StoredEvent
from parvis.foundation.prepared import kept

# Jobs that one statement carries.
MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all events: frozen dataclasses in the past tense whose fields are plain JSON values."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_subscribers: dict[type[Event], dict[str, Handler]] = defaultdict(dict)
_event_types: dict[str, type[Event]] = {}


class NotInTransaction(RuntimeError):
    """publish was called outside a transaction: the event could be told without its change, or lost."""


def subscribe(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Mark a function of a `handlers.py` as a subscriber of the event."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _event_types[_name_of(event_type)] = event_type
        _subscribers[event_type][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def publish(event: Event, *, by: Actor = SYSTEM) -> StoredEvent:
    """Write the event to the outbox with one job per subscriber. Raises NotInTransaction."""
    if not connection.in_atomic_block:
        raise NotInTransaction(_name_of(type(event)))
    stored = StoredEvent(
        name=_name_of(type(event)),
        payload=asdict(event),
        actor_kind=by.kind,
        actor_id=by.id,
        created_at=utc_now(),
    )
    with kept() as cursor:
        cursor.execute(
            "INSERT INTO foundation_event (name, payload, actor_kind, actor_id, created_at)"
            " VALUES (%s, %s::jsonb, %s, %s, %s) RETURNING id",
            [stored.name, json.dumps(stored.payload), stored.actor_kind, stored.actor_id, stored.created_at],
        )
        stored.pk = cursor.fetchone()[0]
    handlers = _subscribers.get(type(event), {})
    enqueue_all(
        "foundation.handle_event", [{"event_id": stored.pk, "handler_name": name} for name in handlers]
    )
    return stored


def publish_all(events: Sequence[Event], *, by: Actor = SYSTEM) -> None:
    """Many events of one kind, written at once: as `publish` does of each, in their order. Raises NotInTransaction."""
    if not events:
        return
    event_type, at = type(events[0]), utc_now()
    name = _name_of(event_type)
    if not connection.in_atomic_block:
        raise NotInTransaction(name)
    assert all(type(event) is event_type for event in events), name
    ids = next_ids(StoredEvent, len(events))
    copy_rows(
        StoredEvent._meta.db_table,
        ("id", "name", "payload", "actor_kind", "actor_id", "created_at"),
        (
            (pk, name, json.dumps(asdict(event)), by.kind, by.id, at)
            for pk, event in zip(ids, events, strict=True)
        ),
    )
    jobs = [{"event_id": pk, "handler_name": one} for pk in ids for one in _subscribers.get(event_type, {})]
    for begin in range(0, len(jobs), MOST_AT_ONCE):
        enqueue_all("foundation.handle_event", jobs[begin : begin + MOST_AT_ONCE])


def deliver(event_id: int, handler_name: str) -> bool:
    """Run one subscriber on one stored event unless it already took effect. Returns whether it ran now."""
    with transaction.atomic():
        stored = StoredEvent.objects.get(pk=event_id)
        _, is_first = HandledEvent.objects.get_or_create(
            event=stored, handler=handler_name, defaults={"handled_at": utc_now()}
        )
        if not is_first:
            return False
        event_type = _event_types[stored.name]
        _subscribers[event_type][handler_name](event_type(**stored.payload))
        return True


def deliver_now(event_id: int) -> None:
    """Run every subscriber here instead of waiting for a worker, whose own job then finds nothing to do."""
    event_type = _event_types.get(StoredEvent.objects.values_list("name", flat=True).get(pk=event_id))
    for handler_name in _subscribers[event_type] if event_type else ():
        deliver(event_id, handler_name)


def subscriptions() -> dict[str, list[str]]:
    """Event name → handler names: the wiring as data, for documentation and tests."""
    return {_name_of(event): sorted(handlers) for event, handlers in _subscribers.items()}


def _name_of(event_type: type[Event]) -> str:
    return f"{event_type.__module__}.{event_type.__qualname__}"
