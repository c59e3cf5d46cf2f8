"""Pictures in the thread: made in the background, seen by whoever may read the conversation, gone with it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Attachment as Received
from parvis.conversations.actions.forget_files import forget_files, forget_unnamed_files
from parvis.conversations.actions.previews import make_previews, make_waiting_previews
from parvis.conversations.models import Attachment, Message
from parvis.conversations.personal_data import erase
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.files import stored_path
from parvis.foundation.jobs import ProcrastinateJob
from parvis.foundation.models import LiveAnnouncement
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.factories.conversations import make_queue, receive, said
from tests.factories.pictures import photograph, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(files_folder: Path) -> Path:
    make_queue(is_default=True)
    return files_folder


def received(*contents: tuple[str, str, bytes]) -> Message:
    files = tuple(Received(name, kind, len(content), content) for name, kind, content in contents)
    receive(make_connection("email", channel="email"), said(attachments=files))
    return Message.objects.latest("id")


def stored(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("??/*")}


def aged(folder: Path) -> None:
    """As if everything had been stored yesterday."""
    yesterday = (utc_now() - timedelta(days=1)).timestamp()
    for path in folder.glob("??/*"):
        os.utime(path, (yesterday, yesterday))


def test_what_comes_in_is_looked_at_in_the_background_by_its_content() -> None:
    message = received(
        ("lock.jpg", "image/jpeg", photograph()),
        ("bill.pdf", "application/pdf", picture("PNG")),  # a picture under another name
        ("logo.png", "image/png", b"<svg onload=alert(1)>"),
    )
    job = ProcrastinateJob.objects.get(task_name="conversations.make_previews")
    assert job.args == {"message_ids": [message.pk]}
    assert {(one.width, one.is_shown) for one in Attachment.objects.all()} == {(None, False)}
    LiveAnnouncement.objects.all().delete()
    assert make_previews([message.pk], now=utc_now()) == 2
    photo, bill, svg = Attachment.objects.order_by("id")
    assert (photo.width, photo.height, photo.small_size) == (300, 400, (90, 120))
    assert bill.is_shown and not svg.is_shown and svg.width == 0
    assert LiveAnnouncement.objects.filter(topic=f"conversation:{message.conversation_id}").exists()
    assert make_previews([message.pk], now=utc_now()) == 0  # once


def test_files_from_before_are_looked_at_too() -> None:
    received(("a.png", "image/png", picture()))
    assert make_waiting_previews(now=utc_now()) == 1


def test_the_thread_shows_it_and_serves_nothing_that_was_sent(client: Client) -> None:
    message = received(("My lock.jpg", "image/jpeg", photograph()), ("text.txt", "text/plain", b"hello"))
    make_previews([message.pk], now=utc_now())
    photo, text = Attachment.objects.order_by("id")
    client.force_login(make_user(roles=("agent",)))
    page = client.get(reverse("conversation", args=[message.conversation_id])).content.decode()
    assert (
        f'<img src="/inbox/files/{photo.pk}/small" alt="Picture My lock.jpg, larger" width="90" height="120"'
        in page
    )
    assert f"/inbox/files/{text.pk}/small" not in page and f"/inbox/files/{text.pk}" in page
    for size, name in (("small", photo.small_name), ("large", photo.large_name)):
        answer = client.get(f"/inbox/files/{photo.pk}/{size}")
        assert b"".join(answer) == stored_path(name).read_bytes()  # type: ignore[arg-type]
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cache-Control"] == "private, no-store"
        assert "Set-Cookie" not in answer
        assert client.get(f"/inbox/files/{text.pk}/{size}").status_code == 404
    client.force_login(make_user(roles=("partner",)))
    assert client.get(f"/inbox/files/{photo.pk}/large").status_code == 404


def test_erasure_takes_the_file_and_its_pictures(files: Path) -> None:
    message = received(("lock.jpg", "image/jpeg", photograph()))
    other = received(("same.jpg", "image/jpeg", picture()))
    make_previews([message.pk, other.pk], now=utc_now())
    assert len(stored(files)) == 6
    aged(files)
    with purpose("legal_duty"):
        erase([message.identity_id])
    job = ProcrastinateJob.objects.get(task_name="conversations.forget_files")
    assert forget_files(job.args["names"], now=utc_now()) == 3
    kept = Attachment.objects.get()
    assert stored(files) == {kept.stored_name, kept.large_name, kept.small_name}


def test_a_file_that_somebody_else_sent_too_stays(files: Path) -> None:
    message = received(("a.jpg", "image/jpeg", photograph()))
    receive(
        make_connection("email", channel="email", name="Second"),
        said(author="other@example.org", attachments=(Received("b.jpg", "image/jpeg", 1, photograph()),)),
    )
    aged(files)
    with purpose("legal_duty"):
        erase([message.identity_id])
    job = ProcrastinateJob.objects.get(task_name="conversations.forget_files")
    assert forget_files(job.args["names"], now=utc_now()) == 0
    assert len(stored(files)) == 1


def test_the_nightly_search_finds_what_nothing_names_and_spares_what_is_on_its_way(files: Path) -> None:
    received(("named.txt", "text/plain", b"named"))
    waiting = said(attachments=(Received("w.txt", "text/plain", 5, b"waits"),))
    receive_items(make_connection("email", name="Waits"), [waiting], cursor=None, now=utc_now())
    lost = files / "ab" / ("ab" + "0" * 62)
    lost.parent.mkdir(exist_ok=True)
    lost.write_bytes(b"lost")
    assert forget_unnamed_files(now=utc_now()) == 0  # new: its row may be on its way
    aged(files)
    assert forget_unnamed_files(now=utc_now()) == 1
    assert not lost.exists() and len(stored(files)) == 2
