"""The company's own log-in: the provider asked, its answer checked, the account found, made or refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import quote_plus, urlencode

from django.db import transaction

from parvis.accounts.actions.guards import known_roles, refused_when_taken
from parvis.accounts.actions.users import change_user
from parvis.accounts.logic.oidc import (
    Metadata,
    ProviderAnswerRefused,
    address_of_claims,
    read_id_token,
    read_metadata,
    roles_of_claims,
)
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import LoginProvider, ProviderIdentity, User
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.http import FetchError, Response, fetch, post
from parvis.foundation.secrets import seal, unseal

_MOST_BYTES = 512 * 1024
_SECONDS = 10
_FIELDS = (
    "name", "issuer", "client_id", "is_active", "domains", "creates_accounts", "default_roles", "role_claim",
    "role_map", "trusts_second_step",
)  # fmt: skip


class LogInRefused(Exception):
    """code: "provider-unreachable", "answer-refused", "no-address", "not-invited", "account-closed", "no-role"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """All of a provider that an administrator decides. client_secret empty: the one there is stays."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    is_active: bool = True
    domains: Sequence[str] = ()
    creates_accounts: bool = False
    default_roles: Sequence[str] = ()
    role_claim: str = ""
    role_map: Mapping[str, str] | None = None
    trusts_second_step: bool = False


def save_provider(
    provider: LoginProvider | None, settings: ProviderSettings, *, by: Actor, now: datetime
) -> LoginProvider:
    """Make or change a provider; the log keeps what was before. Raises AccountRefused."""
    role_map = dict(settings.role_map or {})
    known_roles(sorted(set(role_map.values())))
    stored = provider or LoginProvider(created_at=now)
    before = {name: getattr(stored, name) for name in _FIELDS} if provider else {}
    values = {
        "name": settings.name.strip(),
        # The slash at the end, if the provider writes one, is part of its name.
        "issuer": settings.issuer.strip(),
        "client_id": settings.client_id.strip(),
        "is_active": settings.is_active,
        "domains": [domain.strip().lower().lstrip("@") for domain in settings.domains if domain.strip()],
        "creates_accounts": settings.creates_accounts,
        "default_roles": known_roles(settings.default_roles),
        "role_claim": settings.role_claim.strip(),
        "role_map": role_map,
        "trusts_second_step": settings.trusts_second_step,
    }
    if LoginProvider.objects.filter(issuer=values["issuer"]).exclude(pk=stored.pk).exists():
        raise AccountRefused("issuer-taken")
    for name, value in values.items():
        setattr(stored, name, value)
    differences = changed(before, values)
    if settings.client_secret:
        stored.sealed_client_secret = seal({"client_secret": settings.client_secret})
        differences["client_secret"] = {"from": "…", "to": "…"}
    with transaction.atomic():
        with refused_when_taken("issuer-taken"):
            stored.save()
        record("provider.changed" if provider else "provider.added", stored, by=by, now=now, **differences)
    return stored


def ask_metadata(issuer: str) -> Metadata:
    """Discovery. Raises LogInRefused."""
    address = issuer.rstrip("/") + "/.well-known/openid-configuration"
    document = _read_json(_get(address))
    try:
        return read_metadata(document, issuer=issuer)
    except ProviderAnswerRefused as refused:
        raise LogInRefused("answer-refused", refused.code) from refused


class Client(Protocol):
    """What this installation is to a provider: the company's log-in is one, whatever else logs in there another."""

    @property
    def client_id(self) -> str: ...
    @property
    def sealed_client_secret(self) -> str: ...


def exchange_code(
    provider: Client, metadata: Metadata, *, code: str, verifier: str, nonce: str, redirect_uri: str
) -> dict[str, Any]:
    """The claims behind a code, checked. Raises LogInRefused."""
    secret = str(unseal(provider.sealed_client_secret).get("client_secret", ""))
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if not secret or metadata.sends_secret_in_body:
        asked |= {"client_id": provider.client_id} | ({"client_secret": secret} if secret else {})
    else:
        # RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    try:
        answer = post(
            metadata.token_endpoint,
            body=urlencode(asked).encode(),
            headers=headers,
            max_bytes=_MOST_BYTES,
            timeout_seconds=_SECONDS,
        )
    except FetchError as error:
        raise LogInRefused("provider-unreachable", error.code) from error
    token = _read_json(answer).get("id_token")
    if not isinstance(token, str):
        raise LogInRefused("answer-refused", "no-token")
    try:
        return read_id_token(
            token,
            keys=_read_json(_get(metadata.jwks_uri)),
            metadata=metadata,
            client_id=provider.client_id,
            nonce=nonce,
        )
    except ProviderAnswerRefused as refused:
        raise LogInRefused("answer-refused", refused.code) from refused


