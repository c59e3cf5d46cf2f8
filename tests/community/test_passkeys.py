"""Passkeys of members: what is refused without a device. The way through is tests/journeys/test_member_passkey.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from parvis.community.actions.leave import leave
from parvis.community.actions.passkeys import MOST_KEYS, ask_for_key, ask_who, keep_key, member_with_key
from parvis.community.logic.errors import MayNot
from parvis.community.models import Passkey
from parvis.community.web.sessions import COOKIE
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.community import make_member, make_passkey

pytestmark = pytest.mark.django_db
HOST = "community.example"


def test_what_is_asked_needs_the_holder_and_names_no_member() -> None:
    member = make_member()
    made, _ = ask_for_key(member, host=HOST)
    wanted = made["publicKey"]["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert made["publicKey"]["rp"]["id"] == HOST and str(member.pk) != made["publicKey"]["user"]["id"]
    who, _ = ask_who(host=HOST)
    assert who["publicKey"]["userVerification"] == "required" and not who["publicKey"].get("allowCredentials")


@pytest.mark.parametrize(
    "answer",
    [None, {}, [], "x", {"id": "eA", "rawId": "eA", "type": "public-key", "response": {}},
     {"id": "eA", "rawId": "eA", "type": "public-key",
      "response": {"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "attestationObject": "oA"}}],
)  # fmt: skip
def test_what_is_no_answer_opens_and_keeps_nothing(answer: Any) -> None:
    member = make_member()
    make_passkey(member, name="x")
    _, asked = ask_who(host=HOST)
    with pytest.raises(MayNot, match="passkey"):
        member_with_key(answer, asked=asked, host=HOST, now=NOON)
    _, asked = ask_for_key(make_member(), host=HOST)
    with pytest.raises(MayNot, match="passkey"):
        keep_key(make_member(), answer, asked=asked, host=HOST, name="Laptop", now=NOON)
    assert Passkey.objects.count() == 1


def test_there_are_ten_at_most_and_none_for_colleagues() -> None:
    member = make_member()
    for number in range(MOST_KEYS):
        Passkey.objects.create(
            member=member, name=f"{number}", credential_id=bytes([number]), credential=KEY, created_at=NOON
        )
    with pytest.raises(MayNot, match="passkeys"):
        ask_for_key(member, host=HOST)
    with pytest.raises(MayNot, match="passkey-staff"):
        ask_for_key(make_member(staff=make_user()), host=HOST)


# An ES256 key as an authenticator states it: no model, no number, id "k", the curve's base point.
KEY = bytes(16) + bytes([0, 1]) + b"k" + bytes.fromhex(
    "a5010203262001215820"
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "225820"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)  # fmt: skip


def test_a_page_of_ones_own_takes_away_ones_own_alone() -> None:
    mine, other = make_member(), make_member()
    client = client_of(mine)
    assert "You have no passkey yet" in client.get("/community/me/log-in/").content.decode()
    key, theirs = make_passkey(mine, name="My telephone"), make_passkey(other, name="Theirs")
    page = client.get("/community/me/log-in/").content.decode()
    assert "My telephone" in page and "Theirs" not in page
    assert client.post(f"/community/me/log-in/{theirs.pk}/remove/").status_code == 404
    assert client.post(f"/community/me/log-in/{key.pk}/remove/").status_code == 302
    assert list(Passkey.objects.values_list("name", flat=True)) == ["Theirs"]
    assert leave(other, now=NOON) and not Passkey.objects.exists()


def test_a_question_is_answered_once_by_the_browser_that_was_asked(client: Client) -> None:
    assert client.get("/community/log-in/passkey/").json()["publicKey"]["challenge"]
    sent = {"credential": json.dumps({"id": "x"}), "next": "https://evil.example/"}
    for _ in range(2):
        refused = client.post("/community/log-in/passkey/", sent)
        assert refused.status_code == 422 and COOKIE not in refused.cookies
        assert "not known here" in refused.content.decode()
        assert "evil" not in refused.content.decode()
    assert client.post("/community/log-in/passkey/", {"credential": "[" * 30_000}).status_code == 422
    assert "community_passkey" not in client.session
