"""Keeping in step with another system: what changed here, what it says, and where both sides changed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import BULK_BYTES, Caller, Reply
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.people.actions.exchange import (
    CONFLICT,
    Outcome,
    Said,
    forget_external_id,
    plain,
    settle_conflict,
    system_name,
    take_over,
)
from parvis.people.actions.persons import CHANGEABLE
from parvis.people.api.group_endpoints import GROUPS, SYNC_PROBLEMS, refusal
from parvis.people.models import SyncConflict
from parvis.people.permissions import purpose_of
from parvis.people.reads.changes import Change, changes_since

MOST_ROWS = 1000
System = Annotated[str, Field(min_length=1, max_length=40)]
ExternalKey = Annotated[str, Field(min_length=1, max_length=120)]


class SyncPerson(Body):
    """Only what is sent is compared; an empty string says that it is empty there."""

    external_id: ExternalKey
    version: int | None = Field(
        None, description="Of our record, as you read it last; null: you never saw it."
    )
    given_name: Annotated[str, Field(max_length=120)] | None = None
    family_name: Annotated[str, Field(max_length=120)] | None = None
    customer_number: Annotated[str, Field(max_length=80)] | None = None
    language: Annotated[str, Field(max_length=5)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None
    emails: Annotated[list[Typed], Field(max_length=20)] = []
    phones: Annotated[list[Typed], Field(max_length=20)] = []
    person_id: Id | None = Field(None, description="Ties a new external id to a record that is known.")
    is_another_person: bool = Field(False, description="Make a record although others gave the same address.")


class SyncOne(SyncPerson):
    system: System

    model_config = examples(
        {"system": "crm", "external_id": "C-88", "version": 3, "city": "Lyon", "emails": ["ana@example.org"]}
    )


class SyncMany(Body):
    system: System
    persons: Annotated[list[SyncPerson], Field(min_length=1, max_length=MOST_ROWS)]


class SyncForgotten(Body):
    system: System
    external_id: ExternalKey


class SyncResult(Answer):
    """ours and theirs: the fields that both sides changed, where status is conflict."""

    external_id: str
    status: Literal["created", "changed", "unchanged", "conflict", "refused"]
    person_id: int | None = None
    version: int | None = None
    person: dict[str, str] = {}
    conflict_id: int | None = None
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    code: str = ""
    detail: str = ""


class SyncResults(Answer):
    results: list[SyncResult]


class ChangeOut(Answer):
    """gone: "" while the record may be read, else erased, hidden (restricted or not for this purpose) or deleted."""

    person_id: int
    version: int
    changed_at: datetime
    external_ids: list[str]
    gone: str
    joined_into: int | None
    person: dict[str, str]
    emails: list[str]
    phones: list[str]


class ChangePage(Listed):
    items: list[ChangeOut]
    has_more: bool


class ConflictOut(Answer):
    id: int
    system: str
    external_id: str
    person_id: int
    ours: dict[str, str]
    theirs: dict[str, str]
    version: int
    noted_at: datetime


class ConflictList(Listed):
    items: list[ConflictOut]


class ConflictChoices(Body):
    choices: dict[str, Literal["ours", "theirs"]]

    model_config = examples({"choices": {"city": "theirs"}})


class ConflictSettled(Answer):
    person_id: int


@GROUPS.get("/sync/changes", permission="people.view", purpose=purpose_of)
def list_people_changes(
    caller: Caller, system: System, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=1000)] = 200
) -> ChangePage:
    """Records that changed since the cursor, each once and as it stands now; erased ones without a name.

    Keep next_cursor, also of an empty page, and ask again with it. No change is passed over, also when changes are
    committed in another order than they were begun.
    """
    key = key_of(cursor)
    if key and not key.isdigit():
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        )
    page = changes_since(int(key or 0), system=system_name(system), most=limit)
    return ChangePage(
        items=[_change_out(one) for one in page.items],
        has_more=page.has_more,
        next_cursor=cursor_of(str(page.place)),
    )


@GROUPS.post(
    "/sync/person",
    permission="people.edit",
    purpose=purpose_of,
    answers=SyncResult,
    answers_at=(409,),
    problems=SYNC_PROBLEMS | {"conflict": (409, "Both sides changed the record: ours and theirs say what.")},
)
def sync_one_person(caller: Caller, given: SyncOne) -> Reply:
    """What another system says about one of its records. A conflict is kept for somebody to settle."""
    outcome = take_over(given.system, given.external_id, _said(given), by=caller.actor, now=caller.now)
    return Reply(_result(given.external_id, outcome), status=409 if outcome.status == CONFLICT else None)


@GROUPS.post("/sync/persons", permission="people.edit", purpose=purpose_of, most_bytes=BULK_BYTES)
def sync_many_persons(caller: Caller, given: SyncMany) -> SyncResults:
    """Up to 1,000 records, each for itself: a conflict or a refusal leaves the others alone."""
    results = []
    for row in given.persons:
        try:
            with transaction.atomic():
                outcome = take_over(
                    given.system, row.external_id, _said(row), by=caller.actor, now=caller.now
                )
        except Exception as error:
            problem = refusal(error)
            if problem is None:
                raise
            results.append(
                SyncResult(
                    external_id=row.external_id, status="refused", code=problem.code, detail=problem.detail
                )
            )
        else:
            results.append(_result(row.external_id, outcome))
    return SyncResults(results=results)


@GROUPS.post("/sync/forget", permission="people.edit", purpose=purpose_of, status=204)
def forget_synced_id(caller: Caller, given: SyncForgotten) -> None:
    """The other system has no such record any more. Ours stays; erasing a person is a matter of rights."""
    forget_external_id(given.system, given.external_id, by=caller.actor, now=caller.now)


@GROUPS.get("/sync/conflicts", permission="people.view", purpose=purpose_of)
def list_sync_conflicts(
    caller: Caller, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> ConflictList:
    """Records that both sides changed, the newest first, until somebody chose."""
    key = key_of(cursor)
    rows = SyncConflict.objects.filter(settled_at=None).order_by("-pk")
    if key.isdigit():
        rows = rows.filter(pk__lt=int(key))
    found = list(rows[:limit])
    return ConflictList(
        items=[ConflictOut.model_validate(one) for one in found],
        next_cursor=cursor_of(found[-1].pk) if len(found) == limit else None,
    )


@GROUPS.post(
    "/sync/conflicts/{conflict_id}/settle",
    permission="people.edit",
    purpose=purpose_of,
    problems=SYNC_PROBLEMS,
)
def settle_sync_conflict(caller: Caller, conflict_id: Id, given: ConflictChoices) -> ConflictSettled:
    """Choose field by field; what is not chosen stays ours. The other system is told with the next changes."""
    conflict = SyncConflict.objects.filter(pk=conflict_id).first()
    if conflict is None:
        raise not_found()
    person = settle_conflict(conflict, given.choices, by=caller.actor, now=caller.now)
    return ConflictSettled(person_id=person.pk)


def _said(given: SyncPerson) -> Said:
    fields = {name: value for name in CHANGEABLE if (value := getattr(given, name)) is not None}
    return Said(fields, given.emails, given.phones, given.version, given.person_id, given.is_another_person)


def _result(external_id: str, outcome: Outcome) -> SyncResult:
    conflict = outcome.conflict
    more: dict[str, Any] = (
        {"conflict_id": conflict.pk, "ours": conflict.ours, "theirs": conflict.theirs, "code": "conflict"}
        if conflict
        else {}
    )
    return SyncResult(
        external_id=external_id,
        status=outcome.status,  # type: ignore[arg-type]
        person_id=outcome.person.pk,
        version=outcome.version,
        person=plain(outcome),
        **more,
    )


def _change_out(one: Change) -> ChangeOut:
    person = {name: getattr(one.person, name) or "" for name in CHANGEABLE} if one.person else {}
    return ChangeOut(
        person_id=one.person_id,
        version=one.version,
        changed_at=one.changed_at,
        external_ids=list(one.external_ids),
        gone=one.gone,
        joined_into=one.joined_into,
        person=person,
        emails=list(one.emails),
        phones=list(one.phones),
    )
