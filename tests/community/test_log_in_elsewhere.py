"""Members log in where they have an account already: a real OpenID provider, and nobody in by another's answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core import mail
from django.test import Client

from parvis.community.actions.join import join
from parvis.community.actions.leave import leave
from parvis.community.actions.log_in_elsewhere import MOST_FROM_ONE_PLACE_AN_HOUR
from parvis.community.actions.suspensions import suspend
from parvis.community.logic.elsewhere import confirmed_address, named_address, proposed_name
from parvis.community.models import (
    LogInElsewhere,
    LogInProvider,
    LogInQuestion,
    Member,
    MemberContact,
)
from parvis.community.web.sessions import COOKIE
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.models import AuditEntry
from tests.community.test_cases import ground
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.community import make_member, make_question
from tests.peers.oidc import CLIENT_SECRET, HAS_CERTIFIED, Peer, oidc_provider

pytestmark = pytest.mark.django_db
WAYS = "/community/me/log-in/"


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
def provider(peer: Peer, settings: Any, db: None) -> LogInProvider:
    """Set up by an administrator, trusted."""
    settings.FETCH_ALLOWED_PRIVATE = (peer.allowed,)
    peer.jar.clear()
    admin = Client()
    admin.force_login(make_user(roles=("administrator",)))
    response = admin.post(
        "/community/desk/site/log-in/",
        {"name_en": "Velostral", "name_fr": "", "issuer": peer.issuer, "client_id": "parvis",
         "client_secret": CLIENT_SECRET, "is_trusted": "on", "is_active": "on"},
    )  # fmt: skip
    assert response.status_code == 302, response.content.decode()
    return LogInProvider.objects.get()


def distrust(provider: LogInProvider) -> None:
    LogInProvider.objects.filter(pk=provider.pk).update(is_trusted=False)


def member_with(address: str, name: str = "Alba") -> Member:
    with purpose("membership"):
        return join(email=address, name=name, language="en", now=utc_now())


def there(client: Client, provider: LogInProvider, query: str = "next=/community/ask/") -> Any:
    return client.get(f"/community/log-in/with/{provider.pk}/?{query}")


def come_back(
    client: Client,
    provider: LogInProvider,
    peer: Peer,
    subject: str = "lea",
    query: str = "next=/community/ask/",
) -> Any:
    asked = there(client, provider, query)
    assert asked.status_code == 302, asked.content.decode()
    return client.get(peer.log_in(asked["Location"], subject).removeprefix("http://testserver"))


def hidden(response: Any) -> dict[str, str]:
    """What the page's first form of the main part sends."""
    begins = r'<form method="post" action="/community/log-in/[^"]*" class="form">'
    form = re.search(f"{begins}(.*?)</form>", response.content.decode(), re.S)
    assert form is not None, response.content.decode()
    tags = re.findall(r"<input[^>]*>", form[1])
    named = {re.search(r'name="([^"]+)"', tag)[1]: re.search(r'value="([^"]*)"', tag) for tag in tags}  # type: ignore[index]
    return {
        name: unescape(value[1]) if value else ""
        for name, value in named.items()
        if name != "csrfmiddlewaretoken"
    }


def is_in(client: Client) -> Member | None:
    held = client.cookies.get(COOKIE)
    page = client.get("/community/me/").content.decode() if held and held.value else ""
    return next((one for one in Member.objects.all() if page and f">{one.name}<" in page), None)


