"""/value/reports/: what is sent to whom, and one report with what it says now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.reporting.actions.links import DAYS
from parvis.reporting.actions.quotes import remove_quote
from parvis.reporting.actions.reports import remove_report, take_over
from parvis.reporting.permissions import get_report, is_answered_for, visible_to
from parvis.reporting.reads.contents import computed, report_period
from parvis.reporting.reads.quotes import quoted_mentions, with_quotes
from parvis.reporting.web.report_words import PERIODS, STATES, schedule_in_words
from parvis.reporting.web.shown import content_shown

EDITIONS_SHOWN = 10


@screen(permission="reports.manage", purpose="listening")
def index(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    now = utc_now()
    reports = [
        {
            "report": one,
            "schedule": schedule_in_words(one),
            "period": PERIODS[one.period],
            "recipients": len(one.recipients.all()),
            "links": sum(link.is_open(now=now) for link in one.links.all()),
            "latest": one.editions.first(),
            "is_answered_for": is_answered_for(one),
            "is_mine": one.maker_id == user.pk,
        }
        for one in visible_to(user).prefetch_related("links")
    ]
    return render(request, "reporting/reports/index.html", {"reports": reports})


@screen(permission="reports.manage", purpose="listening")
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """What it would say now, what was sent, and the links."""
    user = account_of(request)
    found = get_report(user, report_id)
    now = utc_now()
    content = with_quotes(computed(found, report_period(found, now=now), now=now), found)
    with override(found.language):
        shown = content_shown(content)
    editions = [
        {
            "edition": edition,
            "mails": [(mail, *STATES[mail.state]) for mail in edition.deliveries.all()],
        }
        for edition in found.editions.defer("content").prefetch_related("deliveries")[:EDITIONS_SHOWN]
    ]
    return render(
        request,
        "reporting/reports/report.html",
        {
            **shown,
            "report": found,
            "schedule": schedule_in_words(found),
            "period_kind": PERIODS[found.period],
            "recipients": [one.address for one in found.recipients.all()],
            "editions": editions,
            "chosen_posts": quoted_mentions(found, user=user),
            "links": [(link, link.is_open(now=now)) for link in found.links.select_related("made_by")],
            "link_days": DAYS,
            "is_answered_for": is_answered_for(found),
            "may_take_over": found.maker_id != user.pk,
        },
    )


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def remove(request: HttpRequest, report_id: int) -> HttpResponse:
    found = get_report(account_of(request), report_id)
    name = found.name
    remove_report(found, by=actor_of(request), now=utc_now())
    say(request, _("The report %(name)s is removed, with its links.") % {"name": name})
    return HttpResponseRedirect(reverse("reports"))


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def unquote(request: HttpRequest, report_id: int, mention_id: int) -> HttpResponse:
    found = get_report(account_of(request), report_id)
    if not remove_quote(found, min(mention_id, 2**63 - 1), by=actor_of(request), now=utc_now()):
        raise Http404("quote")
    say(request, _("The post is no longer in the report."))
    return HttpResponseRedirect(reverse("report", args=(report_id,)))


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def take(request: HttpRequest, report_id: int) -> HttpResponse:
    user = account_of(request)
    found = get_report(user, report_id)
    take_over(found, user=user, by=actor_of(request), now=utc_now())
    say(request, _("From now on you answer for this report."))
    return HttpResponseRedirect(reverse("report", args=(report_id,)))
