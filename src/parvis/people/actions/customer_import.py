"""A file of customers: opened, its columns named, read into a table of its own and compared, before anything is kept.

Each step is a job that goes on where a kill left it: the rows of a chunk and the place behind them are written in
one transaction.
"""

# ruff: noqa: S608 -- statements are put together from our own text alone; values go beside them.

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import get_default_timezone

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor, record
from parvis.foundation.clock import utc_now
from parvis.foundation.database import copy_rows
from parvis.foundation.jobs import enqueue
from parvis.foundation.live import announce
from parvis.people.actions.customer_compare import compare_rows, counted
from parvis.people.actions.customer_files import customer_file
from parvis.people.logic.customers.csv_records import Record
from parvis.people.logic.customers.errors import NotATable
from parvis.people.logic.customers.fields import CUSTOM, missing, recognised
from parvis.people.logic.customers.rows import CustomerRow, OwnField, RowRefused, compile_reader
from parvis.people.logic.customers.tables import Layout, layout_from, layout_of, records
from parvis.people.logic.keys import name_key
from parvis.people.logic.resolution.online import Held
from parvis.people.models import CustomField, ImportRow, PeopleImport, Person
from parvis.people.reads.addresses import address_hash
from parvis.people.reads.alike import records_alike

READ_JOB = "people.read_customers"
RULES = ("fill", "overwrite", "ask")
CHUNK = 5_000
MOST_WEIGHED = 5_000  # rows that are weighed one by one, some milliseconds each
LIKELY = 0.9
_COLUMNS = (
    "run_id", "line", "state", "reason", "detail", "excerpt", "external_id", "customer_number", "given_name",
    "family_name", "city", "language", "as_of", "points", "more", "candidates", "differences", "held_back",
    "decision", "result",
)  # fmt: skip


