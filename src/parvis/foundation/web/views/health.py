"""Whether this installation answers: for a proxy, a supervisor, a monitor, and a page that waits for it."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from parvis.foundation.clock import utc_now
from parvis.foundation.logic.exposition import exposition
from parvis.foundation.measures import BUCKETS, all_counts
from parvis.foundation.reads.operation import measured_figures, readiness


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers. English and plain: machines read it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _plain("The database does not answer. `parvis doctor` says what to do.\n", status=503)
    return _plain("ok\n")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether this machine should be sent requests: 503 without the database or with migrations missing.

    A silent worker is said but keeps nobody out, for pages can be served without; `?require=worker` for a
    monitor that wants to be woken by it.
    """
    found = readiness()
    is_ready = found.database and found.migrations
    if request.GET.get("require") == "worker":
        is_ready = is_ready and found.worker
    lines = [
        f"database {'ok' if found.database else 'does not answer'}",
        f"migrations {'ok' if found.migrations else 'missing'}",
        f"worker {'ok' if found.worker else 'silent'}",
        f"pages {'closed for maintenance' if found.is_closed else 'open'}",
    ]
    return _plain("\n".join(lines) + "\n", status=200 if is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: with the token where one is set, else for this machine itself alone."""
    if not _may_read_metrics(request):
        return _plain("Set PARVIS_METRICS_TOKEN and send it: Authorization: Bearer …\n", status=403)
    try:
        figures = {"up": 1.0, **measured_figures(now=utc_now())}
    except DatabaseError:
        figures = {"up": 0.0}
    response = _plain(exposition(figures, all_counts(), buckets=BUCKETS))
    response["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    return response


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # Behind a proxy on this machine everybody comes from loopback.
    if settings.ORIGIN or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _plain(text: str, *, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
