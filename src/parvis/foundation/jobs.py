"""Jobs: procrastinate in the same PostgreSQL, so that a job is enqueued in its caller's transaction.

A job holds a batch or the id of one thing, is safe to run twice, and is retried as logic/retry.py decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import procrastinate
from django.db import DatabaseError, close_old_connections, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job

from parvis.foundation.clock import utc_now
from parvis.foundation.logic.retry import GiveUp, decide_retry
from parvis.foundation.models import JobFailure
from parvis.foundation.slow_statements import watched_statements
from parvis.foundation.spans import span

logger = logging.getLogger(__name__)
# A worker writes its heartbeat every 10 s; one that is silent for this long is dead and its jobs are free.
STALLED_AFTER_SECONDS = 30


class DecidedRetry(procrastinate.BaseRetryStrategy):
    """Asks the pure decision; errors say themselves whether they are permanent and when to come back."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> procrastinate.RetryDecision | None:
        decision = decide_retry(
            job.attempts,
            is_permanent=bool(getattr(exception, "permanent", False)),
            retry_after_seconds=getattr(exception, "retry_after_seconds", None),
        )
        if isinstance(decision, GiveUp):
            kind = type(exception).__name__
            logger.error("job %s %s given up (%s): %s", job.id, job.task_name, decision.reason, kind)
            return None
        return procrastinate.RetryDecision(retry_in={"seconds": int(decision.after_seconds)})


def job(
    *, name: str, queue: str = "default", lock: str | None = None, queueing_lock: str | None = None
) -> Callable[[Callable[..., None]], Any]:
    """Declare a function of a `tasks.py` as a job entry point."""

    def declare(function: Callable[..., None]) -> Any:
        def run(context: procrastinate.JobContext | None = None, /, **arguments: Any) -> None:
            close_old_connections()
            try:
                with (
                    span(f"job {name}", kind="consumer", noted=_noted(context)),
                    watched_statements(lambda: f"job {name}"),
                ):
                    function(**arguments)
            except Exception as error:
                if context is not None and context.job is not None and context.job.id is not None:
                    note_failure(context.job.id, error)
                raise
            finally:
                close_old_connections()

        run.__name__ = function.__name__
        run.__doc__ = function.__doc__
        return app.task(
            name=name,
            queue=queue,
            lock=lock,
            queueing_lock=queueing_lock,
            retry=DecidedRetry(),
            pass_context=True,
        )(run)

    return declare


def _noted(context: procrastinate.JobContext | None) -> dict[str, str | int]:
    at_work = context.job if context is not None else None
    if at_work is None or at_work.id is None:
        return {}
    return {
        "messaging.system": "procrastinate",
        "messaging.destination.name": at_work.queue,
        "messaging.message.id": at_work.id,
        "parvis.attempts": at_work.attempts,
    }


def note_failure(job_id: int, error: BaseException) -> None:
    """Remember what kind of error a job ended in, for the screen of failed jobs. Never hides the error."""
    code = getattr(error, "code", "")
    try:
        JobFailure.objects.update_or_create(
            job_id=job_id,
            defaults={
                "error_class": type(error).__qualname__[:120],
                "error_code": code[:40] if isinstance(code, str) else "",
                "at": utc_now(),
            },
        )
    except DatabaseError:
        logger.exception("the failure of job %s could not be noted", job_id)


def enqueue(name: str, **arguments: Any) -> None:
    """Enqueue a job by its name, in the caller's transaction. Raises KeyError for a name nobody declared."""
    app.tasks[name].defer(**arguments)


def enqueue_all(name: str, of_each: Sequence[dict[str, Any]]) -> None:
    """Enqueue a job for each of the arguments, in one statement and the caller's transaction."""
    if of_each:
        app.tasks[name].batch_defer(*of_each)


def enqueue_once(name: str, *, lock: str, **arguments: Any) -> bool:
    """Enqueue unless the same work already waits. Returns whether it was enqueued now."""
    try:
        with transaction.atomic():
            app.tasks[name].configure(queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return False
    return True


def on_app_ready(ready_app: procrastinate.App) -> None:
    """Called by procrastinate when Django is up; periodic jobs are declared in the task modules."""


def dead_jobs() -> Any:
    """Jobs that were given up, newest first."""
    return ProcrastinateJob.objects.filter(status="failed").order_by("-id")


def run_again(job_id: int) -> bool:
    """Put a dead job back into its queue. Returns whether it was dead."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = %s "
            "WHERE id = %s AND status = 'failed'",
            [utc_now(), job_id],
        )
        return bool(cursor.rowcount == 1)


def run_worker(*, concurrency: int, heartbeat_seconds: float = 5, forget_after_seconds: float = 30) -> None:
    """Run jobs until SIGTERM or SIGINT. Jobs in hand get ten seconds; what is cut off runs again, safely."""
    app.with_connector(app.connector.get_worker_connector()).run_worker(  # type: ignore[attr-defined]
        concurrency=concurrency,
        install_signal_handlers=True,
        listen_notify=True,
        # What succeeded leaves its trace in the capabilities' own tables; the failed ones stay listed.
        delete_jobs="successful",
        shutdown_graceful_timeout=10,
        update_heartbeat_interval=heartbeat_seconds,
        stalled_worker_timeout=forget_after_seconds,
    )
