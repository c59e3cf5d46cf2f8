"""The way to a network and back: the customer logs in there, and the account they logged in with is theirs.

A question goes out with a signed state, good for minutes, once, in the browser that asked. What the network hands out
to answer it is used for that one answer and thrown away: no token is kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db import transaction

from parvis.accounts.actions.company_log_in import LogInRefused, ask_metadata, claims_of_answer
from parvis.accounts.actions.round_trips import RoundTripOver, check_state, set_out, trip_hash
from parvis.accounts.logic.oidc import question_address
from parvis.foundation.access import purpose as declared
from parvis.foundation.audit import Actor, record
from parvis.foundation.http import FetchError, Response, fetch, post
from parvis.foundation.secrets import seal, unseal
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import link_identity
from parvis.people.actions.proof_networks import MOST_BYTES, SECONDS
from parvis.people.logic.errors import IdentityLinked, OwnAccount, ProofRefused
from parvis.people.logic.handles import handle_key
from parvis.people.logic.network_accounts import (
    QUESTION_LIVES,
    NoAccountNamed,
    mastodon_handles,
    mastodon_question,
    oidc_handle,
    oidc_scopes,
)
from parvis.people.models import Claim, CurrentLink, Identity, NetworkQuestion, Person, ProofNetwork
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.tombstones import erased_handles, hold_off_erasures

MOST_AN_HOUR = 20  # questions for one person
EVIDENCE = "network_log_in"
_USE = "network-log-in"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the browser goes, and what it has to bring back besides."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a log-in. is_new: linked by it; else the record had the handle before."""

    handle: str
    is_new: bool


def ask_network(
    network: ProofNetwork,
    *,
    person: Person,
    claim: Claim | None,
    page: str,
    redirect_uri: str,
    asks_again: bool = False,
    now: datetime,
) -> Asked:
    """Write the question down and say where to go. page: the link to come back to. Raises ProofRefused.

    Outside a transaction: an OpenID provider is asked where its pages are.
    """
    trip = set_out(_USE)
    named = {"nonce": trip.nonce, "verifier": trip.verifier}
    asked: dict[str, Any] = {
        "client_id": network.client_id,
        "redirect_uri": redirect_uri,
        "state": trip.state,
    }
    if network.kind == ProofNetwork.MASTODON:
        address = mastodon_question(
            network.address, **asked, verifier=named["verifier"], asks_again=asks_again
        )
    else:
        try:
            metadata = ask_metadata(network.address)
        except LogInRefused as refused:
            raise _of(refused) from refused
        scopes = oidc_scopes(network.handle_claim)
        address = question_address(metadata, **asked, **named, scopes=scopes, asks_again=asks_again)
    with declared("legal_duty"):
        asked_lately = NetworkQuestion.objects.filter(
            person=person, asked_at__gt=now - timedelta(hours=1)
        ).count()
        if asked_lately >= MOST_AN_HOUR:
            raise ProofRefused("too-many")
        NetworkQuestion.objects.create(
            network=network, person=person, claim=claim,
            state_hash=trip_hash(_USE, trip.state), browser_hash=trip_hash(_USE, trip.browser),
            sealed=seal({**named, "page": page}), asked_at=now, ends_at=now + QUESTION_LIVES,
        )  # fmt: skip
    return Asked(address, trip.browser)


def forget_questions(*, now: datetime) -> int:
    """Delete those whose limits are counted no more. Returns how many."""
    with declared("legal_duty"):
        return NetworkQuestion.objects.filter(asked_at__lt=now - timedelta(hours=2)).delete()[0]


def take_question(state: str, *, browser: str, now: datetime) -> tuple[NetworkQuestion, str]:
    """The question with this state, taken out of use by it, and the page it came from. Raises ProofRefused("over").

    A state that is forged, over, used, or another browser's is answered alike.
    """
    try:
        check_state(_USE, state, lives=QUESTION_LIVES)
    except RoundTripOver as error:
        raise ProofRefused("over") from error
    found = (
        NetworkQuestion.objects.select_related("network", "person", "claim__identity")
        .filter(
            state_hash=trip_hash(_USE, state),
            browser_hash=trip_hash(_USE, browser),
            ends_at__gt=now,
            network__is_active=True,
        )
        .first()
    )
    if (
        found is None
        or not NetworkQuestion.objects.filter(pk=found.pk, answered_at=None).update(answered_at=now) == 1
    ):
        raise ProofRefused("over")
    return found, str(unseal(found.sealed)["page"])


def account_behind(
    question: NetworkQuestion, *, code: str, issuer: str, redirect_uri: str
) -> tuple[str, ...]:
    """The handle, or its two forms, of the account that was logged in with. Raises ProofRefused.

    Asks the network; outside a transaction. issuer: what the answer says of itself (RFC 9207), where it does.
    """
    network, named = question.network, unseal(question.sealed)
    try:
        if network.kind == ProofNetwork.MASTODON:
            account = _mastodon_account(
                network, code=code, verifier=named["verifier"], redirect_uri=redirect_uri
            )
            return mastodon_handles(account, domain=network.domain, address=network.address)
        claims, _ = claims_of_answer(
            network, issuer=network.address, code=code, named_issuer=issuer or None, verifier=named["verifier"],
            nonce=named["nonce"], redirect_uri=redirect_uri,
        )  # fmt: skip
        return (oidc_handle(claims, claim=network.handle_claim),)
    except LogInRefused as refused:
        raise _of(refused) from refused
    except NoAccountNamed as error:
        raise ProofRefused("answer-refused") from error


