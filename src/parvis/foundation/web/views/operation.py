"""Settings → Operation: is it well, what was slow, what browsers refused, and closing the pages."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from parvis.foundation import maintenance
from parvis.foundation.clock import utc_now
from parvis.foundation.reads.jobs import job_counts
from parvis.foundation.reads.operation import policy_reports, readiness, slowest_statements, worker_signs
from parvis.foundation.retention import oldest_waiting_seconds
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="jobs.manage")
def operation(request: HttpRequest) -> HttpResponse:
    ready, jobs, workers = readiness(), job_counts(), worker_signs()
    return render(
        request,
        "foundation/operation/index.html",
        {
            "ready": ready,
            "workers": number_format(workers.alive),
            "jobs_waiting": number_format(jobs.waiting),
            "jobs_dead": number_format(jobs.dead),
            "oldest_minutes": number_format(int(oldest_waiting_seconds(now=utc_now()) // 60)),
            "statements": [_statement(row) for row in slowest_statements()],
            "threshold": number_format(int(settings.SLOW_STATEMENT_MILLISECONDS)),
            "reports": policy_reports(),
            "is_closed": maintenance.is_closed(),
            "may_close": request.user.may("installation.manage"),  # type: ignore[union-attr]
            "release": version("parvis"),
            "postgresql": connection.pg_version // 10000,  # type: ignore[attr-defined]
        },
    )


@screen(permission="installation.manage", methods=("POST",))
def set_maintenance(request: HttpRequest) -> HttpResponse:
    """Close the pages, or open them again."""
    if request.POST.get("closed") == "yes":
        maintenance.close_pages(by=actor_of(request), now=utc_now())
        say(request, _("The pages are closed to everybody but administrators."))
    else:
        maintenance.open_pages(by=actor_of(request), now=utc_now())
        say(request, _("The pages are open again."))
    return redirect("operation")


def _statement(row: Any) -> dict[str, Any]:
    return {
        "text": row.statement,
        "place": row.place,
        "count": number_format(row.count),
        "mean": number_format(round(row.total_ms / max(row.count, 1))),
        "longest": number_format(round(row.longest_ms)),
        "last_at": row.last_at,
    }
