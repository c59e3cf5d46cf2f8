"""Job entry points of the floor: delivering events, freeing the jobs of dead workers, sweeping."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.foundation.audit_head import examine_and_remember
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver
from parvis.foundation.installation import state_fact
from parvis.foundation.jobs import STALLED_AFTER_SECONDS, job
from parvis.foundation.retention import sweep_traces


@job(name="foundation.handle_event", queue="events")
def handle_event(*, event_id: int, handler_name: str) -> None:
    """Run one subscriber on one event."""
    deliver(event_id, handler_name)


@app.periodic(cron="* * * * * */15")
@app.task(name="foundation.free_stalled_jobs", queue="events", queueing_lock="free_stalled_jobs")
async def free_stalled_jobs(timestamp: int) -> None:
    """Every 15 s: what a killed worker had in hand is done by another."""
    await put_back_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)


async def put_back_stalled_jobs(*, seconds_since_heartbeat: float) -> int:
    """A worker that was killed leaves its jobs marked as running: put them back. Returns how many."""
    stalled = list(await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds_since_heartbeat))
    for stalled_job in stalled:
        await app.job_manager.retry_job(stalled_job)
    return len(stalled)


@app.periodic(cron="*/10 * * * *")
@job(name="foundation.sweep", queue="default", queueing_lock="sweep")
def sweep(*, timestamp: int) -> None:
    """Every ten minutes: traces of the work that are older than they are kept."""
    sweep_traces(now=utc_now())


@app.periodic(cron="41 3 * * *")
@job(name="foundation.examine_audit_chain", queue="default", queueing_lock="examine_audit_chain")
def examine_audit_chain(*, timestamp: int) -> None:
    """Every night: whether the audit log is what was written; Today tells an administrator if not."""
    report = examine_and_remember()
    state_fact("audit_chain", {"is_whole": report.is_whole, "links": report.links, "at": utc_now().isoformat()})
