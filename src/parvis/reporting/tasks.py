"""Job entry points: making reports that are due, carrying them out, forgetting old ones."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job
from parvis.reporting.actions.deliver import deliver
from parvis.reporting.actions.editions import enqueue_due, forget_editions, make_due


@app.periodic(cron="* * * * *")
@job(name="reporting.due", queue="default", queueing_lock="reporting.due")
def due(*, timestamp: int) -> None:
    """Every minute: a job for each report whose hour has come."""
    enqueue_due(now=utc_now())


@job(name="reporting.make", queue="default")
def make(*, report_id: int) -> None:
    """The edition of one report, with its mails."""
    make_due(report_id, now=utc_now())


@job(name="reporting.deliver", queue="default")
def deliver_one(*, delivery_id: int) -> None:
    """One mail to one recipient."""
    deliver(delivery_id, now=utc_now())


@app.periodic(cron="41 3 * * *")
@job(name="reporting.tidy", queue="default", queueing_lock="reporting.tidy")
def tidy(*, timestamp: int) -> None:
    """Every night: what is older than thirteen months."""
    forget_editions(now=utc_now())
