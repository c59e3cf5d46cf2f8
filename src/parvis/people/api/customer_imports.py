"""Files of customers: handed in, compared, kept, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Moment, Typed, examples
from parvis.foundation.received_files import ReceivedTooLarge
from parvis.people.actions.customer_files import MOST_BYTES, store_customer_file
from parvis.people.actions.customer_import import begin_reading, open_import
from parvis.people.actions.customer_keep import begin_keeping, decide_row
from parvis.people.actions.customer_undo import begin_undoing
from parvis.people.api.group_endpoints import GROUPS, IMPORT_PROBLEMS
from parvis.people.logic.customers.errors import NotATable
from parvis.people.models import ImportRow, PeopleImport
from parvis.people.permissions import purpose_of

EXCHANGE: Any = {"permission": "people.manage", "purpose": purpose_of}


class CustomerImportOut(Answer):
    """mapping: number of the column → field. counts: rows by state, and by what became of them."""

    id: int
    file_name: str
    state: str
    rule: str
    system: str
    headers: list[str]
    mapping: dict[str, str]
    rows: int
    counts: dict[str, int]
    error_code: str
    error_detail: str
    started_at: datetime
    finished_at: datetime | None


class CustomerImportList(Listed):
    items: list[CustomerImportOut]


class CustomerImportAsked(Body):
    mapping: dict[str, str] | None = Field(
        None, description="Number of the column → field; null: as recognised."
    )
    rule: Literal["fill", "overwrite", "ask"] = "fill"
    system: Annotated[str, Field(max_length=40, description="Whose ids the file carries.")] = ""
    as_of: Moment | None = Field(
        None, description="When the file told the truth; later changes here are kept."
    )

    model_config = examples({"rule": "fill", "system": "crm"})


class CustomerRowOut(Answer):
    id: int
    line: int
    state: str
    reason: str
    detail: str
    person_id: int | None
    candidates: list[dict[str, Any]]
    differences: dict[str, list[str]]
    held_back: list[str]
    decision: str
    result: str


class CustomerRowList(Listed):
    items: list[CustomerRowOut]


class CustomerDecision(Body):
    decision: Literal["take", "leave", "make"]
    person_id: Id | None = None


@GROUPS.post(
    "/customer-imports",
    status=201,
    is_write=False,
    raw_body="application/octet-stream",
    most_bytes=MOST_BYTES,
    problems=IMPORT_PROBLEMS,
    **EXCHANGE,
)
def open_customer_import(
    caller: Caller, file_name: Annotated[str, Field(min_length=1, max_length=300)]
) -> CustomerImportOut:
    """Hand in a file of customers, CSV or Excel; the file is the body. Its columns are recognised, nothing is kept."""
    try:
        path = store_customer_file(caller.request.read)
    except ReceivedTooLarge:
        raise Problem(413, "too-large", "The body is larger than this endpoint takes.") from None
    try:
        run = open_import(path.name, file_name=file_name, by=caller.actor, now=caller.now)
    except NotATable:
        path.unlink(missing_ok=True)
        raise
    return _import_out(run)


@GROUPS.get("/customer-imports", **EXCHANGE)
def list_customer_imports(
    caller: Caller, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> CustomerImportList:
    """The files that were handed in, the newest first."""
    key, rows = key_of(cursor), PeopleImport.objects.order_by("-pk")
    found = list((rows.filter(pk__lt=int(key)) if key.isdigit() else rows)[:limit])
    return CustomerImportList(
        items=[_import_out(one) for one in found],
        next_cursor=cursor_of(found[-1].pk) if len(found) == limit else None,
    )


@GROUPS.get("/customer-imports/{customer_import_id}", **EXCHANGE)
def get_customer_import(caller: Caller, customer_import_id: Id) -> CustomerImportOut:
    """How far it is, and what came of it."""
    return _import_out(_run(customer_import_id))


@GROUPS.post(
    "/customer-imports/{customer_import_id}/compare", status=202, problems=IMPORT_PROBLEMS, **EXCHANGE
)
def compare_customer_import(
    caller: Caller, customer_import_id: Id, given: CustomerImportAsked
) -> CustomerImportOut:
    """Read the file and compare it with what is there, as a job. Nothing is kept yet."""
    run = _run(customer_import_id)
    mapping = run.mapping if given.mapping is None else given.mapping
    if not all(at.isdigit() for at in mapping):
        raise Problem(422, "invalid", "The mapping's keys are numbers of columns, from 0.")
    return _import_out(
        begin_reading(
            run,
            mapping={int(at): field for at, field in mapping.items()},
            rule=given.rule,
            system=given.system,
            as_of=given.as_of,
            by=caller.actor,
            now=caller.now,
        )
    )


@GROUPS.post("/customer-imports/{customer_import_id}/keep", status=202, problems=IMPORT_PROBLEMS, **EXCHANGE)
def keep_customer_import(caller: Caller, customer_import_id: Id) -> CustomerImportOut:
    """Keep what was compared, as a job. Rows that wait for a word are left out."""
    return _import_out(begin_keeping(_run(customer_import_id), by=caller.actor, now=caller.now))


@GROUPS.post("/customer-imports/{customer_import_id}/undo", status=202, problems=IMPORT_PROBLEMS, **EXCHANGE)
def undo_customer_import(caller: Caller, customer_import_id: Id) -> CustomerImportOut:
    """Take back what it made and nobody touched since, as a job."""
    return _import_out(begin_undoing(_run(customer_import_id), by=caller.actor, now=caller.now))


@GROUPS.get("/customer-imports/{customer_import_id}/rows", **EXCHANGE)
def list_customer_rows(
    caller: Caller,
    customer_import_id: Id,
    state: Typed = "",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> CustomerRowList:
    """The rows of one state (new, changed, ask, alike, same, refused), in the order of the file."""
    key, rows = key_of(cursor), ImportRow.objects.filter(run=_run(customer_import_id)).order_by("line")
    if state:
        rows = rows.filter(state=state)
    found = list((rows.filter(line__gt=int(key)) if key.isdigit() else rows)[:limit])
    return CustomerRowList(
        items=[CustomerRowOut.model_validate(one) for one in found],
        next_cursor=cursor_of(found[-1].line) if len(found) == limit else None,
    )


@GROUPS.post("/customer-rows/{customer_row_id}/decide", problems=IMPORT_PROBLEMS, **EXCHANGE)
def decide_customer_row(caller: Caller, customer_row_id: Id, given: CustomerDecision) -> CustomerRowOut:
    """A word about one row: take its values, or the person it is like; leave it; make another record of it."""
    row = ImportRow.objects.filter(pk=customer_row_id).first()
    if row is None:
        raise not_found()
    decide_row(row, decision=given.decision, person_id=given.person_id, by=caller.actor, now=caller.now)
    row.refresh_from_db()
    return CustomerRowOut.model_validate(row)


def _run(import_id: int) -> PeopleImport:
    found = PeopleImport.objects.filter(pk=import_id).first()
    if found is None:
        raise not_found()
    return found


def _import_out(run: PeopleImport) -> CustomerImportOut:
    plain = {name: getattr(run, name) for name in CustomerImportOut.model_fields if name != "headers"}
    return CustomerImportOut(**plain, headers=list(run.layout.get("headers", ())))
