"""Restriction of records, and what an objection ends."""

from __future__ import annotations

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Body, Id
from parvis.people.actions.restriction import object_for, restrict_persons
from parvis.people.actions.rights import (
    note_step,
)
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
    RightsRequestOut,
    request_out,
)
from parvis.people.logic.rights import RightsRefused
from parvis.people.permissions import request_for
from parvis.people.reads.rights import subject_ids


class RightsRestricted(Body):
    is_restricted: bool = True


@ENDPOINTS.post(
    "/rights-requests/{request_id}/restriction", permission="privacy.manage", purpose="legal_duty"
)
def restrict_for_rights_request(caller: Caller, request_id: Id, given: RightsRestricted) -> RightsRequestOut:
    """Restrict the records, or lift it: a restricted record is shown for legal duties alone."""
    found = request_for(caller.user, request_id)
    persons, _identities = subject_ids(found)
    if restrict_persons(persons, is_restricted=given.is_restricted, by=caller.actor, now=caller.now):
        verb = "restricted" if given.is_restricted else "released"
        note_step(found, verb, by=caller.actor, now=caller.now)
    return request_out(found)


@ENDPOINTS.post("/rights-requests/{request_id}/objection", permission="privacy.manage", purpose="legal_duty")
def carry_out_objection(caller: Caller, request_id: Id) -> RightsRequestOut:
    """End what the person objects to, from now on."""
    found = request_for(caller.user, request_id)
    persons, identities = subject_ids(found)
    if not persons and not identities:
        raise RightsRefused("nobody-found")
    everything = ["prospecting", "satisfaction", "profiling", "listening"]
    object_for(persons, identities, purposes=found.purposes or everything, by=caller.actor, now=caller.now)
    note_step(found, "objected", by=caller.actor, now=caller.now)
    return request_out(found)
