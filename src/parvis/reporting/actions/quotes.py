"""Choosing posts as examples for a report, and taking them out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.foundation.audit import Actor, record
from parvis.listening.permissions import visible_to
from parvis.reporting.logic.quotes import MOST
from parvis.reporting.logic.refusals import ReportRefused
from parvis.reporting.models import Quote, Report


def add_quotes(report: Report, mention_ids: Sequence[int], *, user: User, by: Actor, now: datetime) -> int:
    """Returns how many were not in it yet. Raises ReportRefused where it would hold too many."""
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)
        known = set(report.quotes.values_list("mention_id", flat=True))
        found = visible_to(user).filter(pk__in=set(mention_ids) - known).order_by("published_at", "id")
        new = [
            Quote(report=report, mention_id=key, published_at=at, added_at=now, added_by_id=by.id)
            for key, at in found.values_list("pk", "published_at")
        ]
        if len(known) + len(new) > MOST:
            raise ReportRefused("too-many-quotes", most=str(MOST))
        Quote.objects.bulk_create(new)
        if new:
            record("report.quoted", report, by=by, now=now, posts=len(new))
    return len(new)


def remove_quote(report: Report, mention_id: int, *, by: Actor, now: datetime) -> bool:
    """Returns whether it was in it."""
    with transaction.atomic():
        gone = report.quotes.filter(mention_id=mention_id).delete()[0]
        if gone:
            record("report.unquoted", report, by=by, now=now)
    return bool(gone)
