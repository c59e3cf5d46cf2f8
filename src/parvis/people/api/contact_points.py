"""The addresses a person gave."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Body, Id
from parvis.people.actions.contact_points import add_contact_point, remove_contact_point
from parvis.people.api.endpoints import ADDRESS_KNOWN, ENDPOINTS, NOT_AN_ADDRESS
from parvis.people.api.persons import ContactPointOut
from parvis.people.models import ContactPoint
from parvis.people.permissions import person_for, purpose_of


class NewContactPoint(Body):
    kind: Literal["email", "phone"]
    value: Annotated[str, Field(min_length=1, max_length=320)]
    is_verified: bool = False
    address_may_be_shared: bool = False


@ENDPOINTS.post(
    "/people/{person_id}/contact-points",
    permission="people.edit",
    purpose=purpose_of,
    status=201,
    problems={"address-known": ADDRESS_KNOWN, "not-an-address": NOT_AN_ADDRESS},
)
def add_person_contact_point(caller: Caller, person_id: Id, given: NewContactPoint) -> ContactPointOut:
    """Keep an address that the person gave; handles that already spoke from it are linked."""
    point = add_contact_point(
        person_for(caller.user, person_id), by=caller.actor, now=caller.now, **given.model_dump()
    )
    return ContactPointOut.model_validate(point)


@ENDPOINTS.delete(
    "/people/{person_id}/contact-points/{point_id}", permission="people.edit", purpose=purpose_of
)
def remove_person_contact_point(caller: Caller, person_id: Id, point_id: Id) -> None:
    """Forget an address. Links that were made by it stay."""
    person = person_for(caller.user, person_id)
    point = ContactPoint.objects.filter(pk=point_id, person=person).first()
    if point is None:
        raise not_found()
    remove_contact_point(point, by=caller.actor, now=caller.now)
