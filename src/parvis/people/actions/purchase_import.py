"""A file of purchases: handed in, its columns named, read line by line by a job, and gone afterwards.

The job may be killed at any moment and runs again from the beginning: what is there already is the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils.timezone import get_default_timezone

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.files import store_file, stored_path
from parvis.foundation.jobs import enqueue
from parvis.people.actions.purchases import CHANGED, NEW, SAME, keep_purchases
from parvis.people.logic.purchase_rows import PurchaseRow, currency_typed, missing, read_row
from parvis.people.logic.refusals import NotKept
from parvis.people.logic.safe_names import file_name
from parvis.people.logic.tables import Layout, layout_of, rows_of
from parvis.people.models import PurchaseImport

IMPORT_JOB = "people.import_purchases"
MOST_BYTES = 20 * 1024 * 1024
MOST_PROBLEMS = 500
BATCH = 1000
DEFAULT = "default_currency"  # of lines that name none; stands among the columns in `mapping`


def hand_in_purchases(*, name: str, content: bytes, by: Actor, now: datetime) -> PurchaseImport:
    """Keep the file until its columns are named. Raises NotKept: empty, too large, no table."""
    checked_layout(content)
    return PurchaseImport.objects.create(
        file_name=file_name(name),
        stored_name=store_file(content),
        state=PurchaseImport.NEW,
        started_by_id=by.id,
        started_by_name=by.name,
        created_at=now,
    )


def start_purchase_import(
    run: PurchaseImport, *, mapping: Mapping[str, str], currency: str, by: Actor, now: datetime
) -> bool:
    """mapping: field → column. Returns whether it was started now. Raises NotKept for columns that are missing."""
    with stored_path(run.stored_name).open("rb") as file:
        columns = layout_of(file.read(64 * 1024)).columns
    known = {field: column for field, column in mapping.items() if column in columns}
    if lacking := missing(known):
        raise NotKept("columns-missing", about="mapping", fields=lacking)
    with transaction.atomic():
        held = PurchaseImport.objects.select_for_update().get(pk=run.pk)
        if held.state != PurchaseImport.NEW:
            return False
        held.mapping = {**known, DEFAULT: currency_typed(currency)}
        held.state = PurchaseImport.WAITING
        held.save(update_fields=["mapping", "state"])
        record("purchases.import_started", held, by=by, now=now)
        enqueue(IMPORT_JOB, import_id=held.pk)
        return True


def checked_layout(content: bytes) -> Layout:
    """Raises NotKept for a file that cannot be one of purchases."""
    if not content:
        raise NotKept("file-empty", about="file")
    if len(content) > MOST_BYTES:
        raise NotKept("file-too-large", about="file", most=MOST_BYTES // 1024 // 1024)
    return layout_of(content)


def import_purchases(import_id: int, *, now: datetime) -> None:
    """The job: each batch of lines is a transaction of its own, under the purpose of service."""
    run = PurchaseImport.objects.get(pk=import_id)
    if run.state in (PurchaseImport.DONE, PurchaseImport.FAILED):
        return
    run.state = PurchaseImport.RUNNING
    run.count_lines = run.count_new = run.count_changed = run.count_same = run.count_refused = 0
    run.problems = []
    run.save()
    actor = Actor("user", run.started_by_id, run.started_by_name)
    try:
        with stored_path(run.stored_name).open("rb") as file:
            layout = layout_of(file.read(64 * 1024))
            file.seek(0)
            with io.TextIOWrapper(file, encoding=layout.encoding, errors="replace", newline="") as text:
                lines = rows_of(text, layout)
                while batch := list(islice(lines, BATCH)):
                    _take(run, batch, by=actor, now=now)
    except (FileNotFoundError, NotKept):
        run.state = PurchaseImport.FAILED
    else:
        run.state = PurchaseImport.DONE
    run.finished_at = now
    run.stored_name = ""  # the bytes go with the nightly search
    run.save()


def _take(run: PurchaseImport, batch: list[tuple[int, dict[str, str]]], *, by: Actor, now: datetime) -> None:
    read: list[tuple[int, PurchaseRow]] = []
    for line, outcome in _read(run.mapping, batch):
        if isinstance(outcome, PurchaseRow):
            read.append((line, outcome))
        else:
            _refuse(run, line, outcome)
    with purpose("service"):
        kept = keep_purchases([row for _, row in read], by=by, now=now)
        for (line, _), one in zip(read, kept, strict=True):
            if not one.is_kept:
                _refuse(run, line, one.status)
        run.count_lines += len(batch)
        run.count_new += sum(one.status == NEW for one in kept)
        run.count_changed += sum(one.status == CHANGED for one in kept)
        run.count_same += sum(one.status == SAME for one in kept)
        run.save()


def _read(
    mapping: Mapping[str, str], batch: list[tuple[int, dict[str, str]]]
) -> Iterator[tuple[int, PurchaseRow | str]]:
    columns = {field: column for field, column in mapping.items() if field != DEFAULT}
    currency = mapping.get(DEFAULT, "")
    zone = get_default_timezone()
    for line, cells in batch:
        try:
            row = read_row(
                {field: cells.get(column, "") for field, column in columns.items()},
                currency=currency,
                zone=zone,
            )
        except NotKept as error:
            yield line, f"{error.about}:{error.code}"
        else:
            yield line, row


def _refuse(run: PurchaseImport, line: int, code: str) -> None:
    run.count_refused += 1
    if len(run.problems) < MOST_PROBLEMS:
        run.problems.append([line, code])