def test_a_newcomer_chooses_their_name_and_comes_back_by_one_button(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    page = client.get("/community/log-in/?next=/community/ask/").content.decode()
    assert "Continue with Velostral" in page
    back = come_back(client, provider, peer)
    sent = hidden(back)
    assert sent["name"] == "lea" and "not joined with your customer record" in back.content.decode()
    assert not Member.objects.exists()  # the name is proposed, and theirs to choose
    # The address holds the provider's code: it goes nowhere else, and the page's own form still says where it is from.
    assert back["Referrer-Policy"] == "same-origin"
    done = client.post("/community/log-in/name/", {**sent, "name": "Rouleuse"})
    assert done["Location"] == "/community/ask/"
    member = Member.objects.get()
    assert member.name == "Rouleuse" and member.identity_id is None and is_in(client) == member
    with purpose("membership"):
        contact = MemberContact.objects.get()
        assert contact.email == "lea@example.org" and contact.is_email_confirmed
    assert "lea" not in LogInElsewhere.objects.get().subject_hash and mail.outbox == []

    other_browser = Client()
    again = come_back(other_browser, provider, peer)
    assert again["Location"] == "/community/ask/" and is_in(other_browser) == member


def test_a_confirmed_address_of_a_trusted_provider_is_the_member_who_has_it(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    member = member_with("Lea@example.org")
    come_back(client, provider, peer)
    assert is_in(client) == member and member.log_ins_elsewhere.count() == 1 and mail.outbox == []


@pytest.mark.parametrize("why", ["distrusted", "unconfirmed"])
def test_an_address_that_is_not_confirmed_for_us_needs_the_code(
    client: Client, provider: LogInProvider, peer: Peer, why: str
) -> None:
    address, subject = (
        ("lea@example.org", "lea") if why == "distrusted" else ("unsure@example.org", "unsure+support")
    )
    if why == "distrusted":
        distrust(provider)
    member = member_with(address)
    back = come_back(client, provider, peer, subject)
    sent = hidden(back)
    assert sent["email"] == address and "One more step" in back.content.decode() and mail.outbox == []
    assert is_in(client) is None and not LogInElsewhere.objects.exists()

    asked = client.post("/community/log-in/", sent)
    wrong = client.post("/community/log-in/code/", {**hidden(asked), "code": "00000000"})
    assert wrong.status_code == 422 and not LogInElsewhere.objects.exists()
    code = re.search(r"\d{8}", mail.outbox[0].subject)
    assert code is not None
    done = client.post("/community/log-in/code/", {**hidden(wrong), "code": code[0]})
    assert done["Location"] == "/community/ask/" and is_in(client) == member
    # From now on by the button alone.
    fresh = Client()
    come_back(fresh, provider, peer, subject)
    assert is_in(fresh) == member


def test_a_code_to_ones_own_address_does_not_open_anothers_account(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    """Who is called unsure@ there, unconfirmed, types the address they have: they become that, and nobody else."""
    victim, mine = member_with("unsure@example.org", "Victim"), member_with("eve@example.org", "Eve")
    sent = hidden(come_back(client, provider, peer, "unsure+support"))
    asked = client.post("/community/log-in/", {**sent, "email": "eve@example.org"})
    code = re.search(r"\d{8}", mail.outbox[0].subject)
    assert mail.outbox[0].to == ["eve@example.org"] and code is not None
    client.post("/community/log-in/code/", {**hidden(asked), "code": code[0]})
    assert is_in(client) == mine and victim.log_ins_elsewhere.count() == 0


def test_a_name_that_is_taken_is_said_and_nothing_is_lost(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    make_member(name="lea")
    back = come_back(client, provider, peer)
    sent = hidden(back)
    refused = client.post("/community/log-in/name/", sent)
    assert refused.status_code == 422 and "Choose another." in refused.content.decode()
    client.post("/community/log-in/name/", {**hidden(refused), "name": "Rouleuse"})
    assert LogInElsewhere.objects.get().member.name == "Rouleuse"


def test_an_answer_counts_once_in_the_browser_that_asked_and_in_time(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    member = member_with("lea@example.org")
    answer = peer.log_in(there(client, provider)["Location"], "lea").removeprefix("http://testserver")
    held = client.cookies["parvis_log_in"].value
    stranger = Client()
    over = stranger.get(answer)
    assert (
        over.status_code == 422 and "That log-in is over" in over.content.decode() and is_in(stranger) is None
    )
    assert client.get(answer)["Location"] == "/community/ask/" and is_in(client) == member
    # Replayed with the very cookie: used is used.
    client.cookies["parvis_log_in"] = held
    assert client.get(answer).status_code == 422

    late = Client()
    answer = peer.log_in(there(late, provider)["Location"], "lea").removeprefix("http://testserver")
    LogInQuestion.objects.filter(answered_at=None).update(ends_at=utc_now() - timedelta(seconds=1))
    assert late.get(answer).status_code == 422 and is_in(late) is None

    forged = Client()
    asked = parse_qs(urlsplit(there(forged, provider)["Location"]).query)
    changed = urlencode({"code": "x", "state": asked["state"][0][:-1] + "!"})
    assert forged.get(f"/community/log-in/back/?{changed}").status_code == 422


def test_a_token_for_another_question_or_for_others_is_refused(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    member_with("lea@example.org")
    from parvis.foundation.secrets import seal, unseal

    # A code obtained by another question: its nonce, and its PKCE verifier, are not this one's.
    stolen = parse_qs(urlsplit(peer.log_in(there(Client(), provider)["Location"], "lea")).query)["code"][0]
    asked = parse_qs(urlsplit(there(client, provider)["Location"]).query)
    sent = urlencode({"code": stolen, "state": asked["state"][0], "iss": peer.issuer})
    refused = client.get(f"/community/log-in/back/?{sent}")
    assert refused.status_code == 422 and "cannot be trusted" in refused.content.decode()

    answer = peer.log_in(there(client, provider)["Location"], "lea").removeprefix("http://testserver")
    question = LogInQuestion.objects.filter(answered_at=None).latest("pk")
    LogInQuestion.objects.filter(pk=question.pk).update(
        sealed=seal({**unseal(question.sealed), "nonce": "another"})
    )
    assert "cannot be trusted" in client.get(answer).content.decode()

    answer = peer.log_in(there(client, provider)["Location"], "lea").removeprefix("http://testserver")
    LogInProvider.objects.update(client_id="another")  # the token's audience is "parvis"
    assert client.get(answer).status_code == 422 and is_in(client) is None


def test_a_provider_that_is_down_says_so_in_one_sentence(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    answer = peer.log_in(there(client, provider)["Location"], "lea").removeprefix("http://testserver")
    LogInProvider.objects.update(issuer="http://127.0.0.1:9")
    for response in (client.get(answer), there(client, provider)):
        page = response.content.decode()
        assert response.status_code == 422 and page.count("Velostral does not answer just now.") == 1
        assert "Send me a code" in page
    stopped = there(client, provider_again(peer))
    state = parse_qs(urlsplit(stopped["Location"]).query)["state"][0]
    page = client.get("/community/log-in/back/?" + urlencode({"error": "access_denied", "state": state}))
    assert "You stopped at Velostral" in page.content.decode()


def provider_again(peer: Peer) -> LogInProvider:
    LogInProvider.objects.update(issuer=peer.issuer)
    return LogInProvider.objects.get()


def test_who_is_suspended_comes_in_and_cannot_write(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    member = member_with("lea@example.org")
    asked = make_question()
    suspend(
        member,
        ground=ground(),
        facts="Insults.",
        until=None,
        by=make_user(roles=("moderator",)),
        now=utc_now(),
    )
    come_back(client, provider, peer)
    assert is_in(client) == member
    page = client.post(f"/community/questions/{asked.pk}/answer/", {"text": "I know."})
    assert "You may not write here" in page.content.decode()


def test_a_way_is_added_and_taken_away_by_its_member_alone(
    client: Client, provider: LogInProvider, peer: Peer
) -> None:
    first, second = client_of(make_member(name="First")), client_of(make_member(name="Second"))
    assert "Add Velostral" in first.get(WAYS).content.decode()
    assert come_back(first, provider, peer, query="add=1")["Location"] == WAYS
    way = LogInElsewhere.objects.get()
    assert way.member.name == "First" and "Remove Velostral" in first.get(WAYS).content.decode()
    taken = come_back(second, provider, peer, query="add=1")
    assert taken.status_code == 422 and "belongs to another member" in taken.content.decode()
    # Logged out meanwhile: the answer adds nothing to nobody, and logs nobody in.
    answer = peer.log_in(there(second, provider, "add=1")["Location"], "lea+boss")
    answer = answer.removeprefix("http://testserver")
    second.post("/community/log-out/")
    assert second.get(answer).status_code == 422 and LogInElsewhere.objects.count() == 1
    assert second.post(f"{WAYS}elsewhere/{way.pk}/remove/").status_code == 302  # to the log-in
    assert client_of(make_member()).post(f"{WAYS}elsewhere/{way.pk}/remove/").status_code == 404
    first.post(f"{WAYS}elsewhere/{way.pk}/remove/")
    assert not LogInElsewhere.objects.exists()


def test_colleagues_and_other_sites_add_nothing(client: Client, provider: LogInProvider) -> None:
    staff = Client()
    staff.force_login(make_user(roles=("community_manager",)))
    staff.get("/community/me/")
    refused = there(staff, provider, "add=1")
    assert refused.status_code == 422 and "account of the company" in refused.content.decode()
    sent = client.get(f"/community/log-in/with/{provider.pk}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert sent["Location"].startswith("/community/log-in/?") and not LogInQuestion.objects.exists()


def test_leaving_forgets_who_they_were_there(client: Client, provider: LogInProvider, peer: Peer) -> None:
    member = member_with("lea@example.org")
    come_back(client, provider, peer)
    leave(member, now=utc_now())
    assert not LogInElsewhere.objects.exists() and is_in(client) is None
    # Whoever comes again is new.
    assert "What shall others call you?" in come_back(client, provider, peer).content.decode()


def test_one_place_asks_so_often_and_no_more(client: Client, provider: LogInProvider) -> None:
    asked_from = {"provider": provider, "browser_hash": "", "sealed": "", "ends_at": utc_now()}
    there(client, provider)
    [one] = LogInQuestion.objects.all()
    LogInQuestion.objects.bulk_create(
        LogInQuestion(
            **asked_from,
            state_hash=str(n),
            asked_from=one.asked_from,
            asked_at=utc_now() - timedelta(minutes=2),
        )
        for n in range(MOST_FROM_ONE_PLACE_AN_HOUR)
    )
    refused = there(client, provider)
    assert refused.status_code == 422 and "Very many people" in refused.content.decode()


def test_what_cannot_be_a_provider_is_refused_and_secrets_stay_sealed(
    provider: LogInProvider, peer: Peer
) -> None:
    assert CLIENT_SECRET not in provider.sealed_client_secret and provider.name_fr == "Velostral"
    api = api_as("administrator")
    given = {"name_en": "Other", "issuer": "http://127.0.0.1:9", "client_id": "x"}
    assert api.post("community/log-in-providers", given).json()["code"] == "unreachable"
    taken = api.post("community/log-in-providers", {**given, "issuer": peer.issuer})
    assert taken.json()["code"] == "issuer-taken"
    listed = api.get("community/log-in-providers").json()
    assert listed["return_address"].endswith("/community/log-in/back/") and "secret" not in str(listed)
    changed = {"name_en": "Velo", "issuer": peer.issuer, "client_id": "parvis", "is_active": False}
    address = f"community/log-in-providers/{provider.pk}"
    assert api.ask("PUT", address, changed).json()["is_trusted"] is False
    assert LogInProvider.objects.get().sealed_client_secret == provider.sealed_client_secret
    assert Client().get(f"/community/log-in/with/{provider.pk}/").status_code == 404
    assert api.ask("DELETE", address).status_code == 204
    verbs = list(
        AuditEntry.objects.filter(verb__startswith="community.").order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == [
        "community.provider_added",
        "community.provider_changed",
        "community.provider_removed",
    ]
    manager = Client()
    manager.force_login(make_user(roles=("community_manager",)))
    assert manager.get("/community/desk/site/log-in/").status_code == 403


@pytest.mark.parametrize(
    ("claims", "name"),
    [({"name": "Léa Martin"}, "Léa"), ({"nickname": "rouleuse", "name": "Léa Martin"}, "rouleuse"),
     ({"preferred_username": "lea@example.org", "given_name": "Léa"}, "Léa"), ({"name": 5}, ""), ({}, "")],
)  # fmt: skip
def test_the_name_that_is_proposed_is_no_surname_and_no_address(claims: dict[str, Any], name: str) -> None:
    assert proposed_name(claims) == name


def test_only_a_word_that_says_confirmed_confirms() -> None:
    assert confirmed_address({"email": "A@b.org", "email_verified": True}) == "a@b.org"
    assert (
        confirmed_address({"email": "a@b.org"})
        == confirmed_address({"email": "a@b.org", "email_verified": "no"})
        == ""
    )
    assert named_address({"email": "a@b.org"}) == "a@b.org" and named_address({"email": ["x"]}) == ""
