"""Notices on members' devices: sealed for one browser, sent to a real push service on loopback, opened there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.community.actions.answer import answer
from parvis.community.actions.devices import (
    MOST_DEVICES,
    PUSH_JOB,
    choose_kinds_on_devices,
    push_notice,
    remember_device,
)
from parvis.community.actions.join import join
from parvis.community.actions.leave import leave
from parvis.community.actions.notices import read_notices, tell, tell_of_answers
from parvis.community.logic.errors import MayNot
from parvis.community.models import Member, MemberContact, MemberDevice, Notice, Question
from parvis.community.personal_data import export_of
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.web_push import to_bytes
from parvis.foundation.push import PushFailed, public_sender_key
from tests.community.test_pages import client_of
from tests.factories.accounts import make_user
from tests.factories.community import make_answer, make_board, make_device, make_member, make_question
from tests.jobs import run_waiting_jobs
from tests.peers.push_service import PushService, push_service

pytestmark = pytest.mark.django_db
DEVICE = "/community/notices/device/"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as running:
        settings.FETCH_ALLOWED_PRIVATE = (running.address,)
        yield running


@pytest.fixture
def ana(db: None) -> Member:
    with purpose("membership"):
        return join(email="ana@example.com", name="Ana Lind", language="fr", now=utc_now())


def switch(client: Client, service: PushService, *, wanted: str = "1") -> Any:
    return client.post(DEVICE, {"subscription": json.dumps(service.subscription), "wanted": wanted})


def device_of(member: Member, service: PushService) -> MemberDevice:
    told = service.subscription
    return remember_device(
        member, endpoint=told["endpoint"], browser_key=told["keys"]["p256dh"],
        browser_secret=told["keys"]["auth"], browser="Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0", now=utc_now(),
    )  # fmt: skip


def follow(member: Member, **fields: Any) -> Question:
    """A question with something new under it, of which the member is told."""
    asked = make_question(by=make_member(staff=make_user()), now=utc_now(), **fields)
    tell([member.pk], kind="answers", path=asked.url, question=asked, positions=(1, 1), now=utc_now())
    return asked


def waiting() -> int:
    return ProcrastinateJob.objects.filter(task_name=PUSH_JOB).count()


def test_a_browser_is_switched_on_and_off_and_log_out_switches_it_off(
    ana: Member, service: PushService
) -> None:
    client = client_of(ana)
    assert switch(client, service).status_code == 204
    device = MemberDevice.objects.get()
    assert device.member == ana and service.subscription["keys"]["auth"] not in device.sealed_browser_secret
    page = client.get("/community/notices/").content.decode()
    assert public_sender_key() in page and 'data-push-here="1"' in page
    assert switch(client, service, wanted="0").status_code == 204 and not MemberDevice.objects.exists()
    switch(client, service)
    client.post("/community/log-out/")
    assert not MemberDevice.objects.exists()
    # Who logs in next in this browser is not told in their stead, and takes the address over only by pressing.
    other = client_of(make_member())
    assert switch(other, service, wanted="0").status_code == 204


def test_only_ones_own_device_is_taken_away(ana: Member, service: PushService) -> None:
    mine, theirs = device_of(ana, service), make_device(make_member())
    client = client_of(ana)
    assert client.post(f"{DEVICE}{theirs.pk}/remove/").status_code == 404
    client.post(f"{DEVICE}{mine.pk}/remove/")
    assert list(MemberDevice.objects.all()) == [theirs]
    assert switch(Client(), service)["Location"].startswith("/community/log-in/")


@pytest.mark.parametrize(
    "told",
    ["", "[]", "{}", "[" * 3000, '{"endpoint": "http://push.example.org/x", "keys": {"p256dh": "AA", "auth": "AA"}}',
     '{"endpoint": "https://push.example.org/x", "keys": {"p256dh": "AA", "auth": "AA"}}'],
)  # fmt: skip
def test_what_is_no_device_is_refused(ana: Member, told: str) -> None:
    assert client_of(ana).post(DEVICE, {"subscription": told, "wanted": "1"}).status_code == 422
    assert not MemberDevice.objects.exists()


def test_an_address_inside_the_network_and_a_colleague_are_refused(
    ana: Member, service: PushService, settings: Any
) -> None:
    with pytest.raises(MayNot, match="device"):
        device_of(make_member(staff=make_user()), service)
    device = device_of(ana, service)
    asked = follow(ana)
    # Allowed when it was made known, and no longer.
    settings.FETCH_ALLOWED_PRIVATE = ()
    with pytest.raises(MayNot, match="device"):
        device_of(ana, service)
    with pytest.raises(PushFailed):
        push_notice(device.pk, Notice.objects.get(question=asked).pk, now=utc_now())
    assert service.received == []


def test_there_are_ten_at_most_and_the_oldest_goes(ana: Member, service: PushService) -> None:
    oldest = make_device(ana)
    for _ in range(MOST_DEVICES - 1):
        make_device(ana)
    device_of(ana, service)
    assert ana.devices.count() == MOST_DEVICES and not MemberDevice.objects.filter(pk=oldest.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_told_once_on_each_device_in_the_members_language(
    ana: Member, service: PushService, database_addresses: tuple[str, str]
) -> None:
    device_of(ana, service)
    asked = make_question(by=ana, now=utc_now())
    answer(asked, text="Turn the secret screw.", by=make_member(name="Bo Berg"), now=utc_now())
    tell_of_answers(now=utc_now())
    make_answer(asked, now=utc_now())
    tell_of_answers(now=utc_now())
    assert waiting() == 1  # it grew, and stands there already
    run_waiting_jobs(database_addresses, PARVIS_FETCH_ALLOW=service.address)
    notice = Notice.objects.get(member=ana)
    [told] = service.opened()
    assert told["url"] == f"/community/notices/{notice.pk}/" and told["tag"] in told["unread"]
    assert asked.title in told["body"] and "nouve" in told["body"]
    assert "screw" not in json.dumps(told) and "Berg" not in json.dumps(told)
    headers, body = service.received[0]
    parts = dict(part.split("=", 1) for part in headers["authorization"].removeprefix("vapid ").split(", "))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to_bytes(public_sender_key()))
    jwt.decode(parts["t"], key, algorithms=["ES256"], audience=f"http://{service.address}")
    assert headers["topic"] == f"community-{notice.pk}" and asked.title.encode() not in body


def test_nothing_of_a_private_board_or_of_a_decision_is_on_a_screen(
    ana: Member, service: PushService
) -> None:
    device = device_of(ana, service)
    Member.objects.filter(pk=ana.pk).update(is_super_user=True)
    ana.refresh_from_db()
    asked = follow(ana, board=make_board("Circle", is_private=True), title="The recall that nobody knows of")
    tell([ana.pk], kind="decisions", path="/community/decisions/", about={"what": "withheld"}, now=utc_now())
    notices = list(Notice.objects.filter(member=ana).order_by("pk"))
    assert len(notices) == 2 and all(push_notice(device.pk, one.pk, now=utc_now()) for one in notices)
    said = json.dumps(service.opened(), ensure_ascii=False)
    assert "recall" not in said and "Circle" not in said and asked.slug not in said
    # No super-user any more: not even that there is something.
    Member.objects.filter(pk=ana.pk).update(is_super_user=False)
    assert not push_notice(device.pk, notices[0].pk, now=utc_now())


def test_what_was_read_chosen_away_or_left_is_not_sent(ana: Member, service: PushService) -> None:
    device = device_of(ana, service)
    asked = follow(ana)
    notice = Notice.objects.get(question=asked)
    before = waiting()
    client_of(ana).post("/community/notices/settings/", {"devices": "1", "on-device": ["named", "nonsense"]})
    assert not push_notice(device.pk, notice.pk, now=utc_now())
    follow(ana, title="Another question altogether?")
    assert waiting() == before
    choose_kinds_on_devices(ana.pk, ["answers"])
    with purpose("membership"):
        assert MemberContact.objects.get().notices["devices"] == ["answers"]
    assert push_notice(device.pk, notice.pk, now=utc_now()) and len(service.received) == 1
    read_notices(ana, notice_id=notice.pk, now=utc_now())
    assert not push_notice(device.pk, notice.pk, now=utc_now())
    other = Notice.objects.create(member=make_member(), kind="answers", path="/", at=utc_now())
    assert not push_notice(device.pk, other.pk, now=utc_now())
    [exported] = export_of([ana.pk])["community_member_device"]
    assert exported["endpoint"] == service.subscription["endpoint"]
    leave(ana, now=utc_now() + timedelta(days=1))
    assert not MemberDevice.objects.exists()


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(ana: Member, service: PushService, status: int) -> None:
    device, service.status = device_of(ana, service), status
    assert not push_notice(device.pk, Notice.objects.get(question=follow(ana)).pk, now=utc_now())
    assert not MemberDevice.objects.exists()


@pytest.mark.parametrize(("status", "permanent"), [(429, False), (503, False), (403, True)])
def test_a_refusal_is_tried_again_where_that_can_help(
    ana: Member, service: PushService, status: int, permanent: bool
) -> None:
    device, service.status = device_of(ana, service), status
    with pytest.raises(PushFailed) as failed:
        push_notice(device.pk, Notice.objects.get(question=follow(ana)).pk, now=utc_now())
    assert failed.value.permanent is permanent and MemberDevice.objects.exists()


def test_ending_all_log_ins_leaves_the_device_at_hand(ana: Member, service: PushService) -> None:
    here = client_of(ana)
    switch(here, service)
    make_device(ana)
    here.post("/community/me/log-in/end/")
    assert ana.devices.get().endpoint == service.subscription["endpoint"]


def test_the_worker_and_its_script_are_no_part_of_a_first_visit(client: Client) -> None:
    make_question()
    assert "push" not in client.get("/community/").content.decode()
    worker = client.get("/community/service-worker.js")
    assert (
        worker["Content-Type"].startswith("text/javascript") and "showNotification" in worker.content.decode()
    )
    assert "fetch" not in worker.content.decode() and "set-cookie" not in worker.headers
