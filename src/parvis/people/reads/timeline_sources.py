"""What a record's timeline shows of purchases, notes and files. One walk down an index for each record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from parvis.accounts.models import User
from parvis.people.logic.timeline import TimelineEntry, tells
from parvis.people.models import PersonNote, Purchase, RecordFile
from parvis.people.reads.held import PARTS, held, held_newest

M = TypeVar("M", bound=Model)


def newest_of(
    person_ids: Sequence[int],
    rows: QuerySet[M],
    *,
    moment: str,
    before: datetime | None,
    most: int,
    what: str = "",
) -> list[M]:
    """The newest rows of these records, merged. Each record is one ordered walk: `IN` would read and sort all.

    what: the part of reads/held.py that these rows are of, where nothing need be asked when they are known.
    """
    if (
        what
        and (known := _known(person_ids, rows, what, moment=moment, before=before, most=most)) is not None
    ):
        return known
    if before is not None:
        rows = rows.filter(**{f"{moment}__lt": before})
    found: list[M] = []
    for person_id in person_ids:
        found += rows.filter(person_id=person_id).order_by(f"-{moment}", "-pk")[:most]
    return sorted(found, key=lambda row: (getattr(row, moment), row.pk), reverse=True)[:most]


def _known(
    person_ids: Sequence[int],
    rows: QuerySet[M],
    what: str,
    *,
    moment: str,
    before: datetime | None,
    most: int,
) -> list[M] | None:
    """Of a part that is known whole any page; of another one its newest, in its own order alone."""
    found = held(person_ids, what, rows.model)
    if found is None:
        is_newest = before is None and moment == PARTS[what].newest
        return held_newest(person_ids, what, rows.model, most=most) if is_newest else None
    kept = [
        row for row in found if (at := getattr(row, moment)) is not None and (before is None or at < before)
    ]
    return sorted(kept, key=lambda row: (getattr(row, moment), row.pk), reverse=True)[:most]


def _entries(rows: Iterable[M], told: Callable[[M], TimelineEntry]) -> list[TimelineEntry]:
    return [told(row) for row in rows]


@tells("purchase")
def purchases_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    rows = Purchase.objects.select_related("product")
    return _entries(
        newest_of(person_ids, rows, moment="bought_at", before=before, most=most, what="purchase"), _bought
    )


@tells("return")
def returns_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    rows = Purchase.objects.filter(returned_at__isnull=False).select_related("product")
    found = newest_of(person_ids, rows, moment="returned_at", before=before, most=most, what="purchase")
    return _entries(found, _sent_back)


@tells("note")
def notes_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    notes = PersonNote.objects.all()
    rows = newest_of(person_ids, notes, moment="created_at", before=before, most=most, what="note")
    return _entries(rows, _noted)


@tells("file")
def files_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    files = RecordFile.objects.all()
    rows = newest_of(person_ids, files, moment="created_at", before=before, most=most, what="file")
    return _entries(rows, _filed)


def _bought(purchase: Purchase) -> TimelineEntry:
    return _of_purchase(purchase, "purchase", purchase.bought_at)


def _sent_back(purchase: Purchase) -> TimelineEntry:
    assert purchase.returned_at is not None
    return _of_purchase(purchase, "return", purchase.returned_at)


def _of_purchase(purchase: Purchase, kind: str, at: datetime) -> TimelineEntry:
    detail: dict[str, Any] = {
        "amount": str(purchase.amount),
        "currency": purchase.currency,
        "quantity": format(purchase.quantity.normalize(), "f"),
        "order_number": purchase.order_number,
        "sold_by": purchase.channel,
        "reference": purchase.product.reference if purchase.product else "",
    }
    return TimelineEntry(
        at=at,
        channel="",
        kind=kind,
        text=str(purchase.product) if purchase.product else "",
        by_us=False,
        author_name="",
        url_name="",
        url_args=(),
        ref=f"{kind}:{purchase.pk}",
        detail=detail,
    )


def _noted(note: PersonNote) -> TimelineEntry:
    return TimelineEntry(
        at=note.created_at,
        channel="",
        kind="note",
        text=note.text,
        by_us=True,
        author_name=note.author_name,
        url_name="person-note",
        url_args=(note.person_id, note.pk),
        ref=f"note:{note.pk}",
        detail={"is_changed": note.changed_at is not None},
    )


def _filed(file: RecordFile) -> TimelineEntry:
    return TimelineEntry(
        at=file.created_at,
        channel="",
        kind="file",
        text=file.name,
        by_us=True,
        author_name=file.author_name,
        url_name="person-file",
        url_args=(file.person_id, file.pk),
        ref=f"file:{file.pk}",
        detail={"size_bytes": file.size_bytes, "content_type": file.content_type},
    )
