"""Making, changing and removing reports; taking over one whose maker is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from parvis.accounts.models import User
from parvis.foundation.audit import Actor, changed, record
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.logic.schedule import FREQUENCIES, PERIODS, next_due
from parvis.reporting.models import Recipient, Report
from parvis.reporting.reads.contents import sections_for
from parvis.reporting.reads.dashboard import metrics_for

MOST_RECIPIENTS = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """A report as somebody wants it. frequency "" is none: it is sent by hand. user_ids and emails get it."""

    name: str
    period: str
    language: str
    figures: Sequence[str]
    sections: Sequence[str] = ()
    frequency: str = ""
    weekday: int = 0
    hour: int = 8
    has_pdf: bool = True
    user_ids: Sequence[int] = ()
    emails: Sequence[str] = ()


def save_report(stored: Report | None, wish: Wish, *, maker: User, by: Actor, now: datetime) -> Report:
    """The report as wished. A stored one stays its maker's. Raises ReportRefused."""
    owner = stored.maker if stored else maker
    name = " ".join(wish.name.split())[:120]
    _require_possible(wish, owner, stored, name=name)
    users, emails = _recipients(wish)
    if wish.frequency and not (users or emails):
        raise ReportRefused("no-recipients")
    report = stored or Report(maker=maker, created_at=now)
    before = {} if stored is None else _said(stored)
    report.name, report.period, report.language = name, wish.period, wish.language
    report.figures, report.sections = list(wish.figures), list(wish.sections)
    report.frequency, report.weekday, report.hour = wish.frequency, wish.weekday, wish.hour
    report.has_pdf, report.changed_at = wish.has_pdf, now
    report.next_at = _due(report, now=now)
    with transaction.atomic():
        report.save()
        report.recipients.exclude(user__in=users).exclude(email__in=emails, user=None).delete()
        known = {one.user_id or one.email for one in report.recipients.all()}
        Recipient.objects.bulk_create(
            [Recipient(report=report, user=user) for user in users if user.pk not in known]
            + [Recipient(report=report, email=email) for email in emails if email not in known]
        )
        told = _said(report) | {"recipients": len(users) + len(emails)}
        if stored is None:
            record("report.made", report, by=by, now=now, **told)
        else:
            record("report.changed", report, by=by, now=now, **changed(before, _said(report)))
    return report


def remove_report(report: Report, *, by: Actor, now: datetime) -> None:
    """With what was made of it and its links."""
    with transaction.atomic():
        record("report.removed", report, by=by, now=now, name=report.name)
        report.delete()


def take_over(report: Report, *, user: User, by: Actor, now: datetime) -> None:
    """From now on it is computed with this account's rights."""
    with transaction.atomic():
        record(
            "report.taken_over", report, by=by, now=now, maker={"from": report.maker.name, "to": user.name}
        )
        report.maker, report.changed_at = user, now
        report.next_at = _due(report, now=now)
        report.save(update_fields=["maker", "changed_at", "next_at"])


def _require_possible(wish: Wish, owner: User, stored: Report | None, *, name: str) -> None:
    if not name:
        raise ReportRefused("name-missing")
    if not wish.figures and not wish.sections:
        raise ReportRefused("nothing-chosen")
    # What the report held before stays possible: a market may have been removed meanwhile.
    figures = {metric.key for metric in metrics_for(owner)} | set(stored.figures if stored else ())
    sections = {section.key for section in sections_for(owner)} | set(stored.sections if stored else ())
    if not set(wish.figures) <= figures or not set(wish.sections) <= sections:
        raise ReportRefused("unknown-figure")
    if (
        wish.period not in PERIODS
        or wish.language not in dict(settings.LANGUAGES)
        or wish.frequency not in ("", *FREQUENCIES)
        or wish.weekday not in range(7)
        or wish.hour not in range(24)
    ):
        raise ReportRefused("unknown-choice")


def _recipients(wish: Wish) -> tuple[list[User], list[str]]:
    users = list(User.objects.filter(pk__in=wish.user_ids, is_active=True, owner=None))
    if len(users) != len(set(wish.user_ids)):
        raise ReportRefused("unknown-recipient")
    of_users = {user.email.lower() for user in users}
    emails: dict[str, str] = {}
    for typed in wish.emails:
        email = typed.strip()
        try:
            validate_email(email)
        except ValidationError:
            raise ReportRefused("bad-address", address=email[:80]) from None
        if email.lower() not in of_users:
            emails.setdefault(email.lower(), email)
    if len(users) + len(emails) > MOST_RECIPIENTS:
        raise ReportRefused("too-many-recipients", most=str(MOST_RECIPIENTS))
    return users, list(emails.values())


def _due(report: Report, *, now: datetime) -> datetime | None:
    zone = timezone.get_default_timezone()
    return next_due(report.frequency, weekday=report.weekday, hour=report.hour, after=now, zone=zone)


def _said(report: Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "period": report.period,
        "language": report.language,
        "figures": list(report.figures),
        "sections": list(report.sections),
        "frequency": report.frequency,
        "hour": report.hour,
    }
