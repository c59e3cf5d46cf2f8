"""Sensitive acts ask again who is there: by password or second step, by a passkey, or at the company's log-in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from parvis.accounts.logic.oidc import Metadata, asked_at
from parvis.accounts.models import ApiToken, ProviderIdentity, User
from parvis.api.models import WebhookEndpoint
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from tests.accounts.test_company_log_in import change, come_by
from tests.factories.accounts import PASSWORD, log_in, make_provider, make_user
from tests.peers.oidc import CLIENT_SECRET, HAS_CERTIFIED, Peer, oidc_provider

pytestmark = pytest.mark.django_db
RECORDS = "account_authentication_methods"
TOKEN = {"name": "Nightly export", "scopes": ["people.view"], "days": "30"}

# What must ask again, by the name of its address; the rest of the screens is checked not to have been forgotten.
ASKS = {
    "my-tokens", "service-accounts", "service-account", "webhook-add", "webhook", "webhook-secret", "audit-export",
    "provider", "provider-add", "security", "role", "role-add", "role-remove", "user", "user-add", "user-password",
    "user-disable", "user-enable", "user-invite", "invitation-again", "user-second-step-reset",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "proof-networks", "proof-network", "proof-network-remove",
    "proof-provider-add", "community-desk-log-in-add", "community-desk-log-in", "community-desk-log-in-remove",
}  # fmt: skip


def views(patterns: Any) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield pattern.name, pattern.callback


def grow_old(client: Client, *, minutes: int = 16) -> None:
    """As if nobody had been asked for so long."""
    session = client.session
    session[RECORDS] = [
        {**one, "at": one["at"] - 60 * minutes, **({"auth_time": 1} if "auth_time" in one else {})}
        for one in session[RECORDS]
    ]
    session.save()


def test_every_sensitive_screen_says_that_it_asks() -> None:
    assert {name for name, view in views(get_resolver().url_patterns) if getattr(view, "confirmed", False)} == ASKS


def test_a_token_is_made_only_by_somebody_who_showed_lately_that_it_is_them(client: Client) -> None:
    user = make_user(roles=("administrator",), password=PASSWORD)
    log_in(client, user)
    assert client.post("/settings/me/tokens/", TOKEN).status_code == 200
    grow_old(client)
    asked = client.post("/settings/me/tokens/", TOKEN, headers={"Referer": "http://testserver/settings/me/tokens/"})
    assert asked.url == "/account/confirm/?next=%2Fsettings%2Fme%2Ftokens%2F"
    assert ApiToken.objects.count() == 1
    assert "Show that it is you, then do it once more." in client.get("/settings/me/tokens/").content.decode()
    assert client.post(asked.url, {"password": "not it"}).status_code == 200
    assert client.post("/settings/me/tokens/", TOKEN).status_code == 302
    assert client.post(asked.url, {"password": PASSWORD}).url == "/settings/me/tokens/"
    assert client.post("/settings/me/tokens/", TOKEN).status_code == 200
    assert ApiToken.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/settings/service-accounts/", {"name": "Robot", "roles": ["marketer"]}),
        ("/settings/webhooks/add/", {"name": "Orders", "url": "https://example.org/x", "events": ["reply.sent"]}),
        ("/settings/audit/export/csv/", {}),
        ("/settings/roles/add/", {"name": "Night", "permissions": ["people.view"]}),
        ("/settings/security/", {"roles": ["agent"]}),
        ("/settings/users/add/", {"name": "Eve", "email": "eve@example.org", "roles": ["administrator"],
                                  "password": PASSWORD, "language": "en"}),
    ],
)  # fmt: skip
def test_a_screen_left_open_opens_nothing(client: Client, address: str, sent: dict[str, Any]) -> None:
    log_in(client, make_user(roles=("administrator",), password=PASSWORD))
    grow_old(client)
    before = (User.objects.count(), WebhookEndpoint.objects.count(), AuditEntry.objects.count())
    response = client.post(address, sent)
    assert (response.status_code, response.url.partition("?")[0]) == (302, "/account/confirm/")
    assert (User.objects.count(), WebhookEndpoint.objects.count(), AuditEntry.objects.count()) == before


def test_a_fragment_leads_the_whole_page_to_the_question(client: Client) -> None:
    log_in(client, make_user(roles=("administrator",), password=PASSWORD))
    grow_old(client)
    response = client.post("/settings/audit/export/csv/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"][:17]) == (403, "/account/confirm/")


# ------------------------------------------------------------------ who comes in by the company's own log-in


@pytest.fixture(
    scope="module",
    params=[
        "mock",
        pytest.param(
            "certified",
            marks=pytest.mark.skipif(not HAS_CERTIFIED, reason="npm oidc-provider absent: see tests/peers/oidc.py"),
        ),
    ],
)
def peer(request: pytest.FixtureRequest) -> Iterator[Peer]:
    with oidc_provider(request.param) as running:
        yield running


@pytest.fixture
def lea(client: Client, peer: Peer, settings: Any) -> User:
    """She came in by the company's log-in some time ago and has no password here."""
    settings.FETCH_ALLOWED_PRIVATE = (peer.allowed,)
    peer.jar.clear()
    provider = make_provider(issuer=peer.issuer, client_secret=CLIENT_SECRET)
    user = make_user(email="lea@example.org", roles=("administrator",))
    come_by(client, peer, provider, "lea+support")
    grow_old(client)
    return user


