"""Requests by right for programs: everything the desk can do, under the same guards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Body, Id, Listed, Moment, Typed, examples
from parvis.people.actions.rights import (
    add_handle,
    add_subject,
    assign_request,
    receive_request,
    remove_subject,
)
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
    RightsRequestOut,
    RightsRow,
    Text,
    handle_named,
    request_out,
    row_out,
)
from parvis.people.permissions import person_for, purpose_of, request_for
from parvis.people.reads.rights import rights_page

Right = Literal["access", "portability", "rectification", "erasure", "restriction", "objection"]


Objection = Literal["prospecting", "satisfaction", "profiling", "listening"]


class NewRightsRequest(Body):
    right: Right
    words: Text = ""
    requester_name: Annotated[str, Field(max_length=200)] = ""
    requester_email: Annotated[str, Field(max_length=320)] = ""
    is_email_verified: bool = Field(
        False, description="They wrote from this address, or proved that it is theirs."
    )
    language: Literal["fr", "en"] = "fr"
    purposes: Annotated[list[Objection], Field(max_length=4)] = Field(
        [], description="Of an objection: what it is about; empty: everything."
    )
    person_id: Id | None = None
    identity_id: Id | None = None
    received_at: Moment | None = Field(None, description="The clock runs from then; empty: now.")

    model_config = examples(
        {"right": "access", "requester_email": "lea@example.org", "words": "What do you keep?"}
    )


class RightsAssigned(Body):
    user_id: Id | None = None


class RightsSubjectNamed(Body):
    """One of the two."""

    person_id: Id | None = None
    identity_id: Id | None = None


class RightsRequestPage(Listed):
    items: list[RightsRow]


@ENDPOINTS.get("/rights-requests", permission="privacy.manage", purpose="legal_duty")
def list_rights_requests(
    caller: Caller,
    show: Literal["open", "closed", "all"] = "open",
    right: Typed = "",
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> RightsRequestPage:
    """Open requests, the soonest due first; closed ones, the last closed first."""
    key = key_of(cursor)
    page = rights_page(
        shown=show, right=right, after=int(key) if key.isdecimal() and len(key) < 10 else 0, most=limit
    )
    return RightsRequestPage(
        items=[row_out(one) for one in page.rows],
        next_cursor=cursor_of(str(page.after)) if page.after else None,
    )


@ENDPOINTS.post("/rights-requests", permission="people.view", purpose=purpose_of, status=201)
def create_rights_request(caller: Caller, given: NewRightsRequest) -> RightsRow:
    """Write down that somebody asks by right. Everybody who talks with people may; the officer takes it from there."""
    persons = [person_for(caller.user, given.person_id).pk] if given.person_id else []
    handles = [handle_named(given.identity_id).pk] if given.identity_id else []
    made = receive_request(
        right=given.right,
        channel="api",
        words=given.words,
        requester_name=given.requester_name,
        requester_email=given.requester_email,
        is_email_verified=given.is_email_verified,
        language=given.language,
        purposes=given.purposes,
        person_ids=persons,
        identity_ids=handles,
        received_at=given.received_at,
        by=caller.actor,
        now=caller.now,
    )
    return row_out(made)


@ENDPOINTS.get("/rights-requests/{request_id}", permission="privacy.manage", purpose="legal_duty")
def get_rights_request(caller: Caller, request_id: Id) -> RightsRequestOut:
    """One request with its steps."""
    return request_out(request_for(caller.user, request_id))


@ENDPOINTS.post("/rights-requests/{request_id}/assign", permission="privacy.manage", purpose="legal_duty")
def assign_rights_request(caller: Caller, request_id: Id, given: RightsAssigned) -> RightsRequestOut:
    """Say who works on it; null: nobody."""
    found = request_for(caller.user, request_id)
    to = User.objects.filter(pk=given.user_id, is_active=True).first() if given.user_id else None
    if given.user_id and to is None:
        raise not_found()
    assign_request(found, to=to, by=caller.actor, now=caller.now)
    return request_out(found)


@ENDPOINTS.post("/rights-requests/{request_id}/subjects", permission="privacy.manage", purpose="legal_duty")
def add_rights_request_subject(caller: Caller, request_id: Id, given: RightsSubjectNamed) -> RightsRequestOut:
    """Say which record or handle it is about."""
    found = request_for(caller.user, request_id)
    if given.person_id:
        add_subject(found, person_for(caller.user, given.person_id), by=caller.actor, now=caller.now)
    if given.identity_id:
        add_handle(found, handle_named(given.identity_id), by=caller.actor, now=caller.now)
    return request_out(found)


@ENDPOINTS.delete(
    "/rights-requests/{request_id}/subjects/{person_id}", permission="privacy.manage", purpose="legal_duty"
)
def remove_rights_request_subject(caller: Caller, request_id: Id, person_id: Id) -> None:
    """Say that it is not about this record."""
    found = request_for(caller.user, request_id)
    remove_subject(found, person_for(caller.user, person_id), by=caller.actor, now=caller.now)
