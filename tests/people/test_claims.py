"""Proofs that a handle is somebody's: used once, for a while, for few tries; nobody in by guessing or by replay."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.people.actions.claim_mail import send_claim_code
from parvis.people.actions.claims import (
    MOST_A_DAY,
    SEND_JOB,
    begin_claim,
    refuse_link,
    settle_profile,
    settle_said,
    withdraw_claim,
)
from parvis.people.actions.links import link_identity
from parvis.people.logic.claims import (
    MOST_TRIES,
    Profile,
    codes_in,
    is_same_page,
    new_code,
    point_at_each_other,
    rel_me_links,
)
from parvis.people.logic.errors import ClaimRefused
from parvis.people.models import Claim, CurrentLink, IdentityLink, Purchase
from parvis.people.reads.quoted import quoted_by
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_queue, receive
from tests.factories.conversations import said as item
from tests.factories.people import make_contact_point, make_identity, make_person


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Voici : PV-7K3M-9QXD.", ["PV-7K3M-9QXD"]),
        ("pv 7k3m 9qxd", ["PV-7K3M-9QXD"]),
        ("PV7K3M9QXD and PV-7K3M-9QXD", ["PV-7K3M-9QXD"]),
        ("PV-0000-1111", []),  # signs that no code has
        ("APV-7K3M-9QXD PV-7K3M-9QXDD", []),
        (" ".join(["PV-2222-2222", "PV-3333-3333", "PV-4444-4444", "PV-5555-5555"]),
         ["PV-2222-2222", "PV-3333-3333", "PV-4444-4444"]),
    ],
)  # fmt: skip
def test_codes_are_found_as_people_type_them(text, codes):
    assert codes_in(text) == codes


def test_every_new_code_is_found_again():
    assert all(codes_in(code) == [code] for code in (new_code() for _ in range(200)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.lea.example/", "http://lea.example", True),
        ("https://lea.example/blog", "https://lea.example/", False),
        ("https://lea.example:8443/", "https://lea.example/", False),
        ("", "", False),
    ],
)
def test_addresses_of_one_page(one, other, same):
    assert is_same_page(one, other) is same


def test_a_site_and_a_profile_must_name_each_other():
    html = '<a rel="nofollow ME" href="/@lea">x</a><link rel=me href="https://m.example/@lea"><a href="https://m.example/@x">y</a>'
    links = rel_me_links(html, base="https://lea.example/")
    assert links == ["https://lea.example/@lea", "https://m.example/@lea"]
    both = Profile("https://m.example/@lea", "", ("https://lea.example/",))
    assert point_at_each_other(links, site_url="https://lea.example", profile=both)
    assert not point_at_each_other(links, site_url="https://lea.example", profile=Profile(both.url, ""))
    assert not point_at_each_other([], site_url="https://lea.example", profile=both)


@pytest.fixture
def lea(db):
    with purpose("service"):
        person = make_person(given_name="Léa")
        make_contact_point(person, "lea@example.org")
    return person


def sent_code() -> str:
    job = ProcrastinateJob.objects.filter(task_name=SEND_JOB).latest("id")
    assert send_claim_code(**job.args, now=utc_now())
    return re.search(r"PV-\w{4}-\w{4}", mail.outbox[-1].body).group()


def begun(person, identity, way="sent_back", now=None):
    with purpose("service"):
        return begin_claim(identity, person=person, way=way, by=SYSTEM, now=now or utc_now())


def said(identity, text, now=None):
    with purpose("service"):
        return settle_said({identity.pk: [text]}, now=now or utc_now())


def test_the_code_comes_back_from_the_handle_and_links_once(lea):
    handle, other = (
        make_identity("lea@m.example", channel="mastodon"),
        make_identity("eve@m.example", channel="mastodon"),
    )
    begun(lea, handle)
    code = sent_code()
    assert mail.outbox[-1].to == ["lea@example.org"]
    assert said(other, code) == []  # from another handle it proves nothing
    assert said(handle, f"Here it is: {code.lower()}") == [handle.pk]
    assert said(handle, code) == []  # replayed
    with purpose("service"):
        link = IdentityLink.objects.get()
        assert (link.person_id, link.evidence, link.decided_by_kind) == (lea.pk, "code_sent_back", "person")
        assert Claim.objects.get().state == Claim.USED


def test_a_code_ends_by_time_by_tries_and_by_being_taken_back(lea):
    now = utc_now()
    for number, ended in enumerate(("time", "tries", "taken back")):
        handle = make_identity(f"h{number}", channel="mastodon")
        claim = begun(lea, handle, now=now)
        code = sent_code()
        if ended == "time":
            assert said(handle, code, now=now + timedelta(minutes=61)) == []
        elif ended == "tries":
            for _ in range(MOST_TRIES):
                assert said(handle, new_code(), now=now) == []
            assert said(handle, code, now=now) == []
        else:
            with purpose("service"):
                assert withdraw_claim(claim, by=SYSTEM, now=now)
            assert said(handle, code, now=now) == []
    with purpose("service"):
        assert not CurrentLink.objects.exists()


def test_a_mailbox_is_not_filled(lea):
    for number in range(MOST_A_DAY):
        begun(lea, make_identity(f"h{number}", channel="mastodon"))
    with pytest.raises(ClaimRefused, match="too-many"):
        begun(lea, make_identity("one-more", channel="mastodon"))


def test_a_handle_linked_elsewhere_meanwhile_is_for_a_human(lea):
    handle = make_identity("h", channel="mastodon")
    begun(lea, handle)
    code = sent_code()
    with purpose("service"):
        link_identity(handle, person=make_person(), by=SYSTEM, now=utc_now())
    assert said(handle, code) == []
    with purpose("service"):
        assert Claim.objects.get().state == Claim.CONFLICT
    with pytest.raises(ClaimRefused, match="linked"):
        begun(lea, handle)


def test_the_code_stands_in_the_profile(lea):
    handle = make_identity("h", channel="bluesky")
    claim = begun(lea, handle, way="in_profile")
    code = sent_code()
    assert said(handle, code) == []  # a code for the profile is none for a message
    with purpose("service"):
        assert not settle_profile(claim, text="Cyclist.", by=SYSTEM, now=utc_now())
        assert settle_profile(Claim.objects.get(), text=f"Cyclist. {code}", by=SYSTEM, now=utc_now())
        with pytest.raises(ClaimRefused, match="over"):
            settle_profile(Claim.objects.get(), text=code, by=SYSTEM, now=utc_now())


def test_an_order_that_is_quoted_is_proposed_and_refused_for_good(lea):
    handle = make_identity("a@example.org", channel="email")
    with purpose("service"):
        Purchase.objects.create(person=lea, external_id="x", order_number="CMD-20417", bought_at=NOON, amount=9,
                                currency="EUR", created_at=NOON)  # fmt: skip
        texts = ["Ma commande CMD-20417 n'est pas arrivée, tél. 0612345678."]
        assert [(one.person.pk, one.number) for one in quoted_by(handle.pk, texts)] == [(lea.pk, "CMD-20417")]
        assert quoted_by(handle.pk, ["see https://x.example/CMD-20417 and 42"]) == []
        refuse_link(handle, person=lea, by=SYSTEM, now=NOON)
        assert quoted_by(handle.pk, texts) == []


def test_the_screen_begins_a_proof_and_a_message_ends_it(lea):
    client = Client()
    client.force_login(make_user(roles=("agent",)))
    handle = make_identity("lea@m.example", channel="mastodon", display_name="Léa")
    address = f"/people/identities/{handle.pk}/claim/"
    assert "Let them prove it" in client.get(f"/people/identities/{handle.pk}/").content.decode()
    assert "Léa" in client.get(address, {"q": "Léa"}).content.decode()
    client.post(address, {"person": lea.pk, "way": "sent_back"})
    code = sent_code()
    assert "waits for the code" in client.get(address).content.decode()
    make_queue(is_default=True)
    receive(
        make_connection("mastodon", channel="mastodon"),
        item(code, author="lea@m.example"),
        now=utc_now(),
    )
    deliver_now(StoredEvent.objects.filter(name__endswith="MessagesReceived").latest("id").pk)
    page = client.get(f"/people/identities/{handle.pk}/").content.decode()
    assert "A code that went to an address this person gave us came back" in page
    assert "The person themselves" in page


def test_strangers_begin_nothing(lea):
    handle = make_identity("h", channel="mastodon")
    client = Client()
    client.force_login(make_user(roles=("marketer",)))
    assert (
        client.post(
            f"/people/identities/{handle.pk}/claim/", {"person": lea.pk, "way": "sent_back"}
        ).status_code
        == 403
    )
    assert not mail.outbox
