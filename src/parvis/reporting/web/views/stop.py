"""/reports/stop/<link>/: out of a report's recipients, by people outside, without a log-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from parvis.foundation.clock import utc_now
from parvis.reporting.actions.stop import stop
from parvis.reporting.models import Report
from parvis.reporting.reads.stop_links import opened_way_out


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, for programs that check mails open every address; POST stops it at once (RFC 8058: no cookie, no
    question, no redirect), as often as it is sent."""
    asked = opened_way_out(token)
    if asked is None:
        return _guarded(render(request, "reporting/shared/over.html", status=404))
    report_id, hashed = asked
    if request.method == "POST":
        stop(report_id, hashed, now=utc_now())
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return _guarded(
                HttpResponse("", content_type="text/plain")
            )  # a program asked: no page, no cookie
    report = Report.objects.filter(pk=report_id).only("name", "language").first()
    with override(report.language if report else None):
        shown = {"report": report, "is_done": request.method == "POST" or report is None}
        return _guarded(render(request, "reporting/shared/stop.html", shown))


def _guarded(page: HttpResponse) -> HttpResponse:
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Referrer-Policy"] = "no-referrer"
    page["Cache-Control"] = "private, no-store"
    return page
