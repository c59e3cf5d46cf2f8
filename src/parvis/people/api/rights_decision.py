"""The decision that closes a request."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db import transaction
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Body, Id, examples
from parvis.people.actions.rights import (
    decide_request,
    refuse_request,
    withdraw_request,
)
from parvis.people.actions.rights_mail import send_answer
from parvis.people.api.rights_endpoints import (
    ENDPOINTS,
    RightsRequestOut,
    Text,
    request_out,
)
from parvis.people.permissions import request_for


class RightsDecision(Body):
    outcome: Literal["met", "refused", "withdrawn"]
    ground: Annotated[str, Field(max_length=30)] = ""
    reasons: Text = ""
    answer: Text = ""
    answered_how: Literal["mail", "inbox", "letter", "spoken"] = "letter"

    model_config = examples({"outcome": "met", "answer": "Here is your copy.", "answered_how": "letter"})


@ENDPOINTS.post("/rights-requests/{request_id}/decision", permission="privacy.manage", purpose="legal_duty")
def decide_rights_request(caller: Caller, request_id: Id, given: RightsDecision) -> RightsRequestOut:
    """Close it: met, refused with a ground of the law and reasons, or withdrawn. A mail is sent with the decision."""
    found = request_for(caller.user, request_id)
    said = {"reasons": given.reasons, "answer": given.answer, "answered_how": given.answered_how}
    with transaction.atomic():
        if given.outcome == "withdrawn":
            withdraw_request(found, note=given.reasons, by=caller.actor, now=caller.now)
        elif given.outcome == "refused":
            refuse_request(found, ground=given.ground, **said, by=caller.actor, now=caller.now)
        else:
            decide_request(found, **said, by=caller.actor, now=caller.now)
        if given.answered_how == "mail" and given.outcome != "withdrawn":
            send_answer(found, given.answer)
    return request_out(found)
