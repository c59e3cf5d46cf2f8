"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.community.actions.forget import forget_old
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@app.periodic(cron="52 2 * * *")
@job(name="community.forget_old", queue="default", queueing_lock="community_forget_old")
def forget(*, timestamp: int) -> None:
    """Every night: what is past its time goes."""
    forget_old(now=utc_now())
