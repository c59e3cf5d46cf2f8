"""The installation's zone is another one than that of the figures' days: they are counted again, where somebody asks.

Hours are the same in every zone, so pages stay right meanwhile for whoever reads in the new one; days change over one
after the other, and a day that was not reached yet begins at the former midnight.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from parvis.foundation.audit import Actor, record
from parvis.foundation.installation import fact, state_fact
from parvis.foundation.jobs import enqueue_once
from parvis.foundation.live import announce
from parvis.listening.actions.recount import recount_day
from parvis.listening.reads.zone import COUNT_FACT, zone_of_figures

DAYS_A_JOB = 30


def ask_to_count_again(*, by: Actor, now: datetime) -> bool:
    """Returns whether there is anything to count in another zone."""
    former = zone_of_figures()
    if former == settings.TIME_ZONE:
        return False
    with transaction.atomic():
        span = _span()
        state_fact(
            COUNT_FACT,
            {
                "zone": settings.TIME_ZONE,
                "next": span[0].isoformat() if span else "",
                "first": span[0].isoformat() if span else "",
                "last": span[1].isoformat() if span else "",
            },
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT listening_set_zone(%s)", [settings.TIME_ZONE])
        record("figures.counted_again", by=by, now=now, zone={"from": former, "to": settings.TIME_ZONE})
        enqueue_once("listening.count_again", lock="listening.count_again")
    return True


def count_some_again() -> bool:
    """Some days. Returns whether others are left; each day is committed with how far it came."""
    for _ in range(DAYS_A_JOB):
        stated = fact(COUNT_FACT, {})
        if not stated.get("next"):
            return False
        day, last = date.fromisoformat(stated["next"]), date.fromisoformat(stated["last"])
        with transaction.atomic():
            recount_day(day)
            following = day + timedelta(days=1)
            state_fact(COUNT_FACT, {**stated, "next": following.isoformat() if following <= last else ""})
        announce("figures", audience="staff")
    return bool(fact(COUNT_FACT, {}).get("next"))


def _span() -> tuple[date, date] | None:
    """The days of everything that is stored, one more at either end: there the two zones differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(published_at), max(published_at) FROM listening_mention")
        first, last = cursor.fetchone()
    if first is None:
        return None
    zone = timezone.get_default_timezone()
    day = timedelta(days=1)
    return timezone.localdate(first, timezone=zone) - day, timezone.localdate(last, timezone=zone) + day
