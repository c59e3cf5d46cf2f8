"""Making an edition: the figures of a period are written down together with the mails that will carry them.

Everything is one transaction: figures, a row for each mail, their jobs, the next time. Killed before its end, nothing
happened and the job comes again; after it, the row of (report, period) keeps it from being made twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from parvis.foundation.audit import Actor, record
from parvis.foundation.jobs import enqueue, enqueue_once
from parvis.reporting.logic.content import to_plain
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.logic.schedule import next_due
from parvis.reporting.models import Delivery, Edition, Report
from parvis.reporting.permissions import is_answered_for
from parvis.reporting.reads.contents import computed, report_period

KEPT = timedelta(days=400)
# A second press of the button within this time is the same wish.
PAUSE = timedelta(minutes=1)


def enqueue_due(*, now: datetime) -> int:
    """A job for each report that is due. Returns how many were not waiting already."""
    due = Report.objects.filter(next_at__lte=now).values_list("pk", flat=True)
    return sum(
        enqueue_once("reporting.make", lock=f"reporting.make:{report_id}", report_id=report_id)
        for report_id in due
    )


def make_due(report_id: int, *, now: datetime) -> Edition | None:
    """The edition of a report that is due, or None: it was made meanwhile, removed, or nobody answers for it.

    After a standstill of weeks there is one edition, of the period that is over now.
    """
    with transaction.atomic():
        report = (
            Report.objects.select_for_update(of=("self",))
            .select_related("maker")
            .filter(pk=report_id, next_at__lte=now)
            .first()
        )
        if report is None:
            return None
        zone = timezone.get_default_timezone()
        report.next_at = next_due(
            report.frequency, weekday=report.weekday, hour=report.hour, after=now, zone=zone
        )
        report.save(update_fields=["next_at"])
        period = report_period(report, now=now)
        is_made = report.editions.filter(first=period.first, last=period.last, is_scheduled=True).exists()
        if is_made or not is_answered_for(report):
            return None
        return _make(report, now=now, is_scheduled=True)


def send_now(report: Report, *, by: Actor, now: datetime) -> Edition:
    """An edition made and sent by hand. Raises ReportRefused."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        if not report.recipients.exists():
            raise ReportRefused("no-recipients")
        if report.editions.filter(is_scheduled=False, made_at__gt=now - PAUSE).exists():
            raise ReportRefused("sent-just-now")
        edition = _make(report, now=now, is_scheduled=False)
        record("report.sent", report, by=by, now=now, recipients=edition.deliveries.count())
    return edition


def send_again(delivery: Delivery, *, by: Actor, now: datetime) -> bool:
    """A mail that was refused, or of which nobody knows whether it left. Returns whether it is on its way."""
    with transaction.atomic():
        unsent = Delivery.objects.filter(pk=delivery.pk, state__in=(Delivery.SENDING, Delivery.REFUSED))
        if not unsent.update(state=Delivery.WAITING, changed_at=now):
            return False
        enqueue("reporting.deliver", delivery_id=delivery.pk)
        record("report.sent_again", delivery.edition.report, by=by, now=now)
    return True


def forget_editions(*, now: datetime) -> int:
    """Those older than thirteen months, with their mails. Returns how many."""
    old = Edition.objects.filter(made_at__lt=now - KEPT)
    count = old.count()
    old.delete()
    return count


def _make(report: Report, *, now: datetime, is_scheduled: bool) -> Edition:
    period = report_period(report, now=now)
    edition = Edition.objects.create(
        report=report,
        first=period.first,
        last=period.last,
        is_scheduled=is_scheduled,
        made_at=now,
        content=to_plain(computed(report, period, now=now)),
    )
    addressed = {
        one.address.lower(): one
        for one in report.recipients.select_related("user")
        if one.user is None or one.user.is_active
    }
    made = Delivery.objects.bulk_create(
        Delivery(edition=edition, user=one.user, email=one.address, changed_at=now)
        for one in addressed.values()
    )
    for delivery in made:
        enqueue("reporting.deliver", delivery_id=delivery.pk)
    return edition
