"""/shared/<key>/: a report for whoever has its link. Figures only: no post, no person, no way further in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.foundation.clock import utc_now
from parvis.foundation.web.downloads import download
from parvis.reporting.actions.links import TooManyViews, opened
from parvis.reporting.logic.content import Content
from parvis.reporting.reads.contents import computed, report_period
from parvis.reporting.reads.mail import file_name
from parvis.reporting.reads.tables import tables_of
from parvis.reporting.web.shown import content_shown


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponseBase:
    """404 for a key that opens nothing, whatever the reason: guessed, over, taken back, or nobody answers for it."""

    def page(content: Content) -> HttpResponseBase:
        shown = content_shown(content) | {"token": token}
        return render(request, "reporting/shared/report.html", shown)

    return _opened(request, token, page)


@never_cache
@require_safe
def shared_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same figures for a spreadsheet."""
    return _opened(
        request,
        token,
        lambda content: download(
            "csv", tables_of(content), name=file_name(content, "csv").rpartition(".")[0]
        ),
    )


def _opened(
    request: HttpRequest, token: str, answer: Callable[[Content], HttpResponseBase]
) -> HttpResponseBase:
    now = utc_now()
    try:
        report = opened(token, now=now)
    except TooManyViews:
        refused = render(request, "reporting/shared/too_often.html", status=429)
        refused["Retry-After"] = "60"
        return _guarded(refused)
    if report is None:
        return _guarded(render(request, "reporting/shared/over.html", status=404))
    # Without the chosen posts: they are for people who are known.
    content = computed(report, report_period(report, now=now), now=now)
    with override(report.language):
        return _guarded(answer(content))


def _guarded(page: HttpResponseBase) -> HttpResponseBase:
    """Found by no search engine; the key travels to no other page."""
    page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    page["Referrer-Policy"] = "no-referrer"
    page["Cache-Control"] = "private, no-store"
    return page
