"""Organisations and what persons are in them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Day, Id, Listed, Typed, examples
from parvis.people.actions.organizations import (
    add_position,
    change_organization,
    change_position,
    create_organization,
    remove_organization,
    remove_position,
)
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.refusals import problems
from parvis.people.models import Organization, Position
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.organizations import organizations_page, people_of, positions_of

READ: dict[str, Any] = {"permission": "people.view", "purpose": purpose_of}
WRITE: dict[str, Any] = {"permission": "people.edit", "purpose": purpose_of}


class NewOrganization(Body):
    name: Annotated[str, Field(min_length=1, max_length=200)]
    number: Annotated[
        str, Field(max_length=40, description="SIREN, VAT or the like; no two have the same.")
    ] = ""
    website: Annotated[str, Field(max_length=300)] = ""
    city: Annotated[str, Field(max_length=120)] = ""

    model_config = examples({"name": "Cyclo Nantes", "number": "552100554", "city": "Nantes"})


class OrganizationChanges(Body):
    """Only what is sent is changed; an empty string empties."""

    name: Annotated[str, Field(max_length=200)] | None = None
    number: Annotated[str, Field(max_length=40)] | None = None
    website: Annotated[str, Field(max_length=300)] | None = None
    city: Annotated[str, Field(max_length=120)] | None = None

    model_config = examples({"city": "Rezé"})


class NewPosition(Body):
    organization_id: Id
    role: Annotated[str, Field(max_length=120)] = ""
    since: Day | None = None
    until: Day | None = None


class PositionChanges(Body):
    """Only what is sent is changed; a role ends by its `until`."""

    role: Annotated[str, Field(max_length=120)] | None = None
    since: Day | None = None
    until: Day | None = None


class OrganizationRowOut(Answer):
    id: int
    name: str
    number: str
    city: str
    people: int


class OrganizationPageOut(Listed):
    items: list[OrganizationRowOut]


class PositionOut(Answer):
    id: int
    person_id: int
    organization_id: int
    organization: str
    role: str
    since: date | None
    until: date | None


class PositionList(Answer):
    items: list[PositionOut]


class OrganizationOut(Answer):
    id: int
    name: str
    number: str
    website: str
    city: str


class OrganizationPeople(Answer):
    """Who belongs to it now, and who did; persons that may not be seen are left out."""

    current: list[PositionOut]
    past: list[PositionOut]


@ENDPOINTS.get("/organizations", **READ)
def list_organizations(
    caller: Caller, q: Typed = "", cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=200)] = 50
) -> OrganizationPageOut:
    """Organisations by name. q: a part of the name, or the whole number."""
    page = organizations_page(typed=q, after=key_of(cursor), most=limit, today=caller.now.date())
    items = [OrganizationRowOut.model_validate(row) for row in page.rows]
    return OrganizationPageOut(items=items, next_cursor=cursor_of(page.after))


@ENDPOINTS.post(
    "/organizations", status=201, problems=problems("name-missing", "number-taken", "not-a-link"), **WRITE
)
def create_one_organization(caller: Caller, given: NewOrganization) -> OrganizationOut:
    """Make an organisation."""
    return _out(create_organization(**given.model_dump(), by=caller.actor, now=caller.now))


@ENDPOINTS.get("/organizations/{organization_id}", **READ)
def get_organization(caller: Caller, organization_id: Id) -> OrganizationOut:
    """One organisation."""
    return _out(_found(organization_id))


@ENDPOINTS.patch(
    "/organizations/{organization_id}",
    problems=problems("name-missing", "number-taken", "not-a-link"),
    **WRITE,
)
def change_one_organization(
    caller: Caller, organization_id: Id, given: OrganizationChanges
) -> OrganizationOut:
    """Change what is sent."""
    found = _found(organization_id)
    changes = {name: value or "" for name, value in given.model_dump(exclude_unset=True).items()}
    change_organization(found, by=caller.actor, now=caller.now, **changes)
    return _out(found)


@ENDPOINTS.delete("/organizations/{organization_id}", problems=problems("organization-in-use"), **WRITE)
def delete_organization(caller: Caller, organization_id: Id) -> None:
    """Delete an organisation that nobody ever belonged to."""
    remove_organization(_found(organization_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/organizations/{organization_id}/people", **READ)
def list_organization_people(caller: Caller, organization_id: Id) -> OrganizationPeople:
    """Who belongs to an organisation, and who did."""
    held, past = people_of(_found(organization_id), today=caller.now.date())
    return OrganizationPeople(current=[_position(one) for one in held], past=[_position(one) for one in past])


@ENDPOINTS.get("/people/{person_id}/positions", **READ)
def list_person_positions(caller: Caller, person_id: Id) -> PositionList:
    """What a person is and was in organisations, the present first."""
    person = person_for(caller.user, person_id)
    return PositionList(items=[_position(one) for one in positions_of(record_ids(person.pk))])


@ENDPOINTS.post(
    "/people/{person_id}/positions",
    status=201,
    problems=problems("position-known", "ends-before-it-begins"),
    **WRITE,
)
def add_person_position(caller: Caller, person_id: Id, given: NewPosition) -> PositionOut:
    """Say what a person is in an organisation."""
    person = person_for(caller.user, person_id)
    fields = given.model_dump(exclude={"organization_id"})
    made = add_position(
        person, organization=_found(given.organization_id), by=caller.actor, now=caller.now, **fields
    )
    return _position(made)


@ENDPOINTS.patch(
    "/people/{person_id}/positions/{position_id}",
    problems=problems("position-known", "ends-before-it-begins"),
    **WRITE,
)
def change_person_position(
    caller: Caller, person_id: Id, position_id: Id, given: PositionChanges
) -> PositionOut:
    """Change what is sent: the role, since when, until when."""
    one = _found_position(caller, person_id, position_id)
    changes = given.model_dump(exclude_unset=True)
    if "role" in changes:
        changes["role"] = changes["role"] or ""
    change_position(one, by=caller.actor, now=caller.now, **changes)
    one.refresh_from_db()
    return _position(one)


@ENDPOINTS.delete("/people/{person_id}/positions/{position_id}", **WRITE)
def remove_person_position(caller: Caller, person_id: Id, position_id: Id) -> None:
    """Take a role away as never true; one that ended is given an end instead."""
    remove_position(_found_position(caller, person_id, position_id), by=caller.actor, now=caller.now)


def _found(organization_id: int) -> Organization:
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None:
        raise not_found()
    return found


def _found_position(caller: Caller, person_id: int, position_id: int) -> Position:
    ids = record_ids(person_for(caller.user, person_id).pk)
    rows = Position.objects.select_related("organization", "person")
    found = rows.filter(pk=position_id, person_id__in=ids).first()
    if found is None:
        raise not_found()
    return found


def _out(found: Organization) -> OrganizationOut:
    return OrganizationOut(
        id=found.pk, name=found.name, number=found.number or "", website=found.website, city=found.city
    )


def _position(one: Position) -> PositionOut:
    return PositionOut(
        id=one.pk,
        person_id=one.person_id,
        organization_id=one.organization_id,
        organization=one.organization.name,
        role=one.role,
        since=one.since,
        until=one.until,
    )
