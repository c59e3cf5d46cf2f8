"""The mail of an edition: the figures as text and as a table, the PDF if wished, the page for who has an account."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.foundation.access import purpose
from parvis.people.logic.unsubscribe import unsubscribe_headers
from parvis.reporting.logic.content import Content, from_plain
from parvis.reporting.models import Delivery
from parvis.reporting.permissions import get_report_or_none
from parvis.reporting.reads.drawn import days_shown
from parvis.reporting.reads.pdf import as_pdf
from parvis.reporting.reads.quotes import with_quotes
from parvis.reporting.reads.stop_links import way_out


def composed(delivery: Delivery) -> EmailMultiAlternatives:
    """In the report's language. The page is linked only for whoever may open it; people outside get the way out."""
    edition = delivery.edition
    report = edition.report
    with purpose("listening"):
        content = with_quotes(from_plain(edition.content), report)
    link = ""
    if settings.ORIGIN and delivery.user and get_report_or_none(delivery.user, report.pk):
        link = f"{settings.ORIGIN}{reverse('report-edition', args=(report.pk, edition.pk))}"
    with override(content.language):
        days = days_shown(content)
        stop_url = "" if delivery.user else way_out(report, delivery.email)
        shown = {
            "stop_url": stop_url,
            "content": content,
            "days": days,
            "link": link,
            "has_pdf": report.has_pdf,
        }
        subject = _("%(report)s: %(days)s") % {"report": content.name, "days": days}
        mail = EmailMultiAlternatives(
            # A line break in a name would make headers of it.
            " ".join(subject.split()),
            render_to_string("reporting/reports/mail.txt", shown),
            None,
            [delivery.email],
            headers={
                "Message-ID": message_id(delivery),
                "Auto-Submitted": "auto-generated",
                **(unsubscribe_headers(stop_url) if stop_url else {}),
            },
        )
        mail.attach_alternative(render_to_string("reporting/reports/mail.html", shown), "text/html")
    if report.has_pdf:
        mail.attach(file_name(content, "pdf"), as_pdf(content), "application/pdf")
    return mail


def message_id(delivery: Delivery) -> str:
    """The same each time this mail is tried."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    made = delivery.edition.made_at
    return f"<report-{delivery.edition_id}-{delivery.pk}-{made:%Y%m%d%H%M%S%f}@{domain}>"


def file_name(content: Content, form: str) -> str:
    return f"{slugify(content.name) or 'report'}-{content.first:%Y-%m-%d}.{form}"
