"""Who belongs to whom."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, examples
from parvis.people.actions.relationships import relate, remove_relationship
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.refusals import problems
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.relationships import RelatedPerson, related_persons

WRITE: dict[str, Any] = {"permission": "people.edit", "purpose": purpose_of}


class NewRelationship(Body):
    other_id: Id
    kind: Annotated[
        Literal["household", "colleague", "knows", "referred_by"],
        Field(description="referred_by: the other recommended us to this person."),
    ]
    basis: Annotated[
        Literal["", "contract", "legitimate_interest", "consent"],
        Field(description="In law. Asked for where one knows the other, with a note of how that is known."),
    ] = ""
    note: Line = ""

    model_config = examples({"other_id": 1, "kind": "household"})


class RelationshipOut(Answer):
    """kind as it reads from the person asked about: `referred` is the other side of `referred_by`."""

    id: int
    other_id: int
    other_name: str
    kind: str
    basis: str
    note: str


class RelationshipList(Answer):
    items: list[RelationshipOut]


@ENDPOINTS.get("/people/{person_id}/relationships", permission="people.view", purpose=purpose_of)
def list_person_relationships(caller: Caller, person_id: Id) -> RelationshipList:
    """Who belongs to a person, told from their side; others that may not be seen are left out."""
    person = person_for(caller.user, person_id)
    return RelationshipList(items=[_out(one) for one in related_persons(record_ids(person.pk))])


@ENDPOINTS.post(
    "/people/{person_id}/relationships",
    status=201,
    problems=problems("not-two-persons", "relationship-known", "basis-missing"),
    **WRITE,
)
def relate_persons(caller: Caller, person_id: Id, given: NewRelationship) -> RelationshipList:
    """Say what two persons are to each other. It stands on both records."""
    person = person_for(caller.user, person_id)
    relate(
        person,
        other=person_for(caller.user, given.other_id),
        kind=given.kind,
        basis=given.basis,
        note=given.note,
        by=caller.actor,
        now=caller.now,
    )
    return list_person_relationships(caller, person.pk)


@ENDPOINTS.delete("/people/{person_id}/relationships/{relationship_id}", **WRITE)
def forget_relationship(caller: Caller, person_id: Id, relationship_id: Id) -> None:
    """Forget a relationship, on both records."""
    person = person_for(caller.user, person_id)
    for one in related_persons(record_ids(person.pk)):
        if one.relationship.pk == relationship_id:
            remove_relationship(one.relationship, by=caller.actor, now=caller.now)
            return
    raise not_found()


def _out(one: RelatedPerson) -> RelationshipOut:
    return RelationshipOut(
        id=one.relationship.pk,
        other_id=one.other.pk,
        other_name=str(one.other),
        kind=one.way,
        basis=one.relationship.basis,
        note=one.relationship.note,
    )
