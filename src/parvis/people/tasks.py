"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job
from parvis.people.actions.erasures import run_erasure
from parvis.people.actions.retention import run_all
from parvis.people.actions.rights_archive import build_archive


@job(name="people.erase", queue="default")
def erase(*, erasure_id: int) -> None:
    """Go on with an erasure where it stands."""
    run_erasure(erasure_id, now=utc_now())


@job(name="people.build_archive", queue="default")
def build_copy(*, archive_id: int) -> None:
    """Build somebody's copy of their data."""
    build_archive(archive_id, now=utc_now())


@app.periodic(cron="13 2 * * *")
@job(name="people.keep_periods", queue="default", queueing_lock="keep_periods", lock="keep_periods")
def keep_periods(*, timestamp: int) -> None:
    """Every night: what is past its period goes."""
    run_all(now=utc_now())
