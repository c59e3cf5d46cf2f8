"""Stored files that records and waiting imports name, so that the nightly search leaves them alone."""

from __future__ import annotations

from collections.abc import Collection

from parvis.foundation.access import purpose
from parvis.people.models import PurchaseImport, RecordFile


def files_named(names: Collection[str]) -> set[str]:
    """Those of these stored names that something of ours names. Declares the legal duty: a record that is withheld
    keeps its files."""
    if not names:
        return set()
    with purpose("legal_duty"):
        kept = set(
            RecordFile.objects.filter(stored_name__in=names).values_list("stored_name", flat=True).distinct()
        )
    waiting = PurchaseImport.objects.filter(stored_name__in=names).values_list("stored_name", flat=True)
    return kept | set(waiting)
