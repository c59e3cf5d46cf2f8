"""Job entry points: adding up figures, searching the past, tidying."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue, job
from parvis.listening.actions.back_search import BATCHES_A_JOB, search_batch
from parvis.listening.actions.drops import tidy_drops
from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
from parvis.listening.actions.heard import note_heard_connections


@app.periodic(cron="* * * * *")
@job(name="listening.fold", queue="listening", queueing_lock="listening.fold")
def fold(*, timestamp: int) -> None:
    """Every minute: add up what was written since."""
    fold_deltas()
    today = timezone.localdate(utc_now(), timezone=timezone.get_default_timezone())
    # Today changes all the time; it is counted anew when it is over.
    refresh_top_authors(before=today)


@app.periodic(cron="17 * * * *")
@job(name="listening.tidy", queue="listening", queueing_lock="listening.tidy")
def tidy(*, timestamp: int) -> None:
    """Every hour: which connections were heard today; what was dropped, by day."""
    note_heard_connections(now=utc_now())
    tidy_drops(now=utc_now())


@job(name="listening.back_search", queue="listening")
def back_search(*, search_id: int) -> None:
    """Some batches of one pass; what is left is a job of its own, so that other work gets its turn."""
    for _ in range(BATCHES_A_JOB):
        if not search_batch(search_id, now=utc_now()):
            return
    enqueue("listening.back_search", search_id=search_id)
