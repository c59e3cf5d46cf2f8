"""The handles people speak from, whose they are and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, Line
from parvis.people.actions.links import end_link, link_identity
from parvis.people.api.endpoints import ENDPOINTS, LINKED
from parvis.people.models import Identity
from parvis.people.permissions import identity_for, person_for, purpose_of
from parvis.people.reads.behind import person_behind
from parvis.people.reads.links import Decision, link_of, linked_identities


class NewLink(Body):
    person_id: Id
    evidence: Literal["person_said", "number_quoted", "agent_decided"] = "agent_decided"
    note: Line = ""


class EndedLink(Body):
    reason: Line = ""
    changed_owner: bool = Field(
        False,
        description="It was theirs and is somebody else's now: what it said until now stays with the person.",
    )


class DecisionOut(Answer):
    """Why we take this handle for this person."""

    act: str
    at: datetime
    evidence: str
    probability: float
    legal_basis: str
    decided_by_kind: str
    decided_by_name: str


class IdentityOut(Answer):
    id: int
    channel: str
    handle: str
    display_name: str
    followers: int | None
    is_ours: bool
    first_seen_at: datetime
    last_seen_at: datetime
    person_id: int | None
    decision: DecisionOut | None


class IdentityList(Answer):
    items: list[IdentityOut]


@ENDPOINTS.get("/people/{person_id}/identities", permission="people.view", purpose=purpose_of)
def list_person_identities(caller: Caller, person_id: Id) -> IdentityList:
    """The handles linked to the person now, each with the decision that linked it."""
    person = person_for(caller.user, person_id)
    return IdentityList(
        items=[_identity_out(one.identity, person.pk, one.decision) for one in linked_identities(person.pk)]
    )


@ENDPOINTS.get("/identities/{identity_id}", permission="people.view", purpose=purpose_of)
def get_identity(caller: Caller, identity_id: Id) -> IdentityOut:
    """One handle, whose it is and why."""
    return _found_identity(identity_for(caller.user, identity_id))


@ENDPOINTS.put(
    "/identities/{identity_id}/link",
    permission="people.edit",
    purpose=purpose_of,
    problems={"identity-linked": LINKED, "own-account": (409, "The handle is the company's own.")},
)
def link_identity_to_person(caller: Caller, identity_id: Id, given: NewLink) -> IdentityOut:
    """Say that this handle is this person, and how one knows."""
    identity = identity_for(caller.user, identity_id)
    link_identity(
        identity,
        person=person_for(caller.user, given.person_id),
        evidence=given.evidence,
        detail={"note": given.note} if given.note else None,
        by=caller.actor,
        now=caller.now,
    )
    return _found_identity(identity)


@ENDPOINTS.post(
    "/identities/{identity_id}/unlink",
    permission="people.edit",
    purpose=purpose_of,
    problems={"not-linked": (409, "The handle is linked to nobody.")},
)
def unlink_identity(caller: Caller, identity_id: Id, given: EndedLink) -> IdentityOut:
    """Take handle and person apart again; both histories stay whole."""
    identity = identity_for(caller.user, identity_id)
    end_link(
        identity, by=caller.actor, now=caller.now, reason=given.reason, changed_owner=given.changed_owner
    )
    return _found_identity(identity)


def _found_identity(identity: Identity) -> IdentityOut:
    person = person_behind(identity.pk)
    return _identity_out(identity, person.pk if person else None, link_of(identity.pk) if person else None)


def _identity_out(identity: Identity, person_id: int | None, decision: Decision | None) -> IdentityOut:
    plain = {
        name: getattr(identity, name)
        for name in IdentityOut.model_fields
        if name not in ("person_id", "decision")
    }
    decided = DecisionOut.model_validate(decision) if decision else None
    return IdentityOut(**plain, person_id=person_id, decision=decided)
