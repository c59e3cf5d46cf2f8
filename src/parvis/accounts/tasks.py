"""Jobs of accounts: sweeping what ended."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.accounts.actions.attempts import forget_attempts
from parvis.accounts.actions.invitations import forget_invitations
from parvis.accounts.actions.sessions import forget_ended_sessions
from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import job


@app.periodic(cron="17 * * * *")
@job(name="accounts.sweep", queue="default", queueing_lock="accounts.sweep")
def sweep(*, timestamp: int) -> None:
    """Every hour: rows of sessions that ended by themselves, tries to log in that no longer count."""
    forget_ended_sessions(now=utc_now())
    forget_attempts(now=utc_now())
    forget_invitations(now=utc_now())
