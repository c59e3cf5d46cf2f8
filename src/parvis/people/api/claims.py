"""Proofs by the person themselves that a handle is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.people.actions.claims import begin_claim, refuse_link, settle_profile, withdraw_claim
from parvis.people.actions.site_proof import link_by_site, profile_of
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.errors import ClaimRefused
from parvis.people.models import Claim
from parvis.people.permissions import identity_for, person_for, purpose_of

REFUSED = {"proof-refused": (409, "The proof cannot be begun or settled; `reason` says why.")}


class NewProof(Body):
    person_id: Id
    way: Literal["sent_back", "in_profile", "log_in", "site"] = Field(
        "sent_back",
        description="A code sent back from the handle or in its profile, a log-in at the network, or a site.",
    )
    site: Annotated[str, Field(max_length=500)] = Field(
        "", description="The person's own site, for the way `site`."
    )

    model_config = examples({"person_id": 12, "way": "sent_back"})


class NotTheirs(Body):
    person_id: Id


class Proof(Answer):
    """state: open, used, over, withdrawn or conflict; null ids where a site was compared at once."""

    id: int | None
    identity_id: int
    person_id: int
    way: str
    state: str
    made_at: datetime
    ends_at: datetime


class Refusal(Answer):
    identity_id: int
    person_id: int


@ENDPOINTS.post(
    "/identities/{identity_id}/proofs",
    permission="people.edit",
    purpose=purpose_of,
    status=201,
    problems=REFUSED,
)
def begin_proof(caller: Caller, identity_id: Id, given: NewProof) -> Proof:
    """Send the person a code for this handle, or compare their own site with its profile at once."""
    identity, person = identity_for(caller.user, identity_id), person_for(caller.user, given.person_id)
    try:
        if given.way == "site":
            made = link_by_site(identity, person=person, site=given.site, by=caller.actor, now=caller.now)
            return Proof(
                id=None, identity_id=identity.pk, person_id=person.pk, way="site", state="used",
                made_at=made.at, ends_at=made.at,
            )  # fmt: skip
        return Proof.model_validate(
            begin_claim(identity, person=person, way=given.way, by=caller.actor, now=caller.now)
        )
    except ClaimRefused as error:
        raise _problem(error) from error


@ENDPOINTS.post("/proofs/{claim_id}/check", permission="people.edit", purpose=purpose_of, problems=REFUSED)
def check_proof(caller: Caller, claim_id: Id) -> Proof:
    """Read the profile now and link the handle if the code stands in it."""
    claim = _claim(claim_id)
    try:
        settle_profile(claim, text=profile_of(claim.identity).text, by=caller.actor, now=caller.now)
    except ClaimRefused as error:
        raise _problem(error) from error
    return Proof.model_validate(_claim(claim_id))


@ENDPOINTS.post("/proofs/{claim_id}/withdraw", permission="people.edit", purpose=purpose_of)
def withdraw_proof(caller: Caller, claim_id: Id) -> Proof:
    """Take a proof under way back; its code no longer counts."""
    withdraw_claim(_claim(claim_id), by=caller.actor, now=caller.now)
    return Proof.model_validate(_claim(claim_id))


@ENDPOINTS.post("/identities/{identity_id}/refuse", permission="people.edit", purpose=purpose_of)
def refuse_identity_link(caller: Caller, identity_id: Id, given: NotTheirs) -> Refusal:
    """Say that this handle is not this person's: the two are not proposed again."""
    identity, person = identity_for(caller.user, identity_id), person_for(caller.user, given.person_id)
    refuse_link(identity, person=person, by=caller.actor, now=caller.now)
    return Refusal(identity_id=identity.pk, person_id=person.pk)


def _claim(claim_id: int) -> Claim:
    found = Claim.objects.select_related("identity").filter(pk=claim_id).first()
    if found is None:
        raise not_found()
    return found


def _problem(error: ClaimRefused) -> Problem:
    return Problem(409, "proof-refused", REFUSED["proof-refused"][1], reason=error.reason)
