"""Customer records, one at a time."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller, Reply
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.people.actions.persons import change_person, create_person
from parvis.people.api.endpoints import ENDPOINTS, PROBLEMS
from parvis.people.models import Person
from parvis.people.permissions import identity_for, person_for, purpose_of, visible_to
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.people_list import people_page

# Of an answer: what is no column of the record.
ASKED = ("contact_points", "joined_ids")


class PersonFields(Body):
    given_name: Annotated[str, Field(max_length=120)] = ""
    family_name: Annotated[str, Field(max_length=120)] = ""
    customer_number: Annotated[str, Field(max_length=80)] = ""
    language: Annotated[str, Field(max_length=5, description="A code such as fr or en.")] = ""
    city: Annotated[str, Field(max_length=120)] = ""


class NewPerson(PersonFields):
    emails: Annotated[list[Typed], Field(max_length=20)] = []
    phones: Annotated[list[Typed], Field(max_length=20)] = []
    address_may_be_shared: bool = Field(
        False, description="Families share addresses: keep one that others gave too."
    )
    has_come_back: bool = Field(
        False, description="Somebody who was erased by right has turned to you again of their own accord."
    )
    identity_id: Id | None = Field(None, description="The handle that the record is made from.")

    model_config = examples(
        {
            "given_name": "Camille",
            "family_name": "Martin",
            "customer_number": "C-004211",
            "emails": ["camille@example.org"],
            "language": "fr",
        }
    )


class PersonChanges(Body):
    """Only what is sent is changed; an empty string empties."""

    given_name: Annotated[str, Field(max_length=120)] | None = None
    family_name: Annotated[str, Field(max_length=120)] | None = None
    customer_number: Annotated[str, Field(max_length=80)] | None = None
    language: Annotated[str, Field(max_length=5)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None

    model_config = examples({"city": "Lyon"})


class PersonRow(Answer):
    id: int
    name: str
    customer_number: str
    city: str
    created_at: datetime
    channels: list[str]
    last_seen_at: datetime | None


class PersonPage(Listed):
    items: list[PersonRow]


class ContactPointOut(Answer):
    id: int
    kind: str
    value: str
    is_verified: bool


class PersonOut(Answer):
    id: int
    given_name: str
    family_name: str
    customer_number: str
    language: str
    city: str
    is_restricted: bool
    origin: str
    created_at: datetime
    contact_points: list[ContactPointOut]
    joined_ids: list[int] = Field(
        description="All records of this human, this one among them, the one that stands for them first."
    )


@ENDPOINTS.get("/people", permission="people.view", purpose=purpose_of)
def list_people(
    caller: Caller, q: Typed = "", cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> PersonPage:
    """Persons by name, or those that a search finds.

    q: words of the name, a customer number, a town, or a whole e-mail address or phone number.
    """
    page = people_page(typed=q, after=key_of(cursor), most=limit)
    has_more = len(page.rows) == limit and page.after is not None
    return PersonPage(
        items=[PersonRow.model_validate(row) for row in page.rows],
        next_cursor=cursor_of(page.after) if has_more else None,
    )


@ENDPOINTS.post("/people", permission="people.edit", purpose=purpose_of, status=201, problems=PROBLEMS)
def create_person_record(caller: Caller, given: NewPerson) -> PersonOut:
    """Make a record."""
    return _person_out(created(caller, given))


@ENDPOINTS.get("/people/{person_id}", permission="people.view", purpose=purpose_of, answers=PersonOut)
def get_person(caller: Caller, person_id: Id) -> Reply:
    """One record. Its ETag goes into If-Match when it is changed."""
    person = person_for(caller.user, person_id)
    return Reply(_person_out(person), {"ETag": _etag(person)})


@ENDPOINTS.patch(
    "/people/{person_id}",
    permission="people.edit",
    purpose=purpose_of,
    answers=PersonOut,
    problems=PROBLEMS
    | {"changed-meanwhile": (412, "Somebody changed the record after it was read: read it again.")},
    sends={"If-Match": "The ETag of the record as you read it: refused when somebody changed it since."},
)
def change_person_record(caller: Caller, person_id: Id, given: PersonChanges) -> Reply:
    """Change what is sent."""
    # Held until the end of the request: between the comparison and the change nobody comes in.
    person = visible_to(caller.user).select_for_update(no_key=True).filter(pk=person_id).first()
    if person is None:
        raise not_found()
    expected = caller.request.headers.get("If-Match", "").strip()
    if expected not in ("", "*") and _etag(person) not in [one.strip() for one in expected.split(",")]:
        raise Problem(
            412, "changed-meanwhile", "Somebody changed the record after it was read: read it again."
        )
    change_person(person, by=caller.actor, now=caller.now, **changes_in(given))
    person.refresh_from_db()
    return Reply(_person_out(person), {"ETag": _etag(person)})


def created(caller: Caller, given: NewPerson) -> Person:
    fields = given.model_dump(exclude={"identity_id"})
    identity = identity_for(caller.user, given.identity_id) if given.identity_id else None
    return create_person(identity, **fields, origin="api", by=caller.actor, now=caller.now)


def changes_in(given: PersonChanges) -> dict[str, Any]:
    return {k: v or "" for k, v in given.model_dump(exclude_unset=True, exclude={"id"}).items()}


def _person_out(person: Person) -> PersonOut:
    plain = {name: getattr(person, name) for name in PersonOut.model_fields if name not in ASKED}
    plain["customer_number"] = person.customer_number or ""
    points = [ContactPointOut.model_validate(point) for point in person.contact_points.order_by("id")]
    return PersonOut(**plain, contact_points=points, joined_ids=list(record_ids(person.pk)))


def _etag(person: Person) -> str:
    fields = [getattr(person, name) for name in PersonChanges.model_fields]
    return '"' + hashlib.sha256(json.dumps([person.pk, *fields]).encode()).hexdigest()[:20] + '"'
