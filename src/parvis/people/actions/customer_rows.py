"""The rows of imported files end: with the person they are about, and a month after their import."""

from __future__ import annotations

from datetime import datetime, timedelta

from parvis.foundation.access import purpose
from parvis.people.models import ImportRow, PeopleImport

KEPT = timedelta(days=30)  # so long an import can be undone


def forget_old_rows(*, now: datetime) -> int:
    """Delete the rows of imports that ended, or were left lying, a month ago. What they made stays."""
    old = PeopleImport.objects.filter(started_at__lt=now - KEPT).exclude(
        state__in=("reading", "keeping", "undoing")
    )
    with purpose("legal_duty"):
        return ImportRow.objects.filter(run__in=old).delete()[0]
