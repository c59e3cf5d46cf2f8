"""/shared/<key>/: a report for whoever has its link. Figures only: no post, no person, no way further in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.foundation.clock import utc_now
from parvis.reporting.actions.links import TooManyViews, opened
from parvis.reporting.reads.contents import computed, report_period
from parvis.reporting.web.shown import content_shown


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """404 for a key that opens nothing, whatever the reason: guessed, over, taken back, or nobody answers for it."""
    now = utc_now()
    try:
        report = opened(token, now=now)
    except TooManyViews:
        page = render(request, "reporting/shared/too_often.html", status=429)
        page["Retry-After"] = "60"
        return _guarded(page)
    if report is None:
        return _guarded(render(request, "reporting/shared/over.html", status=404))
    content = computed(report, report_period(report, now=now), now=now)
    with override(report.language):
        return _guarded(render(request, "reporting/shared/report.html", content_shown(content)))


def _guarded(page: HttpResponse) -> HttpResponse:
    """Found by no search engine; the key travels to no other page."""
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Referrer-Policy"] = "no-referrer"
    page["Cache-Control"] = "private, no-store"
    return page
