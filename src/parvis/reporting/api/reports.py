"""Reports for programs: made, sent, shared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.conf import settings
from django.urls import reverse
from pydantic import Field

from parvis.foundation.api.endpoints import Caller, Endpoints
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Name, examples
from parvis.reporting.actions.editions import send_again, send_now
from parvis.reporting.actions.links import revoke, share
from parvis.reporting.actions.quotes import add_quotes, remove_quote
from parvis.reporting.actions.reports import Wish, remove_report, save_report, take_over
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Delivery, Report
from parvis.reporting.permissions import get_link, get_report, visible_to
from parvis.reporting.reads.quotes import quoted_mentions

_SENTENCES = {
    "name-missing": "A report has a name.",
    "nothing-chosen": "A report holds at least one figure or section.",
    "unknown-figure": "One of the figures does not exist, or its maker may not see it.",
    "unknown-choice": "Choose from what is offered.",
    "bad-address": "One of the addresses is none.",
    "unknown-recipient": "One of the accounts does not exist or is disabled.",
    "too-many-recipients": "A report goes to at most fifty recipients.",
    "no-recipients": "Nobody receives the report.",
    "sent-just-now": "It was sent less than a minute ago.",
    "too-many-quotes": "A report holds at most twenty chosen posts.",
    "too-many-links": "Too many links are open.",
}
_PROBLEMS = {code: (409, sentence) for code, sentence in _SENTENCES.items()}


def refusal(error: Exception) -> Problem | None:
    return Problem(409, error.code, _SENTENCES[error.code]) if isinstance(error, ReportRefused) else None


ENDPOINTS = Endpoints("Reports", explain="Figures that are sent by mail or shown by a link.", refusal=refusal)
MANAGE = {"permission": "reports.manage", "purpose": "listening"}
Keys = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=100)]


class ReportGiven(Body):
    """weekday: 0 is Monday, of a weekly report; hour in the installation's zone; frequency "": sent by hand."""

    name: Name
    period: Literal["week", "month", "quarter", "days_30"]
    language: Literal["en", "fr"]
    figures: Keys
    sections: Keys = []
    frequency: Literal["", "weekly", "monthly"] = ""
    weekday: Annotated[int, Field(ge=0, le=6)] = 0
    hour: Annotated[int, Field(ge=0, le=23)] = 8
    has_pdf: bool = True
    user_ids: Annotated[list[Id], Field(max_length=50)] = []
    emails: Annotated[list[Line], Field(max_length=50)] = []

    model_config = examples(
        {"name": "The week", "period": "week", "language": "en", "figures": ["mentions.volume"]}
    )


class ReportOut(Answer):
    id: int
    name: str
    period: str
    language: str
    figures: list[str]
    sections: list[str]
    frequency: str
    weekday: int
    hour: int
    has_pdf: bool
    user_ids: list[int]
    emails: list[str]
    next_at: datetime | None


class ReportList(Answer):
    items: list[ReportOut]


class EditionOut(Answer):
    id: int
    first: date
    last: date
    recipients: int


class QuotesGiven(Body):
    mention_ids: Annotated[list[Id], Field(min_length=1, max_length=20)]

    model_config = examples({"mention_ids": [1, 2]})


class QuotesOut(Answer):
    mention_ids: list[int]


class LinkGiven(Body):
    days: Literal[7, 30, 90, 365] = 30

    model_config = examples({"days": 30})


class LinkOut(Answer):
    """url is told this once; only a hash of its key is kept."""

    id: int
    url: str
    expires_at: datetime


@ENDPOINTS.get("/reports", **MANAGE)
def list_reports(caller: Caller) -> ReportList:
    """Your reports, and for who looks after accounts those of colleagues with no more rights."""
    return ReportList(items=[_out(one) for one in visible_to(caller.user)])


@ENDPOINTS.post("/reports", status=201, problems=_PROBLEMS, **MANAGE)
def create_report(caller: Caller, given: ReportGiven) -> ReportOut:
    """Make a report; it shows what you may see."""
    made = save_report(None, _wish(given), maker=caller.user, by=caller.actor, now=caller.now)
    return _out(get_report(caller.user, made.pk))


@ENDPOINTS.put("/reports/{report_id}", problems=_PROBLEMS, **MANAGE)
def replace_report(caller: Caller, report_id: Id, given: ReportGiven) -> ReportOut:
    """Change what it holds, when it is sent and to whom."""
    found = get_report(caller.user, report_id)
    save_report(found, _wish(given), maker=caller.user, by=caller.actor, now=caller.now)
    return _out(get_report(caller.user, report_id))


