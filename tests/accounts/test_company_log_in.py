"""The company's own log-in, against real OpenID Providers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from parvis.accounts.logic.oidc import (
    Metadata,
    ProviderAnswerRefused,
    address_of_claims,
    read_id_token,
    read_metadata,
    roles_of_claims,
)
from parvis.accounts.models import LoginProvider, ProviderIdentity, User
from parvis.foundation.models import AuditEntry
from tests.factories.accounts import PASSWORD, log_in, make_provider, make_user
from tests.peers.oidc import CLIENT_SECRET, HAS_CERTIFIED, Peer, oidc_provider

ROLE_MAP = {"support": "agent", "boss": "supervisor"}


@pytest.fixture(
    scope="module",
    params=[
        "mock",
        pytest.param(
            "certified",
            marks=pytest.mark.skipif(
                not HAS_CERTIFIED, reason="npm oidc-provider absent: see tests/peers/oidc.py"
            ),
        ),
    ],
)
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    with oidc_provider(request.param) as running:
        yield running


@pytest.fixture
def provider(peer: Peer, settings: Any, db: None) -> LoginProvider:
    settings.FETCH_ALLOWED_PRIVATE = (peer.allowed,)
    peer.jar.clear()
    return make_provider(
        name="Acme ID",
        issuer=peer.issuer,
        client_secret=CLIENT_SECRET,
        role_claim="groups",
        role_map=ROLE_MAP,
    )


def change(provider: LoginProvider, **fields: Any) -> None:
    LoginProvider.objects.filter(pk=provider.pk).update(**fields)


def come_by(client: Client, peer: Peer, provider: LoginProvider, subject: str, *, next_url: str = "") -> Any:
    asked = client.get(f"/account/company/{provider.pk}/", {"next": next_url} if next_url else {})
    assert asked.status_code == 302, asked.content.decode()
    return client.get(peer.log_in(asked.url, subject).removeprefix("http://testserver"))


def test_a_known_colleague_comes_in_and_is_recognised_by_the_lasting_name(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    lea = make_user(email="LEA@example.org", roles=("moderator",))
    assert "Log in with Acme ID" in client.get("/account/login/").content.decode()
    assert come_by(client, peer, provider, "lea+support", next_url="/settings/me/").url == "/settings/me/"
    assert client.get("/settings/me/").status_code == 200
    lea.refresh_from_db()
    assert lea.roles == ["agent"]
    changes = AuditEntry.objects.get(verb="user.changed")
    assert (changes.actor_kind, changes.actor_name) == ("provider", "Acme ID")
    # Their address changes here; who they are does not.
    User.objects.filter(pk=lea.pk).update(email="lea.martin@example.org")
    again = Client()
    peer.jar.clear()
    come_by(again, peer, provider, "lea+support")
    assert again.get("/settings/me/").context["user"].pk == lea.pk
    assert ProviderIdentity.objects.count() == 1


def test_a_stranger_is_refused_or_made_as_the_settings_say(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    refused = come_by(client, peer, provider, "lea+support")
    assert refused.status_code == 403 and "No account here has your address." in refused.content.decode()
    assert not User.objects.exists()
    change(provider, creates_accounts=True)
    peer.jar.clear()
    come_by(client, peer, provider, "lea+boss")
    lea = User.objects.get()
    assert (lea.email, lea.name, lea.roles, lea.language) == ("lea@example.org", "lea", ["supervisor"], "fr")
    assert not lea.has_usable_password()


@pytest.mark.parametrize(
    ("subject", "fields", "words"),
    [
        ("lea+nothing", {"creates_accounts": True}, "gives you no role here"),
        ("unsure+support", {"creates_accounts": True}, "names no confirmed address"),
        ("lea+support", {"creates_accounts": True, "domains": ["example.com"]}, "names no confirmed address"),
    ],
)
def test_who_may_not_come_in_is_told_why(
    client: Client, peer: Peer, provider: LoginProvider, subject: str, fields: dict[str, Any], words: str
) -> None:
    change(provider, **fields)
    refused = come_by(client, peer, provider, subject)
    assert refused.status_code == 403 and words in refused.content.decode()
    assert not User.objects.exists()


def test_who_left_the_groups_or_the_house_stays_outside(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    lea = make_user(email="lea@example.org")
    ProviderIdentity.objects.create(
        provider=provider,
        subject="lea+nothing",
        user=lea,
        created_at=lea.created_at,
        last_used_at=lea.created_at,
    )
    assert "gives you no role" in come_by(client, peer, provider, "lea+nothing").content.decode()
    User.objects.update(is_active=False)
    peer.jar.clear()
    assert "This account is closed" in come_by(client, peer, provider, "lea+support").content.decode()


def test_the_last_administrator_keeps_the_role(client: Client, peer: Peer, provider: LoginProvider) -> None:
    lea = make_user(email="lea@example.org", roles=("administrator",))
    come_by(client, peer, provider, "lea+support")
    lea.refresh_from_db()
    assert lea.roles == ["administrator"]


def test_an_answer_is_for_the_browser_that_asked_and_for_once(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    make_user(email="lea@example.org")
    back = peer.log_in(client.get(f"/account/company/{provider.pk}/").url, "lea+support").removeprefix(
        "http://testserver"
    )
    assert Client().get(back).status_code == 403
    other = Client()
    other.get(f"/account/company/{provider.pk}/")
    assert other.get(back).status_code == 403
    assert client.get(back).status_code == 302
    assert Client().get("/settings/me/").status_code == 302
    client.post("/account/logout/")
    assert client.get(back).status_code == 403


def test_a_code_with_another_question_s_proof_is_refused_by_the_provider(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    """PKCE: a stolen code is worth nothing without the verifier."""
    make_user(email="lea@example.org")
    stolen = parse_qs(
        urlsplit(peer.log_in(client.get(f"/account/company/{provider.pk}/").url, "lea+support")).query
    )
    thief = Client()
    asked = parse_qs(urlsplit(thief.get(f"/account/company/{provider.pk}/").url).query)
    sent = {"code": stolen["code"][0], "state": asked["state"][0]}
    if "iss" in stolen:
        sent["iss"] = stolen["iss"][0]
    assert "cannot be trusted" in thief.get("/account/company/answer/", sent).content.decode()


def test_a_second_step_follows_unless_the_company_asks_for_it(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    lea = make_user(email="lea@example.org")
    TOTP.activate(lea, "JBSWY3DPEHPK3PXP")
    assert come_by(client, peer, provider, "lea+support").url == "/account/second-step/"
    assert client.get("/settings/me/").status_code == 302
    change(provider, trusts_second_step=True)
    peer.jar.clear()
    other = Client()
    come_by(other, peer, provider, "lea+support")
    assert other.get("/settings/me/").status_code == 200


@pytest.mark.django_db
def test_an_issuer_inside_the_network_is_refused_unless_the_operator_allows_it(client: Client) -> None:
    administrator = make_user(roles=("administrator",), password=PASSWORD)
    log_in(client, administrator)
    sent = {"name": "X", "issuer": "http://127.0.0.1:9", "client_id": "parvis"}
    page = client.post("/settings/security/provider/", sent).content.decode()
    assert "does not answer" in page and "address-forbidden" in page
    assert not LoginProvider.objects.exists()


def test_settings_are_saved_with_what_was_before_and_without_the_secret(
    client: Client, peer: Peer, provider: LoginProvider
) -> None:
    log_in(client, make_user(roles=("administrator",), password=PASSWORD))
    url = f"/settings/security/provider/{provider.pk}/"
    page = client.get(url).content.decode()
    assert CLIENT_SECRET not in page and "support = agent" in page and "/account/company/answer/" in page
    sent = {
        "name": "Acme", "issuer": peer.issuer, "client_id": "parvis", "client_secret": "another", "is_active": "on",
        "domains": "@Example.org\nexample.com", "role_claim": "groups", "role_map": "support = agent\n",
    }  # fmt: skip
    assert client.post(url, {**sent, "role_map": "support = king"}).status_code == 200
    assert client.post(url, sent).status_code == 302
    provider.refresh_from_db()
    assert (provider.domains, provider.role_map) == (["example.org", "example.com"], {"support": "agent"})
    assert "another" not in provider.sealed_client_secret
    detail = AuditEntry.objects.get(verb="provider.changed").detail
    assert detail["name"] == {"from": "Acme ID", "to": "Acme"}
    assert detail["client_secret"] == {"from": "…", "to": "…"}


# ------------------------------------------------------------ what a hostile or broken provider could say

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
METADATA = Metadata(
    "https://id.example", "https://id.example/a", "https://id.example/t", "https://id.example/k", False, False, False
)


def keys_of(key: rsa.RSAPrivateKey = KEY) -> dict[str, Any]:
    return {
        "keys": [
            {**jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": "1", "use": "sig"}
        ]
    }


def token(*, key: Any = KEY, algorithm: str = "RS256", **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": "https://id.example",
        "aud": "parvis",
        "sub": "1",
        "nonce": "n",
        "iat": now,
        "exp": now + 60,
    }
    claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "1"})


def read(text: str, *, nonce: str = "n") -> dict[str, Any]:
    return read_id_token(text, keys=keys_of(), metadata=METADATA, client_id="parvis", nonce=nonce)


def test_a_genuine_token_is_read() -> None:
    assert read(token())["sub"] == "1"
    assert read(token(aud=["parvis", "x"], azp="parvis"))["sub"] == "1"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"key": OTHER_KEY}, "token-refused"),
        ({"key": "x" * 32, "algorithm": "HS256"}, "token-refused"),
        ({"key": None, "algorithm": "none"}, "token-refused"),
        ({"iss": "https://evil.example"}, "token-refused"),
        ({"aud": "somebody-else"}, "token-refused"),
        ({"exp": int(time.time()) - 3600}, "token-refused"),
        ({"iat": int(time.time()) + 3600}, "token-refused"),
        ({"sub": None}, "token-refused"),
        ({"nonce": None}, "nonce-differs"),
        ({"nonce": "other"}, "nonce-differs"),
        ({"aud": ["parvis", "x"]}, "party-differs"),
        ({"azp": "x"}, "party-differs"),
    ],
)
def test_a_token_that_is_not_ours_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ProviderAnswerRefused) as refused:
        read(token(**changes))
    assert refused.value.code == code


def test_no_document_speaks_for_another_issuer() -> None:
    good = {"issuer": "https://id.example", "authorization_endpoint": "https://id.example/a",
            "token_endpoint": "https://id.example/t", "jwks_uri": "https://id.example/k"}  # fmt: skip
    assert read_metadata(good, issuer="https://id.example") == METADATA
    for document in (
        {**good, "issuer": "https://id.example/"},
        {**good, "token_endpoint": "file:///etc/passwd"},
        {},
    ):
        with pytest.raises(ProviderAnswerRefused):
            read_metadata(document, issuer="https://id.example")


@pytest.mark.parametrize(
    ("claims", "claim", "roles"),
    [
        ({"groups": ["support", "boss", "x"]}, "groups", ["agent", "supervisor"]),
        ({"groups": "support"}, "groups", ["agent"]),
        ({"realm_access": {"roles": ["boss"]}}, "realm_access.roles", ["supervisor"]),
        ({"https://acme.example/groups": ["boss"]}, "https://acme.example/groups", ["supervisor"]),
        ({"groups": {"support": 1}}, "groups", []),
        ({"groups": [["support"]]}, "groups", []),
        ({}, "groups", []),
        ({"groups": ["support"]}, "", []),
    ],
)
def test_groups_become_roles(claims: dict[str, Any], claim: str, roles: list[str]) -> None:
    assert roles_of_claims(claims, claim=claim, role_map=ROLE_MAP) == roles


@pytest.mark.parametrize(
    ("claims", "domains", "address"),
    [
        ({"email": "Lea@Example.org", "email_verified": True}, [], "lea@example.org"),
        ({"email": "lea@example.org", "email_verified": "true"}, ["example.org"], "lea@example.org"),
        ({"email": "lea@example.org", "email_verified": False}, [], ""),
        ({"email": "lea@example.org"}, [], ""),
        ({"email": "lea@example.org.evil.example", "email_verified": True}, ["example.org"], ""),
        ({"email": "lea@evil.example@example.org", "email_verified": True}, ["example.org"], ""),
    ],
)
def test_an_address_counts_where_it_is_confirmed(
    claims: dict[str, Any], domains: list[str], address: str
) -> None:
    assert address_of_claims(claims, domains=domains) == address
