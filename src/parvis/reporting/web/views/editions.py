"""What was made of a report: sent by hand, seen again, taken away as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.accounts.permissions import account_of
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.downloads import download
from parvis.foundation.web.screens import actor_of, screen
from parvis.reporting.actions.editions import send_again, send_now
from parvis.reporting.logic.content import Content, from_plain
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Delivery
from parvis.reporting.permissions import get_edition, get_report
from parvis.reporting.reads.contents import computed, report_period
from parvis.reporting.reads.mail import file_name
from parvis.reporting.reads.pdf import as_pdf
from parvis.reporting.reads.quotes import with_quotes
from parvis.reporting.reads.tables import tables_of
from parvis.reporting.web.report_words import refusal_sentence
from parvis.reporting.web.shown import content_shown


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def send(request: HttpRequest, report_id: int) -> HttpResponse:
    found = get_report(account_of(request), report_id)
    try:
        send_now(found, by=actor_of(request), now=utc_now())
    except ReportRefused as refused:
        say(request, refusal_sentence(refused), tone="danger")
    else:
        say(request, _("The report is on its way."))
    return HttpResponseRedirect(reverse("report", args=(report_id,)))


@screen(permission="reports.manage", purpose="listening", methods=("POST",))
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """A mail that was refused or of which nobody knows whether it left."""
    mail = Delivery.objects.select_related("edition__report").filter(pk=min(mail_id, 2**63 - 1)).first()
    if mail is None:
        raise Http404("mail")
    found = get_report(account_of(request), mail.edition.report_id)
    if send_again(mail, by=actor_of(request), now=utc_now()):
        say(request, _("The mail is on its way again."))
    return HttpResponseRedirect(reverse("report", args=(found.pk,)))


@screen(permission="reports.manage", purpose="listening")
def edition(request: HttpRequest, report_id: int, edition_id: int) -> HttpResponse:
    """The figures as they were sent."""
    found = get_edition(account_of(request), report_id, edition_id)
    content = with_quotes(from_plain(found.content), found.report)
    with override(content.language):
        shown = content_shown(content)
    return render(
        request, "reporting/reports/edition.html", {**shown, "edition": found, "report": found.report}
    )


@screen(permission="reports.manage", purpose="listening")
def edition_file(request: HttpRequest, report_id: int, edition_id: int, form: str) -> HttpResponseBase:
    found = get_edition(account_of(request), report_id, edition_id)
    return _file(request, with_quotes(from_plain(found.content), found.report), form, report_id)


@screen(permission="reports.manage", purpose="listening")
def current_file(request: HttpRequest, report_id: int, form: str) -> HttpResponseBase:
    """What the report would say now."""
    found = get_report(account_of(request), report_id)
    if form not in _FORMS:
        raise Http404("form")
    now = utc_now()
    content = with_quotes(computed(found, report_period(found, now=now), now=now), found)
    return _file(request, content, form, report_id)


_FORMS = ("pdf", "csv", "xlsx")


def _file(request: HttpRequest, content: Content, form: str, report_id: int) -> HttpResponseBase:
    if form not in _FORMS:
        raise Http404("form")
    report = get_report(account_of(request), report_id)
    record("report.exported", report, by=actor_of(request), now=utc_now(), form=form)
    name = file_name(content, form)
    if form != "pdf":
        with override(content.language):
            return download(
                "csv" if form == "csv" else "xlsx", tables_of(content), name=name.rpartition(".")[0]
            )
    response = HttpResponse(as_pdf(content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