def ask(client: Client) -> Any:
    return client.post("/settings/me/tokens/", TOKEN, headers={"Referer": "http://testserver/settings/me/tokens/"})


def test_it_asks_at_the_companys_log_in(client: Client, peer: Peer, lea: User) -> None:
    asked = ask(client)
    provider = ProviderIdentity.objects.get(user=lea).provider
    assert asked.url == f"/account/company/{provider.pk}/?again=1&next=%2Fsettings%2Fme%2Ftokens%2F"
    there = client.get(asked.url)
    question = parse_qs(urlsplit(there.url).query)
    assert (question["prompt"], question["max_age"]) == (["login"], ["0"])
    key = client.session.session_key
    back = client.get(peer.log_in(there.url, "lea+support").removeprefix("http://testserver"))
    assert (back.status_code, back.url) == (302, "/settings/me/tokens/")
    assert client.session.session_key == key, "nobody logged in anew"
    assert ask(client).status_code == 200
    assert ApiToken.objects.get().user == lea


def test_somebody_else_there_is_nobody_here(client: Client, peer: Peer, lea: User) -> None:
    change(ProviderIdentity.objects.get(user=lea).provider, creates_accounts=True)
    peer.jar.clear()
    there = client.get(ask(client).url)
    refused = client.get(peer.log_in(there.url, "lea+boss").removeprefix("http://testserver"))
    assert refused.status_code == 403
    assert "somebody else than the account you are using" in refused.content.decode()
    assert ask(client).status_code == 302


@pytest.mark.skipif(not HAS_CERTIFIED, reason="npm oidc-provider absent: see tests/peers/oidc.py")
def test_a_browser_that_takes_the_question_away_is_not_believed(client: Client, peer: Peer, lea: User) -> None:
    if peer.kind != "certified":
        pytest.skip("this provider never says when it asked")
    there = urlsplit(client.get(ask(client).url).url)
    kept = [(name, value) for name, value in parse_qsl(there.query) if name not in ("prompt", "max_age")]
    session = client.session
    session["company_log_in"] = {**session["company_log_in"], "at": time.time() + 120}  # it knew her long before
    session.save()
    silent = there._replace(query=urlencode(kept)).geturl()
    refused = client.get(peer.log_in(silent, "lea+support").removeprefix("http://testserver"))
    assert refused.status_code == 403 and "did not ask you again" in refused.content.decode()
    assert ask(client).status_code == 302


def test_when_somebody_was_asked_is_the_providers_word() -> None:
    def says(when: bool) -> Metadata:
        return Metadata("https://i", "https://a", "https://t", "https://j", False, False, says_when=when)

    assert asked_at({"auth_time": 5}, says(True), now=9) == asked_at({"auth_time": 5}, says(False), now=9) == 5
    assert (asked_at({}, says(True), now=9), asked_at({}, says(False), now=9)) == (0, 9)
    assert asked_at({"auth_time": True}, says(True), now=9) == asked_at({"auth_time": "5"}, says(True), now=9) == 0


def test_an_account_with_nothing_to_ask_by_is_asked_nothing(client: Client) -> None:
    """Such an account cannot log in by itself either; it is none that people have."""
    user = make_user(roles=("administrator",))
    client.force_login(user)
    assert client.post("/settings/me/tokens/", TOKEN).status_code == 200
    assert utc_now() >= ApiToken.objects.get().created_at