def settle_log_in(question: NetworkQuestion, handles: Sequence[str], *, now: datetime) -> Shown:
    """Link the account to the record of whoever logged in. Raises ProofRefused; a conflict is left for a colleague.

    Inside a transaction of a legal duty. Without a claim any account is welcome: it is theirs, whatever its name.
    """
    network, person, claim = question.network, question.person, question.claim
    by = Actor("person", person.pk)
    keys = {handle_key(network.channel, one) for one in handles}
    if claim is not None and claim.identity.handle_key not in keys:
        raise ProofRefused("other-account", handle=handles[0])
    if claim is not None and (claim.state != Claim.OPEN or claim.ends_at < now):
        raise ProofRefused("over")
    identity = claim.identity if claim else _identity(network.channel, handles, now=now)
    ours = record_ids(person.pk)
    current = CurrentLink.objects.filter(identity=identity, person_id__in=ours).first()
    if current is not None:
        _end(claim, Claim.USED, now=now)
        return Shown(identity.handle, is_new=False)
    try:
        with transaction.atomic():
            link_identity(
                identity, person=person, evidence=EVIDENCE, by=by, now=now,
                detail={"network": network.name, "address": network.address, "claim": claim.pk if claim else None},
            )  # fmt: skip
    except OwnAccount as error:
        raise ProofRefused("ours") from error
    except IdentityLinked as error:
        # It stands on another record: which of the two is right is for a human to look at.
        _conflict(claim, identity, person, by=by, now=now)
        raise ProofRefused("elsewhere", handle=identity.handle) from error
    _end(claim, Claim.USED, now=now)
    return Shown(identity.handle, is_new=True)


def _identity(channel: str, handles: Sequence[str], *, now: datetime) -> Identity:
    """The handle as it is known here, else remembered now by the person's own act. Raises ProofRefused."""
    keys = [handle_key(channel, one) for one in handles]
    known = Identity.objects.filter(channel=channel, handle_key__in=keys).order_by("pk").first()
    if known is not None:
        return known
    hold_off_erasures()
    if erased_handles((channel, key) for key in keys):
        # They had it forgotten, and said so of whatever comes later: it comes back by a human alone.
        raise ProofRefused("forgotten", handle=handles[0])
    made = remember_identities([SeenIdentity(channel, handles[0], now)], now=now)
    return Identity.objects.get(pk=made[channel, keys[0]])


def _mastodon_account(
    network: ProofNetwork, *, code: str, verifier: str, redirect_uri: str
) -> dict[str, Any]:
    client = {
        "client_id": network.client_id,
        "client_secret": str(unseal(network.sealed_client_secret).get("client_secret", "")),
    }
    granted = _json(
        _post(
            f"{network.address}/oauth/token",
            {
                **client, "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri,
                "code_verifier": verifier,
            },
        )
    )  # fmt: skip
    token = granted.get("access_token")
    if not isinstance(token, str) or not token or any(ord(sign) < 33 or ord(sign) > 126 for sign in token):
        raise ProofRefused("answer-refused")
    try:
        answer = fetch(
            f"{network.address}/api/v1/accounts/verify_credentials",
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            max_bytes=MOST_BYTES,
            timeout_seconds=SECONDS,
        )
    except FetchError as error:
        raise ProofRefused("unreachable") from error
    finally:
        _throw_away(network, client, token)
    return _json(answer)


def _throw_away(network: ProofNetwork, client: dict[str, str], token: str) -> None:
    """It was good for one look. A server that does not take it back forgets it with the registration."""
    try:
        _post(f"{network.address}/oauth/revoke", {**client, "token": token})
    except ProofRefused:
        return


def _post(address: str, values: dict[str, str]) -> Response:
    try:
        return post(
            address,
            body=urlencode(values).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
            max_bytes=MOST_BYTES,
            timeout_seconds=SECONDS,
        )
    except FetchError as error:
        raise ProofRefused("unreachable") from error


def _json(answer: Response) -> dict[str, Any]:
    try:
        document = json.loads(answer.body) if answer.status == 200 else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise ProofRefused("answer-refused")
    return document


def _of(refused: LogInRefused) -> ProofRefused:
    return ProofRefused("unreachable" if refused.code == "provider-unreachable" else "answer-refused")


def _end(claim: Claim | None, state: str, *, now: datetime) -> None:
    if claim is not None:
        Claim.objects.filter(pk=claim.pk, state=Claim.OPEN).update(state=state, settled_at=now)


def _conflict(claim: Claim | None, identity: Identity, person: Person, *, by: Actor, now: datetime) -> None:
    """Shown among the proofs of the handle, also where nobody had asked for one."""
    if claim is None:
        claim = Claim.objects.create(
            identity=identity, person=person, way=Claim.LOG_IN, state=Claim.CONFLICT, code_hash="", made_at=now,
            ends_at=now, settled_at=now,
        )  # fmt: skip
    else:
        _end(claim, Claim.CONFLICT, now=now)
    record("claim.conflict", identity, by=by, now=now, person_id=person.pk)
