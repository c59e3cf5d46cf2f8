"""Notices of anybody, without an account (art. 16 DSA): a receipt with a number, a decision with the way of redress."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from parvis.community.actions.join import email_hash
from parvis.community.actions.looks import open_look
from parvis.community.logic.errors import EmptyText, MayNot, TooOften
from parvis.community.models import KINDS, Ground, Look, NoticeContact, Report, Said
from parvis.community.permissions import get_said
from parvis.foundation.access import purpose
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue

MOST_WORDS, A_DAY, A_DAY_OF_ALL = 2000, 5, 500
TELL_JOB = "community.tell_notice"
_LAST_ID = re.compile(r"/(\d+)/[^/#]*/?(?=#|$)")


def text_at(address: str) -> Said | None:
    """The text that everybody reads at this address, with or without the readable part and the page of it."""
    split = urlsplit(address.strip()[:500])
    given = f"{split.path}#{split.fragment}" if split.fragment else split.path
    for number in dict.fromkeys(re.findall(r"\d{1,18}", given)):
        for kind, model in KINDS.items():
            found = model._default_manager.select_related(*model.beside()).filter(pk=int(number)).first()
            if found is not None and _plain(found.url) == _plain(given):
                try:
                    return get_said(None, kind, found.pk)
                except Http404:
                    return None
    return None


def give_notice(
    *, address: str, ground: Ground, reasons: str, name: str, email: str, language: str, now: datetime
) -> Report:
    """Keep the notice and send its receipt. The same address about the same text twice is one notice.

    Raises MayNot("notice-address"), EmptyText, TooOften.
    """
    reasons, name = reasons.strip()[:MOST_WORDS], " ".join(name.split())[:120]
    if not reasons or not name:
        raise EmptyText
    text = text_at(address)
    if text is None:
        raise MayNot("notice-address")
    hashed, day = email_hash(email), now - timedelta(days=1)
    with purpose("moderation"), transaction.atomic():
        said_before = NoticeContact.objects.filter(
            email_hash=hashed, report__kind=text.kind, report__text_id=text.pk, report__state=Report.OPEN
        ).select_related("report")
        if (there := said_before.first()) is not None:
            return there.report
        lately = NoticeContact.objects.filter(at__gt=day)
        if lately.filter(email_hash=hashed).count() >= A_DAY or lately.count() >= A_DAY_OF_ALL:
            raise TooOften(seconds=24 * 3600)
        made = Report.objects.create(
            kind=text.kind, text_id=text.pk, source=Report.NOTICE, ground=ground, reasons=reasons, at=now
        )
        NoticeContact.objects.create(
            report=made,
            name=name,
            email=email,
            email_hash=hashed,
            language=language,
            address=address[:500],
            at=now,
        )
        # A notice brings the house to know of the text: it comes before what members report.
        open_look(text, reasons=["notice"], priority=Look.HELD, now=now)
        enqueue(TELL_JOB, report_id=made.pk)
        return made


def number_of(report: Report) -> str:
    """How a notice is called in its receipt."""
    return f"{report.at:%Y}-{report.pk}"


def tell_notice(report_id: int, *, now: datetime) -> bool:
    """Send the receipt, or the decision once there is one. Returns whether a mail went out."""
    with purpose("moderation"):
        contact = NoticeContact.objects.select_related("report__ground").filter(report_id=report_id).first()
        if contact is None or contact.told_at is not None:
            return False
        with override(contact.language):
            subject, body = _receipt(contact) if contact.report.state == Report.OPEN else _decision(contact)
        EmailMessage(
            subject=subject, body=body, from_email=settings.DEFAULT_FROM_EMAIL, to=[contact.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()  # fmt: skip
        if contact.report.state != Report.OPEN:
            NoticeContact.objects.filter(pk=contact.pk).update(told_at=now)
        return True


def _receipt(contact: NoticeContact) -> tuple[str, str]:
    given = {"number": number_of(contact.report), "address": contact.address, "company": company_name()}
    return (
        _("Your notice %(number)s has arrived") % given,
        _(
            "We have received your notice %(number)s about %(address)s.\n\nA person looks at it and decides. "
            "You read the decision, with its reasons, at this address.\n\n%(company)s"
        )
        % given,
    )


def _decision(contact: NoticeContact) -> tuple[str, str]:
    report = contact.report
    given = {
        "number": number_of(report), "address": contact.address, "company": company_name(),
        "answer": f"\n\n{report.answer}" if report.answer else "",
    }  # fmt: skip
    decided = (
        _("The text breaks our rules and is no longer shown.")
        if report.state == Report.UPHELD
        else _("The text breaks no rule and stays. Criticism alone is no ground for withholding a text.")
    )
    return (
        _("The decision on your notice %(number)s") % given,
        _("Your notice %(number)s about %(address)s:") % given
        + f"\n\n{decided}{given['answer']}\n\n"
        + _(
            "A person decided, without automated means. If you disagree, answer this mail within six months: "
            "another person looks at it. An out-of-court settlement body and the courts are open to you, too."
        )
        + f"\n\n{given['company']}",
    )


def _plain(address: str) -> str:
    return _LAST_ID.sub(r"/\1/", address)