def claims_of_answer(
    client: Client,
    *,
    issuer: str,
    code: str,
    named_issuer: str | None,
    verifier: str,
    nonce: str,
    redirect_uri: str,
) -> tuple[dict[str, Any], Metadata]:
    """The checked claims behind an answer, and what its provider says of itself. Raises LogInRefused.

    named_issuer: what the answer calls its provider (RFC 9207), where it does; another's answer is none.
    """
    metadata = ask_metadata(issuer)
    if (metadata.names_itself or named_issuer) and named_issuer != metadata.issuer:
        raise LogInRefused("answer-refused", "issuer")
    claims = exchange_code(
        client, metadata, code=code, verifier=verifier, nonce=nonce, redirect_uri=redirect_uri
    )
    return claims, metadata


def account_for(provider: LoginProvider, claims: Mapping[str, Any], *, now: datetime) -> User:
    """The account of whoever logged in there: known, recognised by a verified address, or made. Raises LogInRefused.

    With a mapping of roles, the provider decides them anew at each log-in; who has none there has none here.
    """
    by = Actor("provider", provider.pk, provider.name)
    roles = roles_of_claims(claims, claim=provider.role_claim, role_map=provider.role_map)
    with transaction.atomic():
        # One at a time: two first log-ins at once would make two accounts.
        LoginProvider.objects.select_for_update().get(pk=provider.pk)
        known = provider.identities.select_related("user").filter(subject=claims["sub"]).first()
        if known is not None:
            user = known.user
            ProviderIdentity.objects.filter(pk=known.pk).update(last_used_at=now)
        else:
            user = _recognise_or_make(provider, claims, roles or list(provider.default_roles), by=by, now=now)
            ProviderIdentity.objects.create(
                provider=provider, subject=claims["sub"], user=user, created_at=now, last_used_at=now
            )
            record("provider.recognised", user, by=by, now=now)
        if not user.is_active or user.is_service:
            raise LogInRefused("account-closed")
        if provider.role_map and provider.role_claim:
            _follow_roles(user, roles, by=by, now=now)
    return user


def _follow_roles(user: User, roles: list[str], *, by: Actor, now: datetime) -> None:
    if not roles:
        raise LogInRefused("no-role")
    try:
        change_user(user, roles=roles, by=by, now=now)
    except AccountRefused as refused:
        if refused.code != "last-administrator":
            raise
        # Somebody must be able to give rights back, whatever the provider says.


def _recognise_or_make(
    provider: LoginProvider, claims: Mapping[str, Any], roles: list[str], *, by: Actor, now: datetime
) -> User:
    address = address_of_claims(claims, domains=provider.domains)
    if not address:
        raise LogInRefused("no-address")
    found = User.objects.filter(email__iexact=address, owner=None).first()
    if found is not None:
        return found
    if not provider.creates_accounts:
        raise LogInRefused("not-invited")
    if not roles:
        raise LogInRefused("no-role")
    language = str(claims.get("locale", ""))[:2]
    user = User(
        email=address,
        name=str(claims.get("name") or address.partition("@")[0]).strip()[:200],
        roles=known_roles(roles),
        language=language if language in ("en", "fr") else "en",
    )
    user.set_unusable_password()
    user.save()
    record("user.created", user, by=by, now=now, roles=user.roles)
    return user


def _get(address: str) -> Response:
    try:
        return fetch(
            address, headers={"Accept": "application/json"}, max_bytes=_MOST_BYTES, timeout_seconds=_SECONDS
        )
    except FetchError as error:
        raise LogInRefused("provider-unreachable", error.code) from error


def _read_json(answer: Response) -> dict[str, Any]:
    if answer.status != 200:
        raise LogInRefused("answer-refused", f"status {answer.status}")
    try:
        document = json.loads(answer.body)
    except ValueError as error:
        raise LogInRefused("answer-refused", "not JSON") from error
    if not isinstance(document, dict):
        raise LogInRefused("answer-refused", "not an object")
    return document
