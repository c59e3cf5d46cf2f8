"""Jobs of accounts: sweeping what ended."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from parvis.accounts.actions.attempts import forget_attempts
from parvis.accounts.actions.invitations import forget_invitations
from parvis.accounts.actions.push import send_notice
from parvis.accounts.actions.sessions import forget_ended_sessions
from parvis.accounts.logic.notices import ALARM, ASSIGNED, MENTIONED
from parvis.accounts.models import PushSubscription
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import job

# What a notice says: that something waits, never anybody's words; whoever looks over a shoulder may read it.
NOTICE_SENTENCES: dict[str, Any] = {
    ASSIGNED: _("A conversation was given to you."),
    MENTIONED: _("A colleague named you in a note."),
    ALARM: _("Something unusual is said about you in public."),
}


@app.periodic(cron="17 * * * *")
@job(name="accounts.sweep", queue="default", queueing_lock="accounts.sweep")
def sweep(*, timestamp: int) -> None:
    """Every hour: rows of sessions that ended by themselves, tries to log in that no longer count."""
    forget_ended_sessions(now=utc_now())
    forget_attempts(now=utc_now())
    forget_invitations(now=utc_now())


@job(name="accounts.push", queue="default")
def push(*, device_id: int, about: str, path: str) -> None:
    """One notice to one device, in its owner's language."""
    device = PushSubscription.objects.select_related("user").filter(pk=device_id).first()
    if device is None or not device.user.is_active:
        return
    with override(device.user.language):
        notice = {"title": company_name(), "body": str(NOTICE_SENTENCES[about]), "url": path, "tag": path}
    send_notice(device, notice, now=utc_now())
