"""Job entry points: adding up figures, searching the past, tidying."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from parvis.foundation.clock import utc_now
from parvis.foundation.jobs import enqueue, job
from parvis.listening.actions.back_search import BATCHES_A_JOB, search_batch
from parvis.listening.actions.campaigns import answer_campaign, ask_running_campaigns
from parvis.listening.actions.copies import forget_near
from parvis.listening.actions.count_again import count_some_again
from parvis.listening.actions.drops import tidy_drops
from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
from parvis.listening.actions.forget_copies import forget_old_copies
from parvis.listening.actions.heard import note_heard_connections
from parvis.listening.actions.judge import judge_hours
from parvis.listening.actions.month_authors import refresh_month_authors
from parvis.listening.actions.place_look import look_at_place
from parvis.listening.actions.places_named import count_places, note_places
from parvis.listening.actions.tell_alarm import mail_alarm
from parvis.listening.actions.trials import end_old_trials
from parvis.listening.actions.try_alert import try_alert


@app.periodic(cron="* * * * *")
@job(name="listening.fold", queue="listening", queueing_lock="listening.fold")
def fold(*, timestamp: int) -> None:
    """Every minute: add up what was written since."""
    fold_deltas()
    today = timezone.localdate(utc_now(), timezone=timezone.get_default_timezone())
    # Today changes all the time; it is counted anew when it is over.
    refresh_top_authors(before=today)


@app.periodic(cron="17 * * * *")
@job(name="listening.tidy", queue="listening", queueing_lock="listening.tidy")
def tidy(*, timestamp: int) -> None:
    """Every hour: which connections were heard today; what was dropped, by day; who spoke most in past months."""
    note_heard_connections(now=utc_now())
    tidy_drops(now=utc_now())
    today = timezone.localdate(utc_now(), timezone=timezone.get_default_timezone())
    forget_near(today=today)
    refresh_month_authors(today=today)


@app.periodic(cron="50 3 * * *")
@job(name="listening.forget_copies", queue="listening", queueing_lock="listening.forget_copies")
def forget_copies(*, timestamp: int) -> None:
    """Every night: texts that nobody repeated for half a year."""
    forget_old_copies(now=utc_now())


@job(name="listening.count_again", queue="listening")
def count_again() -> None:
    """Some days of figures in the installation's zone; what is left is a job of its own."""
    if count_some_again():
        enqueue("listening.count_again")


@app.periodic(cron="27 * * * *")
@job(name="listening.places", queue="listening", queueing_lock="listening.places")
def places(*, timestamp: int) -> None:
    """Every hour: which places the newest mentions name, and who named them."""
    now = utc_now()
    note_places(now=now)
    count_places(now=now)
    end_old_trials(now=now)


# Where a person pressed the button: no address that a stranger wrote is asked for by itself.
@job(name="listening.look_at_place", queue="channels")
def look_at_one_place(*, place_id: int) -> None:
    """What stands at one place, and what of it a query finds."""
    look_at_place(place_id, now=utc_now())


@job(name="listening.back_search", queue="listening")
def back_search(*, search_id: int) -> None:
    """Some batches of one pass; what is left is a job of its own, so that other work gets its turn."""
    for _ in range(BATCHES_A_JOB):
        if not search_batch(search_id, now=utc_now()):
            return
    enqueue("listening.back_search", search_id=search_id)


@app.periodic(cron="7 * * * *")
@job(name="listening.judge", queue="listening", lock="listening.judge", queueing_lock="listening.judge")
def judge(*, timestamp: int) -> None:
    """Every hour, a few minutes after it: what is unusual in what rules watch."""
    judge_hours(now=utc_now())


@job(name="listening.try_alert", queue="listening")
def try_one_alert(*, rule_id: int) -> None:
    """What a rule would have told over the stored past."""
    try_alert(rule_id, now=utc_now())


@job(name="listening.mail_alarm", queue="default")
def mail_one_alarm(*, alarm_id: int, user_id: int) -> None:
    """One alarm to one colleague, in their language."""
    mail_alarm(alarm_id, user_id)


@app.periodic(cron="40 4 * * *")
@job(name="listening.campaigns", queue="listening", queueing_lock="listening.campaigns")
def campaigns(*, timestamp: int) -> None:
    """Every night: campaigns under way have one more day."""
    ask_running_campaigns(now=utc_now())


@job(name="listening.campaign", queue="listening")
def campaign(*, campaign_id: int, asked_at: str) -> None:
    """What one campaign moved."""
    answer_campaign(campaign_id, asked_at=datetime.fromisoformat(asked_at), now=utc_now())
