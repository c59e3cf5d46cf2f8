"""The networks where customers log in to show that an account is theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.conf import settings
from django.urls import reverse
from pydantic import Field

from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Line, Name, examples
from parvis.people.actions.proof_networks import (
    OidcSettings,
    add_mastodon,
    remove_network,
    save_oidc,
    switch_network,
)
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.errors import NetworkRefused
from parvis.people.models import ProofNetwork

REFUSED = {
    "not-an-address": (422, "The server's address cannot be read."),
    "unreachable": (409, "The network does not answer; `reason` says how."),
    "answer-refused": (
        409,
        "What answers there is no such network, or refuses; `reason` says what was wrong.",
    ),
    "address-taken": (409, "This network is set up already."),
    "client-missing": (422, "A name and a client ID are needed."),
    "channel-missing": (422, "Say of which channel the handles are."),
    "claim-missing": (422, "Name a claim that its holder cannot change at will."),
}
MANAGE = "installation.manage"


class NewMastodon(Body):
    server: Annotated[Line, Field(description="Parvis registers itself there.")]

    model_config = examples({"server": "mastodon.social"})


class OidcNetwork(Body):
    name: Name
    issuer: Annotated[Line, Field(description="Exactly as the provider writes it.")]
    channel: Annotated[str, Field(min_length=1, max_length=40, description="Of the handles that it proves.")]
    handle_claim: Annotated[str, Field(max_length=60)] = "preferred_username"
    client_id: Line
    client_secret: Annotated[str, Field(max_length=1000)] = Field(
        "", description="Empty: the one there is stays."
    )

    model_config = examples(
        {
            "name": "Forum", "issuer": "https://forum.example.org", "channel": "discourse",
            "handle_claim": "preferred_username", "client_id": "parvis", "client_secret": "s3cret",
        }
    )  # fmt: skip


class NetworkSwitch(Body):
    is_active: bool


class NetworkOut(Answer):
    """return_address: what the network has to know as ours. Secrets are not shown."""

    id: int
    kind: Literal["mastodon", "oidc"]
    name: str
    address: str
    channel: str
    domain: str
    handle_claim: str
    client_id: str
    is_active: bool
    created_at: datetime


class NetworkList(Answer):
    items: list[NetworkOut]
    return_address: str


@ENDPOINTS.get("/proof-networks", permission=MANAGE)
def list_proof_networks(caller: Caller) -> NetworkList:
    """The networks where customers can show their accounts."""
    return NetworkList(
        items=[NetworkOut.model_validate(one) for one in ProofNetwork.objects.all()],
        return_address=_return_address(),
    )


@ENDPOINTS.post("/proof-networks/mastodon", permission=MANAGE, status=201, problems=REFUSED)
def add_mastodon_server(caller: Caller, given: NewMastodon) -> NetworkOut:
    """Register this installation at a server of Mastodon."""
    try:
        made = add_mastodon(given.server, redirect_uri=_return_address(), by=caller.actor, now=caller.now)
    except NetworkRefused as error:
        raise _problem(error) from error
    return NetworkOut.model_validate(made)


@ENDPOINTS.post("/proof-networks/oidc", permission=MANAGE, status=201, problems=REFUSED)
def add_oidc_network(caller: Caller, given: OidcNetwork) -> NetworkOut:
    """Set up an OpenID provider; it is asked at once whether it is there."""
    return _saved(caller, None, given)


@ENDPOINTS.put("/proof-networks/{network_id}/oidc", permission=MANAGE, problems=REFUSED)
def change_oidc_network(caller: Caller, network_id: Id, given: OidcNetwork) -> NetworkOut:
    """Change an OpenID provider."""
    network = _network(network_id)
    if network.kind != ProofNetwork.OIDC:
        raise not_found()
    return _saved(caller, network, given)


@ENDPOINTS.post("/proof-networks/{network_id}/switch", permission=MANAGE)
def switch_proof_network(caller: Caller, network_id: Id, given: NetworkSwitch) -> NetworkOut:
    """Offer it to customers, or no longer."""
    changed = switch_network(_network(network_id), is_active=given.is_active, by=caller.actor, now=caller.now)
    return NetworkOut.model_validate(changed)


@ENDPOINTS.delete("/proof-networks/{network_id}", permission=MANAGE)
def delete_proof_network(caller: Caller, network_id: Id) -> None:
    """Forget a network with its secret. Links that were proved there stay."""
    remove_network(_network(network_id), by=caller.actor, now=caller.now)


def _saved(caller: Caller, network: ProofNetwork | None, given: OidcNetwork) -> NetworkOut:
    try:
        return NetworkOut.model_validate(
            save_oidc(network, OidcSettings(**given.model_dump()), by=caller.actor, now=caller.now)
        )
    except NetworkRefused as error:
        raise _problem(error) from error


def _network(network_id: int) -> ProofNetwork:
    found = ProofNetwork.objects.filter(pk=network_id).first()
    if found is None:
        raise not_found()
    return found


def _return_address() -> str:
    return f"{settings.ORIGIN}{reverse('choices-back')}"


def _problem(error: NetworkRefused) -> Problem:
    status, sentence = REFUSED[error.code]
    return Problem(status, error.code, sentence, reason=error.detail)
