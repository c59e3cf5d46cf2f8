"""Up to a thousand records in one request, each for itself."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import Field

from parvis.foundation.api.endpoints import BULK_BYTES, Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id
from parvis.people.actions.persons import change_person
from parvis.people.api.endpoints import ENDPOINTS, refusal
from parvis.people.api.persons import NewPerson, PersonChanges, changes_in, created
from parvis.people.permissions import person_for, purpose_of

MOST_ROWS = 1000


class RowChanges(PersonChanges):
    id: Id


class NewPersons(Body):
    persons: Annotated[list[NewPerson], Field(min_length=1, max_length=MOST_ROWS)]


class ChangedPersons(Body):
    persons: Annotated[list[RowChanges], Field(min_length=1, max_length=MOST_ROWS)]


class RowResult(Answer):
    """What became of one row; a refused row leaves the others alone."""

    index: int
    status: Literal["created", "changed", "unchanged", "refused"]
    person_id: int | None
    code: str = ""
    detail: str = ""


class RowResults(Answer):
    results: list[RowResult]
    done: int
    refused: int


@ENDPOINTS.post("/people/bulk-create", permission="people.edit", purpose=purpose_of, most_bytes=BULK_BYTES)
def create_people_in_bulk(caller: Caller, given: NewPersons) -> RowResults:
    """Make up to 1,000 records, each for itself: a refused row leaves the others alone."""
    return _each(caller, given.persons, lambda row: ("created", created(caller, row).pk))


@ENDPOINTS.post("/people/bulk-change", permission="people.edit", purpose=purpose_of, most_bytes=BULK_BYTES)
def change_people_in_bulk(caller: Caller, given: ChangedPersons) -> RowResults:
    """Change up to 1,000 records, each for itself."""

    def change(row: RowChanges) -> tuple[str, int]:
        person = person_for(caller.user, row.id)
        is_changed = change_person(person, by=caller.actor, now=caller.now, **changes_in(row))
        return "changed" if is_changed else "unchanged", person.pk

    return _each(caller, given.persons, change)


def _each(caller: Caller, rows: list[Any], act: Any) -> RowResults:
    """Each row in a savepoint of its own, in one transaction: a killed request leaves nothing half done."""
    results = []
    for index, row in enumerate(rows):
        try:
            with transaction.atomic():
                status, person_id = act(row)
        except Exception as error:
            problem = refusal(error) or (not_found() if type(error).__name__ == "Http404" else None)
            if problem is None:
                raise
            results.append(
                RowResult(
                    index=index, status="refused", person_id=None, code=problem.code, detail=problem.detail
                )
            )
        else:
            results.append(RowResult(index=index, status=status, person_id=person_id))
    refused = sum(one.status == "refused" for one in results)
    return RowResults(results=results, done=len(results) - refused, refused=refused)
