"""How long the traces of the work itself are kept. What people said is the capabilities' own affair."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from parvis.foundation.models import JobFailure, LiveAnnouncement, PolicyReport, SlowStatement
from parvis.foundation.slow_statements import MOST_KEPT

# Announcements are for open pages; after an hour nobody can still be waiting for them.
_ANNOUNCEMENTS = timedelta(hours=1)
# Short transactions: a sweep after a year's pause holds nobody up.
_BATCH = 5000


def sweep_traces(*, now: datetime) -> dict[str, int]:
    """Remove what is older than settings.KEEP_DAYS says; how many rows of each kind."""
    keep = {kind: now - timedelta(days=days) for kind, days in settings.KEEP_DAYS.items()}
    swept = {
        "announcements": LiveAnnouncement.objects.filter(created_at__lt=now - _ANNOUNCEMENTS).delete()[0],
        "dead_jobs": _dead_jobs(keep["dead_jobs"]),
        "events": _events(keep["events"]),
        "slow_statements": SlowStatement.objects.filter(last_at__lt=keep["slow_statements"]).delete()[0],
        "policy_reports": PolicyReport.objects.filter(last_at__lt=keep["policy_reports"]).delete()[0],
    }
    newest = SlowStatement.objects.order_by("-last_at").values_list("pk", flat=True)[:MOST_KEPT]
    swept["slow_statements"] += SlowStatement.objects.exclude(pk__in=list(newest)).delete()[0]
    return swept


def _dead_jobs(before: datetime) -> int:
    """How a job failed is of interest as long as somebody may still look at it or run it again."""
    old = list(JobFailure.objects.filter(at__lt=before).values_list("job_id", flat=True)[:_BATCH])
    JobFailure.objects.filter(job_id__in=old).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'failed'", [old])
        return int(cursor.rowcount)


def _events(before: datetime) -> int:
    """Events that every subscriber has dealt with. The log is append-only to us; its owner's function forgets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT foundation_forget_events(%s, %s)", [before, _BATCH])
        return int(cursor.fetchone()[0])


def oldest_waiting_seconds(*, now: datetime) -> float:
    """For how long the oldest job that is due has waited."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM %s - min(coalesce(j.scheduled_at, e.at))) FROM procrastinate_jobs j "
            "LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred' "
            "WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= %s)",
            [now, now],
        )
        return float(cursor.fetchone()[0] or 0)

