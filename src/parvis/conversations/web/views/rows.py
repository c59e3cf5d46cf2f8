"""The rows behind a figure of the dashboard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.conversations.reads.rows import first_replies_of_period, messages_of_period
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.periods import Period, period_asked
from parvis.foundation.web.screens import screen


@screen(permission="conversations.view", purpose="service")
def message_rows(request: HttpRequest) -> HttpResponse:
    """Messages received or sent."""
    period, kind = _period(request), request.GET.get("kind", "")
    title = {"inbound": _("Messages received"), "outbound": _("Messages sent")}.get(kind, _("Messages"))
    page = messages_of_period(account_of(request), period, kind=kind, after=request.GET.get("after", ""))
    return render(
        request,
        "conversations/rows/messages.html",
        {"title": title, "period": period, "page": page, "kind": kind},
    )


@screen(permission="conversations.view", purpose="service")
def first_reply_rows(request: HttpRequest) -> HttpResponse:
    """Conversations with the time to their first answer."""
    period = _period(request)
    page = first_replies_of_period(account_of(request), period, after=request.GET.get("after", ""))
    return render(
        request,
        "conversations/rows/first_replies.html",
        {"title": _("Time to first reply"), "period": period, "page": page},
    )


def _period(request: HttpRequest) -> Period:
    zone = timezone.get_current_timezone()
    return period_asked(request.GET.dict(), today=timezone.localdate(utc_now()), zone=zone)
