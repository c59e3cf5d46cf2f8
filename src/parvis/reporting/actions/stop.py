"""Somebody outside wants no more mails of a report: said by one click, true at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.foundation.audit import Actor, record
from parvis.reporting.models import Delivery, Recipient, Report
from parvis.reporting.reads.stop_links import address_hash


def stop(report_id: int, hashed: str, *, now: datetime) -> bool:
    """Take the address out, and what waits to be sent to it. Returns whether it was there; a second click is well."""
    with transaction.atomic():
        report = Report.objects.select_for_update(no_key=True).filter(pk=report_id).first()
        if report is None:
            return False
        outside = Recipient.objects.filter(report=report, user=None)
        found = [one for one in outside if address_hash(one.email) == hashed]
        for one in found:
            waiting = Delivery.objects.filter(edition__report=report, email=one.email, state=Delivery.WAITING)
            waiting.update(state=Delivery.REFUSED, changed_at=now)
            one.delete()
        if found:
            record("report.stopped", report, by=Actor("person"), now=now)
        return bool(found)
