"""A report as sentences with fields."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of, visible_to
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.reporting.actions.reports import Wish, save_report
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.logic.schedule import WEEK, WEEKLY
from parvis.reporting.models import Report
from parvis.reporting.permissions import get_report
from parvis.reporting.reads.contents import sections_for
from parvis.reporting.reads.dashboard import metrics_for
from parvis.reporting.web.report_words import FREQUENCIES, PERIODS, refusal_sentence, weekday_name

_FORM = ("GET", "HEAD", "POST")
_BETWEEN_ADDRESSES = re.compile(r"[\s,;]+")


@screen(permission="reports.manage", purpose="listening", methods=_FORM)
def new(request: HttpRequest) -> HttpResponse:
    return _editor(request, account_of(request), None)


@screen(permission="reports.manage", purpose="listening", methods=_FORM)
def edit(request: HttpRequest, report_id: int) -> HttpResponse:
    user = account_of(request)
    return _editor(request, user, get_report(user, report_id))


def _editor(request: HttpRequest, user: User, stored: Report | None) -> HttpResponse:
    fault = ""
    wish = _typed(request) if request.method == "POST" else _stored(stored, user)
    if request.method == "POST":
        try:
            saved = save_report(stored, wish, maker=user, by=actor_of(request), now=utc_now())
        except ReportRefused as refused:
            fault = refusal_sentence(refused)
        else:
            say(request, _("Saved. This is what the report says now."))
            return HttpResponseRedirect(reverse("report", args=(saved.pk,)))
    maker = stored.maker if stored else user
    return render(
        request,
        "reporting/reports/edit.html",
        {
            "report": stored,
            "wish": wish,
            "emails": "\n".join(wish.emails),
            "fault": fault,
            "periods": PERIODS.items(),
            "frequencies": FREQUENCIES.items(),
            "weekdays": [(number, weekday_name(number)) for number in range(7)],
            "hours": [(hour, f"{hour:02}:00") for hour in range(24)],
            "zone": settings.TIME_ZONE,
            "languages": settings.LANGUAGES,
            "figures": [(one, one.key in wish.figures) for one in metrics_for(maker)],
            "sections": [(one, one.key in wish.sections) for one in sections_for(maker)],
            "colleagues": [
                (one, one.pk in wish.user_ids) for one in visible_to(user).filter(is_active=True, owner=None)
            ],
        },
        status=409 if fault else 200,
    )


def _stored(stored: Report | None, user: User) -> Wish:
    if stored is None:
        # What most want: last week, on Monday morning, to oneself.
        figures = [one.key for one in metrics_for(user) if one.section in ("volume", "sentiment")]
        return Wish("", WEEK, user.language, figures, frequency=WEEKLY, user_ids=[user.pk])
    recipients = list(stored.recipients.all())
    return Wish(
        name=stored.name,
        period=stored.period,
        language=stored.language,
        figures=stored.figures,
        sections=stored.sections,
        frequency=stored.frequency,
        weekday=stored.weekday,
        hour=stored.hour,
        has_pdf=stored.has_pdf,
        user_ids=[one.user_id for one in recipients if one.user_id],
        emails=[one.email for one in recipients if one.email],
    )


def _typed(request: HttpRequest) -> Wish:
    given: Any = request.POST
    return Wish(
        name=given.get("name", "").replace("\0", ""),
        period=given.get("period", ""),
        language=given.get("language", ""),
        figures=_each(given.getlist("figure")),
        sections=_each(given.getlist("section")),
        frequency=given.get("frequency", ""),
        weekday=_number(given.get("weekday", "0")),
        hour=_number(given.get("hour", "8")),
        has_pdf="has_pdf" in given,
        user_ids=[key for typed in given.getlist("colleague") if (key := id_typed(typed))],
        emails=[one for one in _BETWEEN_ADDRESSES.split(given.get("emails", "").replace("\0", "")) if one],
    )


def _each(typed: list[str]) -> list[str]:
    return list(dict.fromkeys(typed))


def _number(typed: str) -> int:
    return int(typed) if re.fullmatch(r"\d{1,2}", typed, re.ASCII) else -1
