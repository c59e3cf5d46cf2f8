"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.conversations.actions.change_status import wake_snoozed
from parvis.conversations.actions.deliver import deliver, fail_stuck
from parvis.conversations.actions.presence import forget_absent
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@job(name="conversations.send_message", queue="sending")
def send_message(*, message_id: int) -> None:
    """Carry one answer out."""
    deliver(message_id, now=utc_now())


@app.periodic(cron="* * * * *")
@job(name="conversations.wake_snoozed", queue="default", queueing_lock="wake_snoozed")
def wake(*, timestamp: int) -> None:
    """What was snoozed until now is open again."""
    now = utc_now()
    wake_snoozed(now=now)
    forget_absent(now=now)


@app.periodic(cron="23 * * * *")
@job(name="conversations.fail_stuck", queue="default", queueing_lock="fail_stuck")
def fail_stuck_deliveries(*, timestamp: int) -> None:
    """Answers that nothing carries any more are shown as not sent."""
    fail_stuck(now=utc_now())
