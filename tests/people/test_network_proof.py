"""Accounts shown by logging in at the network, with real codes, PKCE and tokens; nobody in by another's answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from parvis.people.actions.choices import close_links
from parvis.people.actions.claim_mail import send_claim_code
from parvis.people.actions.claims import SEND_JOB, begin_claim
from parvis.people.actions.links import link_identity
from parvis.people.actions.network_proof import forget_questions
from parvis.people.actions.proof_networks import serves
from parvis.people.actions.tombstones import Stone, set_tombstones
from parvis.people.logic.errors import ClaimRefused
from parvis.people.logic.network_accounts import (
    NoAccountNamed,
    domain_of_instance,
    mastodon_handles,
    oidc_handle,
    server_address,
)
from parvis.people.models import (
    Claim,
    CurrentLink,
    Identity,
    IdentityLink,
    NetworkQuestion,
    Person,
    ProofNetwork,
)
from parvis.people.reads.choices_links import choices_url
from parvis.people.reads.tombstones import tombstone_hash
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.people import make_contact_point, make_identity, make_join, make_network, make_person
from tests.peers.mastodon_oauth import MastodonPeer, mastodon_server
from tests.peers.oidc import CLIENT_SECRET, HAS_CERTIFIED, Peer, oidc_provider

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


@pytest.fixture(scope="module")
def server() -> Iterator[MastodonPeer]:
    with mastodon_server() as running:
        yield running


@pytest.fixture
def peer(server: MastodonPeer, settings: Any) -> MastodonPeer:
    settings.FETCH_ALLOWED_PRIVATE = (server.address,)
    server.domain, server.fails_at, server.acct = "", "", {}
    server.tokens.clear()
    return server


@pytest.fixture
def network(peer: MastodonPeer, client: Client) -> ProofNetwork:
    """Set up by an administrator's one field; the server registers the application."""
    admin = Client()
    admin.force_login(make_user(roles=("administrator",)))
    response = admin.post("/settings/proofs/", {"server": peer.url})
    assert response.status_code == 302, response.content.decode()
    return ProofNetwork.objects.get()


@pytest.fixture
def lea(db: None) -> Person:
    with purpose("service"):
        person = make_person(given_name="Léa", language="en")
        make_contact_point(person, "lea@example.org")
    return person


def page_of(person: Person) -> str:
    with purpose("legal_duty"):
        return urlsplit(choices_url(person.pk, now=utc_now())).path


def button(client: Client, page: str, words: str) -> str:
    """The address behind a button of the page."""
    return button_of(client.get(page), words)


def button_of(response: Any, words: str) -> str:
    html = response.content.decode()
    found = re.search(rf'href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?<span class="button-word">{words}', html)
    assert found is not None, html
    return found.group(1).replace("&amp;", "&")


def local(url: str) -> str:
    return url.removeprefix("http://testserver")


def links() -> list[tuple[int, str, str]]:
    with purpose("service"):
        return [
            (one.person_id, one.identity.handle, one.evidence)
            for one in IdentityLink.objects.select_related("identity").order_by("pk")
        ]


