"""Job entry points: ids in, action called."""

from __future__ import annotations

from procrastinate.contrib.django import app

from parvis.conversations.actions.attach import forget_uploads
from parvis.conversations.actions.change_status import wake_snoozed
from parvis.conversations.actions.deliver import deliver, fail_stuck
from parvis.conversations.actions.forget_files import forget_files, forget_unnamed_files
from parvis.conversations.actions.presence import forget_absent
from parvis.conversations.actions.previews import make_previews, make_waiting_previews
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


@job(name="conversations.make_previews", queue="default")
def show_pictures(*, message_ids: list[int]) -> None:
    """Make the pictures among the files of these messages fit to be shown."""
    make_previews(message_ids, now=utc_now())


@app.periodic(cron="41 * * * *")
@job(name="conversations.make_waiting_previews", queue="default", queueing_lock="make_waiting_previews")
def show_waiting_pictures(*, timestamp: int) -> None:
    """Pictures that nobody looked at: from before there were previews, or after a lost worker."""
    make_waiting_previews(now=utc_now())


@app.periodic(cron="17 3 * * *")
@job(name="conversations.forget_unnamed_files", queue="default", queueing_lock="forget_unnamed_files")
def search_unnamed_files(*, timestamp: int) -> None:
    """Files that no message names any more, after those that were chosen for an answer and never sent."""
    now = utc_now()
    forget_uploads(now=now)
    forget_unnamed_files(now=now)


@job(name="conversations.forget_files", queue="default")
def forget_erased_files(*, names: list[str]) -> None:
    """Files of messages that were erased."""
    forget_files(names, now=utc_now())
