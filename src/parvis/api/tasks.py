"""Job entry points: telling webhooks, forgetting what is old."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.api.actions.deliver import deliver, forget_old_deliveries
from parvis.api.actions.remember import forget_old_answers
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@job(name="api.deliver_webhook", queue="webhooks")
def deliver_webhook(*, delivery_id: int) -> None:
    """Tell one address of one event."""
    deliver(delivery_id, now=utc_now())


@app.periodic(cron="17 * * * *")
@job(name="api.sweep", queue="default", queueing_lock="api_sweep")
def sweep(*, timestamp: int) -> None:
    """Answers are remembered for 24 hours, deliveries for 30 days."""
    now = utc_now()
    forget_old_answers(now=now)
    forget_old_deliveries(now=now)