def test_an_account_is_shown_by_logging_in(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    assert (network.domain, network.client_id in peer.apps) == (peer.address, True)
    assert AuditEntry.objects.filter(verb="network.added").count() == 1
    page = page_of(lea)
    asked = client.get(button(client, page, f"Show an account of {peer.address}"))
    assert asked.status_code == 302 and asked["Referrer-Policy"] == "no-referrer"
    cookie = asked.cookies["parvis_proof"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/choices/back/"
    back = client.get(local(peer.log_in(asked.url, "lea")))
    assert back.status_code == 302 and back.url == f"{page}?done=shown#accounts", back.content.decode()
    assert "that account is yours" in client.get(f"{page}?done=shown").content.decode()
    assert links() == [(lea.pk, f"lea@{peer.address}", "network_log_in")]
    with purpose("service"):
        link = IdentityLink.objects.get()
        assert (link.probability, link.legal_basis, link.decided_by_kind) == (0.999, "consent", "person")
        assert "oauth" not in str(link.evidence_detail) and set(link.evidence_detail) == {
            "network",
            "address",
            "claim",
        }
    assert peer.granted >= 1 and peer.tokens == {}  # thrown away at once
    # Again: it is known, and nothing is written.
    asked = client.get(button(client, page, "Show an account of"))
    assert client.get(local(peer.log_in(asked.url, "lea"))).url.endswith("?done=known#accounts")
    assert len(links()) == 1


def test_a_colleague_asks_and_the_customer_answers(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    handle = make_identity(f"Lea@{peer.address}", channel="mastodon", display_name="Léa")
    clerk = Client()
    clerk.force_login(make_user(roles=("agent",)))
    address = f"/people/identities/{handle.pk}/claim/"
    assert "they log in at the network" in clerk.get(address).content.decode()
    clerk.post(address, {"person": lea.pk, "way": "log_in"})
    job = ProcrastinateJob.objects.filter(task_name=SEND_JOB).latest("id")
    assert send_claim_code(**job.args, now=utc_now())
    sent = mail.outbox[-1]
    assert sent.to == ["lea@example.org"] and "PV-" not in sent.body
    found = re.search(r"/choices/[\w-]+/", sent.body)
    assert found is not None
    page = found.group()
    assert f"Lea@{peer.address}" in client.get(page).content.decode()
    # As somebody else first.
    asked = client.get(button(client, page, "Show that this account is mine"))
    refused = client.get(local(peer.log_in(asked.url, "eve")))
    assert refused.status_code == 403 and f"as eve@{peer.address}" in refused.content.decode()
    assert links() == []
    asked = client.get(button_of(refused, "Log in with the other account"))
    assert "force_login=true" in asked.url
    assert client.get(local(peer.log_in(asked.url, "lea"))).url.startswith(f"{page}?done=shown")
    assert links() == [(lea.pk, handle.handle, "network_log_in")]
    with purpose("service"):
        assert Claim.objects.get().state == Claim.USED
    assert "They logged in as" in clerk.get(f"/people/identities/{handle.pk}/").content.decode()


def begun(client: Client, lea: Person) -> str:
    return str(client.get(button(client, page_of(lea), "Show an account of")).url)


def test_an_answer_counts_once_in_the_browser_that_asked_and_in_time(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    answer = local(peer.log_in(begun(client, lea), "lea"))
    # Another browser, also one that has a question of its own under way.
    other = Client()
    begun(other, lea)
    for stranger in (Client(), other):
        refused = stranger.get(answer)
        assert refused.status_code == 403 and "used already" in refused.content.decode()
    # A state that was changed, or made up.
    state = parse_qs(urlsplit(answer).query)["state"][0]
    for forged in (state[:-1] + ("A" if state[-1] != "A" else "B"), "x", "", state.replace(":", ".")):
        keeper = Client()
        keeper.cookies["parvis_proof"] = client.cookies["parvis_proof"].value
        assert keeper.get("/choices/back/", {"code": "x", "state": forged}).status_code == 403
    assert links() == []
    browser = client.cookies["parvis_proof"].value
    assert client.get(answer).status_code == 302
    client.cookies["parvis_proof"] = browser
    assert client.get(answer).status_code == 403  # replayed
    assert len(links()) == 1
    # Too late.
    answer = local(peer.log_in(begun(client, make_other()), "late"))
    with purpose("legal_duty"):
        NetworkQuestion.objects.filter(answered_at=None).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(answer).status_code == 403
    assert len(links()) == 1


def make_other() -> Person:
    with purpose("service"):
        return make_person()


def test_a_refusal_there_and_a_network_that_fails_link_nothing(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    declined = client.get(local(peer.log_in(begun(client, lea), "lea", agrees=False)))
    assert declined.status_code == 403 and "You did not agree there" in declined.content.decode()
    for path, words in (
        ("/oauth/token", "could not be checked"),
        ("/api/v1/accounts/verify_credentials", "could not be checked"),
    ):
        peer.fails_at = path
        failed = client.get(local(peer.log_in(begun(client, lea), "lea")))
        assert failed.status_code == 403 and words in failed.content.decode()
    assert peer.tokens == {}
    peer.fails_at = "/oauth/revoke"  # it is not our secret any more: nothing kept it here
    assert client.get(local(peer.log_in(begun(client, lea), "lea"))).status_code == 302
    # An account that the server says is another server's.
    peer.fails_at, peer.acct = "", {"eve": "eve@elsewhere.example"}
    assert (
        "could not be checked" in client.get(local(peer.log_in(begun(client, lea), "eve"))).content.decode()
    )
    # A code that is not one of theirs.
    state = parse_qs(urlsplit(begun(client, lea)).query)["state"][0]
    assert client.get("/choices/back/", {"code": "guessed", "state": state}).status_code == 403
    assert len(links()) == 1


def test_what_stands_on_another_record_is_for_a_colleague(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    handle = make_identity(f"lea@{peer.address}", channel="mastodon")
    with purpose("service"):
        other = make_person()
        link_identity(handle, person=other, by=SYSTEM, now=utc_now())
    refused = client.get(local(peer.log_in(begun(client, lea), "lea")))
    assert refused.status_code == 403 and "stands on another record" in refused.content.decode()
    with purpose("service"):
        assert Claim.objects.get().state == Claim.CONFLICT
        assert CurrentLink.objects.get().person_id == other.pk
    clerk = Client()
    clerk.force_login(make_user(roles=("agent",)))
    shown = clerk.get(f"/people/identities/{handle.pk}/claim/").content.decode()
    assert "linked to another record meanwhile" in shown
    # Joined into one, it is theirs already.
    with purpose("service"):
        make_join(lea, other)
    assert client.get(local(peer.log_in(begun(client, lea), "lea"))).url.endswith("done=known#accounts")


def test_what_was_forgotten_or_is_ours_is_not_linked(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    gone = tombstone_hash("handle", f"mastodon:gone@{peer.address}")
    with purpose("legal_duty"):
        set_tombstones([Stone("handle", gone)], bars_collection=True, now=utc_now())
    refused = client.get(local(peer.log_in(begun(client, lea), "gone")))
    assert refused.status_code == 403 and "forgotten" in refused.content.decode()
    assert not Identity.objects.filter(channel="mastodon").exists()
    make_identity(f"us@{peer.address}", channel="mastodon", is_ours=True)
    assert (
        "one of our own accounts" in client.get(local(peer.log_in(begun(client, lea), "us"))).content.decode()
    )
    assert links() == []


def test_links_that_were_closed_meanwhile_and_networks_switched_off(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    answer = local(peer.log_in(begun(client, lea), "lea"))
    with purpose("service"):
        close_links(lea, by=SYSTEM, now=utc_now())
    assert client.get(answer).status_code == 403
    answer = local(peer.log_in(begun(client, lea), "lea"))
    ProofNetwork.objects.update(is_active=False)
    assert client.get(answer).status_code == 403
    page = page_of(lea)
    assert "Your accounts on networks" not in client.get(page).content.decode()
    assert client.get(f"{page}show/", {"network": network.pk}).status_code == 403
    assert client.get("/choices/used-up/show/").status_code == 404
    assert links() == []


def test_another_site_begins_nothing_and_old_questions_go(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    page = page_of(lea)
    asked = button(client, page, "Show an account of")
    for site in ("cross-site", "same-site", "none"):
        sent = client.get(asked, headers={"sec-fetch-site": site})
        assert sent.url == f"{page}#accounts" and "parvis_proof" not in client.cookies
    assert client.get(asked, headers={"sec-fetch-site": "same-origin"}).url.startswith(peer.url)
    assert forget_questions(now=utc_now()) == 0
    assert forget_questions(now=utc_now() + timedelta(hours=3)) == 1


def test_a_claim_of_somebody_else_is_not_answered(
    client: Client, peer: MastodonPeer, network: ProofNetwork, lea: Person
) -> None:
    handle = make_identity(f"x@{peer.address}", channel="mastodon")
    with purpose("service"):
        other = make_person()
        make_contact_point(other, "other@example.org")
        claim = begin_claim(handle, person=other, way="log_in", by=SYSTEM, now=utc_now())
        with pytest.raises(ClaimRefused, match="no-network"):
            begin_claim(
                make_identity("x@far.example", channel="mastodon"),
                person=lea,
                way="log_in",
                by=SYSTEM,
                now=utc_now(),
            )
    answer = client.get(f"{page_of(lea)}show/", {"network": network.pk, "claim": claim.pk})
    assert answer.status_code == 403


def test_a_server_inside_is_refused_and_one_is_set_up_once(
    peer: MastodonPeer, network: ProofNetwork, settings: Any
) -> None:
    admin = Client()
    admin.force_login(make_user(roles=("administrator",)))
    assert "set up already" in admin.post("/settings/proofs/", {"server": peer.url}).content.decode()
    settings.FETCH_ALLOWED_PRIVATE = ()
    with mastodon_server() as inside:
        page = admin.post("/settings/proofs/", {"server": inside.url}).content.decode()
        assert "address-forbidden" in page and not inside.apps
    for wrong in ("@x", "ftp://x.example", "https://a b"):
        assert admin.post("/settings/proofs/", {"server": wrong}).status_code == 400
    admin.post(f"/settings/proofs/{network.pk}/", {"switch": "off"})
    assert not ProofNetwork.objects.get().is_active
    admin.post(f"/settings/proofs/{network.pk}/remove/")
    assert not ProofNetwork.objects.exists()
    assert "s3cret" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_programs_set_networks_up_as_the_screen_does(peer: MastodonPeer, settings: Any) -> None:
    settings.ORIGIN = "https://parvis.example.org"
    api = api_as("administrator")
    made = api.ask("POST", "proof-networks/mastodon", {"server": peer.url})
    assert made.status_code == 201 and made.data["domain"] == peer.address, made.content
    listed = api.ask("GET", "proof-networks").data
    assert [one["id"] for one in listed["items"]] == [made.data["id"]] and "secret" not in str(listed)
    assert peer.apps[made.data["client_id"]]["redirect_uri"] == listed["return_address"]
    assert listed["return_address"] == "https://parvis.example.org/choices/back/"
    again = api.ask("POST", "proof-networks/mastodon", {"server": peer.url})
    assert (again.status_code, again.data["code"]) == (409, "address-taken")
    switched = api.ask("POST", f"proof-networks/{made.data['id']}/switch", {"is_active": False})
    assert switched.data["is_active"] is False
    assert api_as("agent").ask("GET", "proof-networks").status_code == 403
    assert api.ask("DELETE", f"proof-networks/{made.data['id']}").status_code == 204


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
def provider(request: pytest.FixtureRequest) -> Iterator[Peer]:
    with oidc_provider(request.param) as running:
        yield running


def test_an_openid_provider_shows_an_account(
    client: Client, provider: Peer, settings: Any, lea: Person
) -> None:
    settings.FETCH_ALLOWED_PRIVATE = (provider.allowed,)
    provider.jar.clear()
    admin = Client()
    admin.force_login(make_user(roles=("administrator",)))
    given = {
        "name": "Forum", "issuer": provider.issuer, "channel": "discourse", "handle_claim": "sub",
        "client_id": "parvis", "client_secret": CLIENT_SECRET,
    }  # fmt: skip
    free = admin.post("/settings/proofs/provider/", {**given, "handle_claim": "nickname"})
    assert free.status_code == 400 and "cannot change at will" in free.content.decode()
    assert admin.post("/settings/proofs/provider/", given).status_code == 302
    stored = ProofNetwork.objects.get()
    assert CLIENT_SECRET not in stored.sealed_client_secret
    page = page_of(lea)
    asked = client.get(button(client, page, "Show an account of Forum"))
    question = parse_qs(urlsplit(asked.url).query)
    assert question["scope"] == ["openid"] and question["code_challenge_method"] == ["S256"]
    answer = local(provider.log_in(asked.url, "lea"))
    assert client.get(answer).url.endswith("?done=shown#accounts")
    assert links() == [(lea.pk, "lea", "network_log_in")]
    # The same answer in another flow: its nonce and verifier are another's.
    provider.jar.clear()
    code = parse_qs(urlsplit(local(provider.log_in(begun(client, lea), "lea+boss"))).query)["code"][0]
    state = parse_qs(urlsplit(begun(client, lea)).query)["state"][0]
    swapped = client.get("/choices/back/", {"code": code, "state": state, "iss": provider.issuer})
    assert swapped.status_code == 403 and len(links()) == 1


def test_handles_are_read_from_answers_that_prove_them() -> None:
    assert mastodon_handles({"username": "lea"}, domain="m.example", address="https://social.m.example") == (
        "lea@m.example", "lea@social.m.example",
    )  # fmt: skip
    for wrong in ({}, {"username": ""}, {"username": "a@b"}, {"username": "lea", "acct": "lea@far.example"}):
        with pytest.raises(NoAccountNamed):
            mastodon_handles(wrong, domain="m.example", address="https://m.example")
    assert oidc_handle({"email": "a@b.example", "email_verified": True}, claim="email") == "a@b.example"
    for claims, claim in (({"email": "a@b.example"}, "email"), ({"sub": 1}, "sub"), ({}, "sub")):
        with pytest.raises(NoAccountNamed):
            oidc_handle(claims, claim=claim)


@pytest.mark.parametrize(
    ("said", "domain"),
    [("m.example", "m.example"), ("far.example", "social.m.example"), ("example", "social.m.example"),
     (None, "social.m.example"), ("SOCIAL.m.example", "social.m.example")],
)  # fmt: skip
def test_a_server_speaks_for_its_own_people_alone(said: Any, domain: str) -> None:
    assert domain_of_instance({"domain": said}, address="https://social.m.example") == domain


@pytest.mark.parametrize(
    ("written", "address"),
    [("mastodon.social", "https://mastodon.social"), (" https://M.example/@lea ", "https://m.example"),
     ("http://127.0.0.1:80", "http://127.0.0.1:80"), ("a@b", ""), ("ftp://x", ""), ("https://[", "")],
)  # fmt: skip
def test_addresses_of_servers_as_people_write_them(written: str, address: str) -> None:
    assert server_address(written) == address


def test_a_network_serves_the_handles_of_its_server() -> None:
    network = make_network(domain="m.example", address="https://social.m.example")
    handles = {"a@m.example": True, "a@social.m.example": True, "a@far.example": False, "a": False}
    for handle, is_served in handles.items():
        assert serves(network, make_identity(handle, channel="mastodon")) is is_served
    assert not serves(network, make_identity("a@m.example", channel="discourse"))
