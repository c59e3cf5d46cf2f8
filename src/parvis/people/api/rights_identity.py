"""Who asks: asking them, settling it, and two months more."""

from __future__ import annotations

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Body, Id
from parvis.people.actions.rights import (
    ask_identity,
    extend_request,
    settle_identity,
)
from parvis.people.actions.rights_mail import send_answer
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
    RightsRequestOut,
    Text,
    request_out,
)
from parvis.people.permissions import request_for
from parvis.people.reads.rights_drafts import extension_draft


class IdentityAsked(Body):
    doubt: Text
    how: Text


class IdentitySettled(Body):
    is_confirmed: bool


class RightsExtended(Body):
    reason: Text
    is_told_by_mail: bool = Field(
        True, description="Send the notice; otherwise you tell the person yourself."
    )


@ENDPOINTS.post("/rights-requests/{request_id}/identity", permission="privacy.manage", purpose="legal_duty")
def ask_requester_identity(caller: Caller, request_id: Id, given: IdentityAsked) -> RightsRequestOut:
    """Note that the requester is asked who they are, with the reasonable doubt and what is asked for."""
    found = request_for(caller.user, request_id)
    ask_identity(found, doubt=given.doubt, how=given.how, by=caller.actor, now=caller.now)
    return request_out(found)


@ENDPOINTS.put("/rights-requests/{request_id}/identity", permission="privacy.manage", purpose="legal_duty")
def settle_requester_identity(caller: Caller, request_id: Id, given: IdentitySettled) -> RightsRequestOut:
    """Note whether who they are is clear now."""
    found = request_for(caller.user, request_id)
    settle_identity(found, is_confirmed=given.is_confirmed, by=caller.actor, now=caller.now)
    return request_out(found)


@ENDPOINTS.post("/rights-requests/{request_id}/extend", permission="privacy.manage", purpose="legal_duty")
def extend_rights_request(caller: Caller, request_id: Id, given: RightsExtended) -> RightsRequestOut:
    """Two months more, within the first month only, with a notice to the person."""
    found = request_for(caller.user, request_id)
    extend_request(found, reason=given.reason, by=caller.actor, now=caller.now)
    if given.is_told_by_mail:
        send_answer(found, extension_draft(found, reason=given.reason.strip()))
    return request_out(found)
