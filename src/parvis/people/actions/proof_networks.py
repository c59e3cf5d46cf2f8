"""Setting up the networks where customers show that an account is theirs.

A server of Mastodon registers whoever asks, so its address is enough; an OpenID provider's administrator hands out a
client. Secrets are sealed, and nothing here is read back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction

from parvis.accounts.actions.company_log_in import LogInRefused, ask_metadata
from parvis.foundation.access import purpose as declared
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.http import FetchError, Response, fetch, post
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import seal
from parvis.people.logic.errors import NetworkRefused
from parvis.people.logic.handles import handle_key
from parvis.people.logic.network_accounts import (
    MASTODON_SCOPE,
    can_be_a_handle,
    domain_of_instance,
    server_address,
)
from parvis.people.models import Identity, ProofNetwork

MOST_BYTES, SECONDS = 512 * 1024, 10
_FIELDS = ("name", "address", "channel", "domain", "handle_claim", "client_id", "is_active")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """All of an OpenID provider that an administrator decides. client_secret empty: the one there is stays."""

    name: str
    issuer: str
    channel: str
    handle_claim: str
    client_id: str
    client_secret: str = ""


def add_mastodon(written: str, *, redirect_uri: str, by: Actor, now: datetime) -> ProofNetwork:
    """Register this installation at a server of Mastodon. Raises NetworkRefused.

    The server is asked before the transaction begins: a slow one holds no lock.
    """
    address = server_address(written)
    if not address:
        raise NetworkRefused("not-an-address")
    if ProofNetwork.objects.filter(address=address).exists():
        raise NetworkRefused("address-taken")
    domain = domain_of_instance(_read_json(_get(f"{address}/api/v2/instance")), address=address)
    asked = {
        "client_name": company_name() or "Parvis",
        "redirect_uris": redirect_uri,
        "scopes": MASTODON_SCOPE,
    }
    try:
        answer = post(
            f"{address}/api/v1/apps",
            body=urlencode(asked).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            max_bytes=MOST_BYTES,
            timeout_seconds=SECONDS,
        )
    except FetchError as error:
        raise NetworkRefused("unreachable", error.code) from error
    app = _read_json(answer)
    client_id, secret = app.get("client_id"), app.get("client_secret")
    if not isinstance(client_id, str) or not isinstance(secret, str) or not 0 < len(client_id) <= 300:
        raise NetworkRefused("answer-refused", "client")
    made = ProofNetwork(
        kind=ProofNetwork.MASTODON, name=domain[:120], address=address, channel="mastodon", domain=domain,
        client_id=client_id, sealed_client_secret=seal({"client_secret": secret}), created_at=now,
    )  # fmt: skip
    return _kept(made, {}, by=by, now=now)


def save_oidc(
    network: ProofNetwork | None, settings: OidcSettings, *, by: Actor, now: datetime
) -> ProofNetwork:
    """Make or change an OpenID provider; it is asked at once whether it is there. Raises NetworkRefused."""
    values = {
        "name": settings.name.strip(),
        "address": settings.issuer.strip(),
        "channel": settings.channel.strip().lower(),
        "handle_claim": settings.handle_claim.strip(),
        "client_id": settings.client_id.strip(),
    }
    if not values["name"] or not values["client_id"]:
        raise NetworkRefused("client-missing")
    if not values["channel"]:
        raise NetworkRefused("channel-missing")
    if not can_be_a_handle(values["handle_claim"]):
        raise NetworkRefused("claim-missing")
    try:
        ask_metadata(values["address"])
    except LogInRefused as refused:
        code = "unreachable" if refused.code == "provider-unreachable" else "answer-refused"
        raise NetworkRefused(code, refused.detail) from refused
    stored = network or ProofNetwork(kind=ProofNetwork.OIDC, created_at=now)
    before = {name: getattr(stored, name) for name in _FIELDS} if network else {}
    for name, value in values.items():
        setattr(stored, name, value)
    if settings.client_secret:
        stored.sealed_client_secret = seal({"client_secret": settings.client_secret})
    return _kept(stored, before, by=by, now=now, has_new_secret=bool(settings.client_secret))


def switch_network(network: ProofNetwork, *, is_active: bool, by: Actor, now: datetime) -> ProofNetwork:
    """Offer it to customers, or no longer. Links that were proved by it stay: they were true."""
    before = {name: getattr(network, name) for name in _FIELDS}
    network.is_active = is_active
    return _kept(network, before, by=by, now=now)


def remove_network(network: ProofNetwork, *, by: Actor, now: datetime) -> None:
    """Forget it with its secret, and every question that is under way."""
    with declared("legal_duty"):
        record("network.removed", network, by=by, now=now, address=network.address)
        network.delete()


def networks_for(identity: Identity) -> list[ProofNetwork]:
    """Where the holder of this handle could log in."""
    return [one for one in ProofNetwork.objects.filter(is_active=True) if serves(one, identity)]


def serves(network: ProofNetwork, identity: Identity) -> bool:
    if network.channel != identity.channel:
        return False
    if network.kind != ProofNetwork.MASTODON:
        return True
    server = identity.handle_key.rpartition("@")[2]
    return server in {
        handle_key("mastodon", network.domain),
        handle_key("mastodon", network.address.partition("://")[2]),
    }


def _kept(
    network: ProofNetwork, before: dict[str, Any], *, by: Actor, now: datetime, has_new_secret: bool = False
) -> ProofNetwork:
    differences = changed(before, {name: getattr(network, name) for name in _FIELDS})
    if has_new_secret:
        differences["client_secret"] = {"from": "…", "to": "…"}
    if before and not differences:
        return network
    try:
        with transaction.atomic():
            network.save()
            record("network.changed" if before else "network.added", network, by=by, now=now, **differences)
    except IntegrityError as error:
        raise NetworkRefused("address-taken") from error
    return network


def _get(address: str) -> Response:
    try:
        return fetch(
            address, headers={"Accept": "application/json"}, max_bytes=MOST_BYTES, timeout_seconds=SECONDS
        )
    except FetchError as error:
        raise NetworkRefused("unreachable", error.code) from error


def _read_json(answer: Response) -> dict[str, Any]:
    try:
        document = json.loads(answer.body) if answer.status == 200 else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise NetworkRefused("answer-refused", f"status {answer.status}")
    return document
