"""Notices on devices: asked for, encrypted for one browser, sent to a real push service on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client

from parvis.accounts.actions.push import remember_device, send_notice
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import PushSubscription, User
from parvis.conversations.actions.assign import assign
from parvis.conversations.actions.note import write_note
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.web_push import to_bytes
from parvis.foundation.push import PushFailed, public_sender_key
from tests.factories.accounts import make_team, make_user
from tests.factories.conversations import make_conversation, make_queue
from tests.jobs import run_waiting_jobs
from tests.peers.push_service import PushService, push_service

NOTICE = {"title": "Acme", "body": "x", "url": "/inbox/1/", "tag": "1"}


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as running:
        settings.FETCH_ALLOWED_PRIVATE = (running.address,)
        yield running


def device_of(user: User, service: PushService) -> PushSubscription:
    told = service.subscription
    return remember_device(
        user,
        endpoint=told["endpoint"],
        browser_key=told["keys"]["p256dh"],
        browser_secret=told["keys"]["auth"],
        browser="Firefox/128.0",
        now=utc_now(),
    )


@pytest.mark.django_db
def test_a_browser_switches_notices_on_and_off(client: Client, service: PushService) -> None:
    user = make_user()
    client.force_login(user)
    url = "/settings/me/notices/device/"
    told = {**service.subscription, "wanted": True}
    assert client.post(url, told, content_type="application/json").json() == {"ok": True}
    device = PushSubscription.objects.get()
    assert device.user == user and told["keys"]["auth"] not in device.sealed_browser_secret
    page = client.get("/settings/me/notices/").content.decode()
    assert public_sender_key() in page and "My devices" in page
    client.post(url, {**told, "wanted": False}, content_type="application/json")
    assert not PushSubscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told",
    ["", "[]", "{}", '{"endpoint": "http://10.0.0.1/x", "keys": {"p256dh": "AA", "auth": "AA"}, "wanted": true}'],
)
def test_what_is_no_device_is_refused(client: Client, told: str) -> None:
    client.force_login(make_user())
    assert client.post("/settings/me/notices/device/", told, content_type="application/json").status_code == 400


@pytest.mark.django_db
def test_a_device_inside_the_network_is_refused(service: PushService, settings: Any) -> None:
    settings.FETCH_ALLOWED_PRIVATE = ()
    with pytest.raises(AccountRefused, match="not-a-device"):
        device_of(make_user(), service)


@pytest.mark.django_db
def test_a_notice_is_sealed_for_one_browser_and_signed_by_the_installation(service: PushService) -> None:
    assert send_notice(device_of(make_user(), service), NOTICE, now=utc_now())
    headers, body = service.received[0]
    assert service.opened() == [NOTICE] and b"inbox" not in body
    parts = dict(part.split("=", 1) for part in headers["authorization"].removeprefix("vapid ").split(", "))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(public_sender_key()))
    claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=f"http://{service.address}")
    assert parts["k"] == public_sender_key() and claims["sub"].startswith("mailto:")
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "43200")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(service: PushService, status: int) -> None:
    service.status = status
    assert not send_notice(device_of(make_user(), service), NOTICE, now=utc_now())
    assert not PushSubscription.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "permanent"), [(429, False), (503, False), (403, True), (413, True)])
def test_a_refusal_is_tried_again_where_that_can_help(service: PushService, status: int, permanent: bool) -> None:
    service.status = status
    with pytest.raises(PushFailed) as failed:
        send_notice(device_of(make_user(), service), NOTICE, now=utc_now())
    assert failed.value.permanent is permanent
    assert PushSubscription.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_given_a_conversation_or_named_in_a_note_hears_of_it(
    service: PushService, database_addresses: tuple[str, str]
) -> None:
    supervisor = make_user(roles=("supervisor",), name="Ada Lovell")
    lea = make_user(name="Léa Roy", language="fr")
    device_of(lea, service)
    stranger = make_user(name="Marc Aubry")
    hidden = make_conversation(queue=make_queue("Fraud", team=make_team()), subject="Secret")
    conversation = make_conversation(subject="My broken bike")
    with purpose("service"):
        assign(conversation, lea, by=supervisor, now=utc_now())
        assign(conversation, lea, by=supervisor, now=utc_now())  # nothing new
        write_note(conversation, "@léa roy, do you know this? @Marc Aubry", by=supervisor, now=utc_now())
        write_note(conversation, "@Léa Royale is somebody else", by=supervisor, now=utc_now())
        write_note(conversation, "@Léa Roy: a note to myself", by=lea, now=utc_now())
        write_note(hidden, "@Léa Roy may not even see this", by=supervisor, now=utc_now())
    run_waiting_jobs(database_addresses, PARVIS_FETCH_ALLOW=service.address)
    heard = sorted(service.opened(), key=lambda notice: notice["body"])
    path = f"/inbox/{conversation.pk}/"
    assert [(notice["body"], notice["url"]) for notice in heard] == [
        ("Quelqu’un vous a nommé dans une note.", path),
        ("Une conversation vous a été confiée.", path),
    ]
    assert "bike" not in json.dumps(heard)
    assert stranger.push_subscriptions.count() == 0


@pytest.mark.django_db
def test_what_somebody_does_not_want_is_not_sent(client: Client, service: PushService) -> None:
    from parvis.accounts.actions.push import notify

    user = make_user()
    device_of(user, service)
    client.force_login(user)
    client.post("/settings/me/notices/", {"notices": ["mentioned"]})
    user.refresh_from_db()
    assert user.notices == ["mentioned"]
    assert (notify(user, about="assigned", path="/"), notify(user, about="mentioned", path="/")) == (0, 1)
    user.is_active = False
    assert notify(user, about="mentioned", path="/") == 0
