"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.community.actions.cases import grow_cases, look_for_cases
from parvis.community.actions.forget import forget_old
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@app.periodic(cron="52 2 * * *")
@job(name="community.forget_old", queue="default", queueing_lock="community_forget_old")
def forget(*, timestamp: int) -> None:
    """Every night: what is past its time goes."""
    forget_old(now=utc_now())


@app.periodic(cron="* * * * *")
@job(name="community.cases", queue="default", queueing_lock="community_cases")
def cases(*, timestamp: int) -> None:
    """Every minute: questions that the house is asked to look after, and what was said under them since."""
    now = utc_now()
    with purpose("service"):
        look_for_cases(now=now)
    grow_cases(now=now)