class ImportRefused(Exception):
    """code: why an import does not begin or go on."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def open_import(stored_name: str, *, file_name: str, by: Actor, now: datetime) -> PeopleImport:
    """Look at the file and recognise its columns. Nothing is read into the house yet. Raises NotATable."""
    with customer_file(stored_name).open("rb") as file:
        layout, sample = layout_of(file)
    own = {one.name: one.pk for one in CustomField.objects.filter(retired_at=None)}
    found = recognised(layout.headers, [row.cells for row in sample], custom=own)
    return PeopleImport.objects.create(
        file_name=file_name[:300],
        stored_name=stored_name,
        layout=layout.as_json(),
        mapping={str(at): field for at, field in found.items()},
        rule="fill",
        as_of=now,
        state="columns",
        started_at=now,
        started_by_id=by.id,
        started_by_name=by.name[:200],
    )


def first_rows(run: PeopleImport, *, most: int = 5) -> list[list[str]]:
    """The first rows as they stand in the file, while it is kept. Raises NotATable, FileNotFoundError."""
    with customer_file(run.stored_name).open("rb") as file:
        return [row.cells for row in islice(records(file, layout_from(run.layout)), most) if not row.reason]


def begin_reading(
    run: PeopleImport,
    *,
    mapping: Mapping[int, str],
    rule: str,
    system: str = "",
    as_of: datetime | None = None,
    by: Actor,
    now: datetime,
    in_background: bool = True,
) -> PeopleImport:
    """Read and compare the file as a job. mapping: number of the column → field. Raises ImportRefused."""
    if rule not in RULES:
        raise ImportRefused("rule-unknown")
    if lacking := missing(mapping):
        raise ImportRefused(lacking)
    if "external_id" in mapping.values() and not system.strip():
        raise ImportRefused("system-missing")
    with transaction.atomic():
        held = PeopleImport.objects.select_for_update().get(pk=run.pk)
        if held.state not in ("columns", "compared", "failed"):
            raise ImportRefused("at-work")
        if held.state != "columns":  # compared once, to be compared otherwise
            with purpose("service"):
                ImportRow.objects.filter(run=held).delete()
        held.mapping = {str(at): field for at, field in mapping.items()}
        held.rule, held.system, held.as_of = rule, name_key(system)[:40], as_of or held.started_at
        held.state, held.place, held.done_upto, held.rows, held.counts = "reading", {}, 0, 0, {}
        held.error_code = held.error_detail = ""
        held.save()
        record("customers.compared", held, by=by, now=now, file=held.file_name, rule=rule)
        if in_background:
            enqueue(READ_JOB, import_id=held.pk)
    return held


def read_customers(import_id: int, *, clock: Callable[[], datetime] = utc_now) -> PeopleImport:
    """Read the file from where it was left, then compare what is not compared yet."""
    run = PeopleImport.objects.get(pk=import_id)
    if run.state != "reading":
        return run
    try:
        if not run.place.get("is_read"):
            _read(run, now=clock())
    except (NotATable, FileNotFoundError) as error:
        code, detail = (error.code, error.detail) if isinstance(error, NotATable) else ("file-gone", "")
        return _ended(run, state="failed", code=code, detail=detail, now=clock())
    while compare_rows(run):
        announce(f"customers:{run.pk}", audience="staff")
    if run.rows <= MOST_WEIGHED:
        _propose_alike(run)
    return _ended(run, state="compared", now=clock())


def _read(run: PeopleImport, *, now: datetime) -> None:
    layout = layout_from(run.layout)
    mapping = {int(at): field for at, field in run.mapping.items()}
    reader = compile_reader(mapping, own=_own_fields(mapping), zone=get_default_timezone(), now=now)
    with customer_file(run.stored_name).open("rb") as file:
        found = records(file, layout, after_line=run.place.get("line", 0))
        while chunk := list(islice(found, CHUNK)):
            with purpose("service"):
                held = PeopleImport.objects.select_for_update().get(pk=run.pk)
                if held.place != run.place or held.state != "reading":
                    return  # another worker reads it: this one was taken for dead
                _copy(_staged(run, chunk, reader, layout))
                run.place = {"line": chunk[-1].line}
                run.rows += len(chunk)
                PeopleImport.objects.filter(pk=run.pk).update(place=run.place, rows=run.rows)
            announce(f"customers:{run.pk}", audience="staff")
    run.place = {**run.place, "is_read": True}
    PeopleImport.objects.filter(pk=run.pk).update(place=run.place)


def _copy(rows: Iterator[tuple[Any, ...]]) -> None:
    """COPY knows no row-level security: the rows go through a table of this transaction alone."""
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS customers_read ON COMMIT DELETE ROWS "
            f"AS SELECT {columns} FROM people_import_row WITH NO DATA"
        )
        copy_rows("customers_read", _COLUMNS, rows)
        cursor.execute(
            f"INSERT INTO people_import_row ({columns}) SELECT {columns} FROM customers_read ORDER BY line"
        )
        cursor.execute("TRUNCATE customers_read")


def _staged(
    run: PeopleImport, chunk: Sequence[Record], reader: Callable[[Sequence[str]], CustomerRow], layout: Layout
) -> Iterator[tuple[Any, ...]]:
    for one in chunk:
        if one.reason:
            yield _refused(run, one.line, one.reason, "", one.excerpt)
            continue
        try:
            row = reader(one.cells)
        except RowRefused as refused:
            yield _refused(run, one.line, refused.code, refused.detail, " · ".join(filter(None, one.cells)))
            continue
        points = [
            {"kind": kind, "value": value, "hash": address_hash(kind, value)} for kind, value in row.points
        ]
        more = {
            name: value
            for name, value in (("tags", row.tags), ("custom", row.custom), ("consents", row.consents))
            if value
        }
        left = ",".join(dict.fromkeys(row.left))
        yield (
            run.pk, one.line, "", "left-out" if left else "", left[:200],
            " · ".join(filter(None, one.cells))[:300] if left else "", row.external_id, row.customer_number,
            row.given_name, row.family_name, row.city, row.language, row.as_of, json.dumps(points),
            json.dumps(more), "[]", "{}", "[]", "", "",
        )  # fmt: skip


def _refused(run: PeopleImport, line: int, code: str, detail: str, excerpt: str) -> tuple[Any, ...]:
    clean = excerpt.replace("\x00", "")[:300]
    return (
        run.pk, line, "refused", code, detail.replace("\x00", "")[:200], clean, "", "", "", "", "", "", None,
        "[]", "{}", "[]", "{}", "[]", "", "",
    )  # fmt: skip


def _own_fields(mapping: Mapping[int, str]) -> dict[int, OwnField]:
    asked = [int(field[len(CUSTOM) :]) for field in mapping.values() if field.startswith(CUSTOM)]
    found = {}
    for field in CustomField.objects.filter(pk__in=asked, retired_at=None).prefetch_related("choices"):
        choices = {name_key(one.label): one.pk for one in field.choices.all() if one.retired_at is None}
        found[field.pk] = OwnField(field.kind, choices)
    if set(asked) - set(found):
        raise NotATable("field-unknown")
    return found


def _propose_alike(run: PeopleImport) -> None:
    """New rows of a small file that are much like a record: somebody looks. Of a large one the search for duplicates
    finds them when it is kept."""
    with purpose("service"):
        rows = ImportRow.objects.filter(run=run, state="new").exclude(given_name="", family_name="")
        for row in rows.iterator(chunk_size=500):
            held = Held(
                row.family_name,
                row.given_name,
                row.city,
                emails=tuple(one["value"] for one in row.points if one["kind"] == "email"),
                phones=tuple(one["value"] for one in row.points if one["kind"] == "phone"),
            )
            ids = [one.person_id for one in records_alike(held, at_least=LIKELY)[:5]]
            if row.customer_number:  # another number is another customer
                ids = list(
                    Person.objects.filter(pk__in=ids, customer_number=None).values_list("pk", flat=True)
                )
            if ids:
                candidates = [{"person_id": pk, "why": "alike"} for pk in ids]
                ImportRow.objects.filter(pk=row.pk).update(state="alike", candidates=candidates)


def _ended(run: PeopleImport, *, state: str, now: datetime, code: str = "", detail: str = "") -> PeopleImport:
    with purpose("service"):
        counts = counted(run)
    PeopleImport.objects.filter(pk=run.pk).update(
        state=state, error_code=code, error_detail=detail[:300], counts=counts, finished_at=now, done_upto=0
    )
    announce(f"customers:{run.pk}", audience="staff")
    run.refresh_from_db()
    return run
