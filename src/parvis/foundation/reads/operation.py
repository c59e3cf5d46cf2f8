"""How the installation itself does: readiness, figures for a monitor, what was slow, what browsers refused."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from parvis.foundation.jobs import STALLED_AFTER_SECONDS
from parvis.foundation.maintenance import is_closed
from parvis.foundation.models import PolicyReport, SlowStatement
from parvis.foundation.reads.jobs import job_counts
from parvis.foundation.retention import oldest_waiting_seconds


@dataclass(frozen=True, slots=True)
class Readiness:
    """database, migrations: without them no page can be served. worker: without it pages are, jobs wait."""

    database: bool
    migrations: bool
    worker: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class WorkerSigns:
    alive: int
    silent_seconds: float | None  # since the last sign of any; None where there never was one


def readiness() -> Readiness:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        migrations = has_all_migrations()
        return Readiness(True, migrations, migrations and worker_signs().alive > 0, is_closed())
    except DatabaseError:
        return Readiness(False, False, False, False)


def has_all_migrations() -> bool:
    """Whether the database is of this release or a newer one. Asked of the database each time: it may be
    restored under a running process."""
    return not _known_migrations() - set(MigrationRecorder(connection).applied_migrations())


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def worker_signs() -> WorkerSigns:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE last_heartbeat > now() - make_interval(secs => %s)), "
            "extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers",
            [STALLED_AFTER_SECONDS],
        )
        alive, silent = cursor.fetchone()
        return WorkerSigns(alive, None if silent is None else float(silent))


def slowest_statements(*, most: int = 20) -> list[SlowStatement]:
    """Those that cost most in all, first."""
    return list(SlowStatement.objects.order_by("-total_ms")[:most])


def policy_reports(*, most: int = 20) -> list[PolicyReport]:
    """The most frequent first."""
    return list(PolicyReport.objects.order_by("-count", "-last_at")[:most])


def measured_figures(*, now: datetime) -> dict[str, float]:
    """Name → value, as a monitor takes them; those of the whole installation are equal on all machines."""
    jobs, workers = job_counts(), worker_signs()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()), "
            "(SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('foundation_event', 'id')), 0)), "
            "(SELECT coalesce(sum(count), 0) FROM foundation_slow_statement), "
            "(SELECT coalesce(sum(count), 0) FROM foundation_policy_report)"
        )
        size, events, slow, refused = cursor.fetchone()
    return {
        'jobs{state="waiting"}': jobs.waiting,
        'jobs{state="running"}': jobs.running,
        'jobs{state="dead"}': jobs.dead,
        "oldest_waiting_job_seconds": oldest_waiting_seconds(now=now),
        "workers": workers.alive,
        "worker_silent_seconds": workers.silent_seconds if workers.silent_seconds is not None else -1,
        "events_total": events or 0,
        "slow_statements_total": int(slow),
        "policy_reports_total": int(refused),
        "maintenance": int(is_closed()),
        "database_bytes": size,
        "disk_free_bytes": shutil.disk_usage(settings.DATA_FOLDER).free,
        f'info{{version="{version("parvis")}"}}': 1,
    }
