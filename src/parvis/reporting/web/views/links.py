"""Links that show a report to people without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.reporting.actions.links import DAYS, revoke, share
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.permissions import get_link, get_report
from parvis.reporting.web.report_words import refusal_sentence


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def share_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """The new link, shown this once: only a hash of it is kept."""
    user = account_of(request)
    found = get_report(user, report_id)
    typed = request.POST.get("days", "")
    days = int(typed) if typed in map(str, DAYS) else 30
    try:
        link, key = share(found, days=days, user=user, by=actor_of(request), now=utc_now())
    except ReportRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
        return HttpResponseRedirect(reverse("report", args=(report_id,)))
    path = reverse("shared-report", args=(key,))
    address = f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
    return render(request, "reporting/reports/link.html", {"report": found, "link": link, "address": address})


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def revoke_link(request: HttpRequest, link_id: int) -> HttpResponse:
    link = get_link(account_of(request), link_id)
    if revoke(link, by=actor_of(request), now=utc_now()):
        say(request, _("The link no longer opens anything."))
    return HttpResponseRedirect(reverse("report", args=(link.report_id,)))
