"""What the queues hold: how many jobs wait and run, and those that were given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.foundation.jobs import dead_jobs
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.models import JobFailure, StoredEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class JobCounts:
    waiting: int
    running: int
    dead: int


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up. about: what it was to do, as names and ids; never anybody's words."""

    id: int
    name: str
    about: str
    attempts: int
    failed_at: datetime | None
    error_class: str
    error_code: str


@dataclass(frozen=True, slots=True)
class DeadJobPage:
    jobs: list[DeadJob]
    next_key: str


def job_counts() -> JobCounts:
    """Waiting, running and given up, over all queues."""
    counts = dict(
        ProcrastinateJob.objects.filter(status__in=["todo", "doing", "failed"])
        .values_list("status")
        .annotate(n=Count("id"))
    )
    return JobCounts(counts.get("todo", 0), counts.get("doing", 0), counts.get("failed", 0))


def page_of_dead_jobs(*, after: str = "", most: int = PAGE) -> DeadJobPage:
    """Jobs that were given up, newest first, with the kind of their last error; three queries."""
    found = dead_jobs()
    if before_id := id_typed(after):
        found = found.filter(id__lt=before_id)
    rows = list(found[: most + 1])
    shown = rows[:most]
    failures = JobFailure.objects.in_bulk([row.id for row in shown])
    events = _event_names(shown)
    jobs = []
    for row in shown:
        failure = failures.get(row.id)
        jobs.append(
            DeadJob(
                id=row.id,
                name=row.task_name,
                about=_about(row.args, events),
                attempts=row.attempts,
                failed_at=failure.at if failure else row.scheduled_at,
                error_class=failure.error_class if failure else "",
                error_code=failure.error_code if failure else "",
            )
        )
    return DeadJobPage(jobs, str(shown[-1].id) if len(rows) > most else "")


def _event_names(rows: list[Any]) -> dict[int, str]:
    ids = [row.args["event_id"] for row in rows if isinstance(row.args.get("event_id"), int)]
    return dict(StoredEvent.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _about(arguments: dict[str, Any], events: dict[int, str]) -> str:
    """`conversations.take_items ← ItemsReceived 12` for an event, else `connection_id 3`."""
    event_id = arguments.get("event_id")
    if event_id is not None:
        handler = str(arguments.get("handler_name", "")).removeprefix("parvis.").replace(".handlers.", ".")
        return f"{handler} ← {events.get(event_id, '').rsplit('.', 1)[-1]} {event_id}"
    plain = {name: value for name, value in arguments.items() if isinstance(value, int) and name != "timestamp"}
    return ", ".join(f"{name} {value}" for name, value in plain.items())