@ENDPOINTS.delete("/reports/{report_id}", **MANAGE)
def delete_report(caller: Caller, report_id: Id) -> None:
    """Remove it with its links."""
    remove_report(get_report(caller.user, report_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/reports/{report_id}/take-over", **MANAGE)
def take_over_report(caller: Caller, report_id: Id) -> ReportOut:
    """Answer for it from now on: it shows what you may see."""
    found = get_report(caller.user, report_id)
    take_over(found, user=caller.user, by=caller.actor, now=caller.now)
    return _out(found)


@ENDPOINTS.post("/reports/{report_id}/send", status=202, problems=_PROBLEMS, **MANAGE)
def send_report(caller: Caller, report_id: Id) -> EditionOut:
    """Make an edition now and send it to every recipient."""
    made = send_now(get_report(caller.user, report_id), by=caller.actor, now=caller.now)
    return EditionOut(id=made.pk, first=made.first, last=made.last, recipients=made.deliveries.count())


@ENDPOINTS.post("/report-mails/{mail_id}/again", status=204, **MANAGE)
def send_report_mail_again(caller: Caller, mail_id: Id) -> None:
    """A mail that was refused, or of which nobody knows whether it left."""
    mail = Delivery.objects.select_related("edition__report").filter(pk=mail_id).first()
    if mail is None:
        raise not_found()
    get_report(caller.user, mail.edition.report_id)
    send_again(mail, by=caller.actor, now=caller.now)


@ENDPOINTS.post("/reports/{report_id}/links", status=201, problems=_PROBLEMS, **MANAGE)
def share_report(caller: Caller, report_id: Id, given: LinkGiven) -> LinkOut:
    """A link that shows the report without an account."""
    link, key = share(
        get_report(caller.user, report_id),
        days=given.days,
        user=caller.user,
        by=caller.actor,
        now=caller.now,
    )
    path = reverse("shared-report", args=(key,))
    url = f"{settings.ORIGIN}{path}" if settings.ORIGIN else caller.request.build_absolute_uri(path)
    return LinkOut(id=link.pk, url=url, expires_at=link.expires_at)


@ENDPOINTS.delete("/report-links/{link_id}", **MANAGE)
def revoke_report_link(caller: Caller, link_id: Id) -> None:
    """Take a link back."""
    revoke(get_link(caller.user, link_id), by=caller.actor, now=caller.now)


@ENDPOINTS.post("/reports/{report_id}/quotes", problems=_PROBLEMS, **MANAGE)
def add_report_quotes(caller: Caller, report_id: Id, given: QuotesGiven) -> QuotesOut:
    """Choose posts as examples: in the page, the file and the mail, without names; never behind a link."""
    found = get_report(caller.user, report_id)
    add_quotes(found, given.mention_ids, user=caller.user, by=caller.actor, now=caller.now)
    return _quotes(found, caller)


@ENDPOINTS.get("/reports/{report_id}/quotes", **MANAGE)
def list_report_quotes(caller: Caller, report_id: Id) -> QuotesOut:
    """The posts that were chosen and are still there."""
    return _quotes(get_report(caller.user, report_id), caller)


@ENDPOINTS.delete("/reports/{report_id}/quotes/{mention_id}", **MANAGE)
def remove_report_quote(caller: Caller, report_id: Id, mention_id: Id) -> None:
    """Take a post out of the report."""
    found = get_report(caller.user, report_id)
    if not remove_quote(found, mention_id, by=caller.actor, now=caller.now):
        raise not_found()


def _quotes(report: Report, caller: Caller) -> QuotesOut:
    return QuotesOut(mention_ids=[one.pk for one in quoted_mentions(report, user=caller.user)])


def _wish(given: ReportGiven) -> Wish:
    return Wish(**given.model_dump())


def _out(report: Report) -> ReportOut:
    recipients = list(report.recipients.all())
    return ReportOut(
        id=report.pk,
        name=report.name,
        period=report.period,
        language=report.language,
        figures=report.figures,
        sections=report.sections,
        frequency=report.frequency,
        weekday=report.weekday,
        hour=report.hour,
        has_pdf=report.has_pdf,
        user_ids=[one.user_id for one in recipients if one.user_id],
        emails=[one.email for one in recipients if one.email],
        next_at=report.next_at,
    )
