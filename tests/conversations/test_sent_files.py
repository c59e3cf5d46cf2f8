"""Files that go out with an answer: chosen, bounded, kept through a refusal, sent by a real mail server."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from parvis.conversations.actions.attach import forget_uploads, keep_upload
from parvis.conversations.actions.deliver import deliver
from parvis.conversations.actions.forget_files import forget_unnamed_files
from parvis.conversations.actions.reply import reply
from parvis.conversations.logic.errors import (
    CannotAttach,
    ConversationError,
    EmptyFile,
    FileTooLarge,
    TooManyFiles,
    UnknownFile,
)
from parvis.conversations.logic.outgoing import MOST_FILE_BYTES, content_type_of, file_name
from parvis.conversations.models import Attachment, Conversation, Message, Upload
from parvis.foundation.clock import utc_now
from parvis.foundation.files import stored_path
from tests.conversations.test_pictures import aged, stored
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.channels import make_connection
from tests.factories.conversations import make_conversation, make_message, make_queue
from tests.factories.pictures import picture
from tests.peers.smtp import smtp_server

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7 a bill"


@pytest.fixture(autouse=True)
def files(files_folder: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.FETCH_ALLOWED_PRIVATE = ("127.0.0.1",)
    make_queue(is_default=True)
    return files_folder


def by_mail(port: int = 1) -> Conversation:
    mailbox = make_connection(
        "email",
        channel="email",
        settings={"address": "help@acme.example", "smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "plain",
                  "imap_user": ""},
        secrets={"password": ""},
    )  # fmt: skip
    return make_conversation(connection=mailbox)


def test_an_answer_takes_its_files_to_the_customer() -> None:
    agent = make_user(roles=("agent",))
    with smtp_server() as server:
        found = by_mail(server.port)
        kept = [
            keep_upload(found, name, content, by=agent, now=utc_now())
            for name, content in (
                ("Facture été.pdf", PDF),
                ("photo.png", picture()),
                ("mail.eml", b"Subject: x\n\ny"),
            )
        ]
        message = reply(found, "Here.", by=agent, now=utc_now(), upload_ids=[one.pk for one in kept])
        assert not Upload.objects.exists()
        assert deliver(message.pk, now=utc_now()) == Message.SENT
        (sent,) = server.taken
    mail = message_from_bytes(sent.content, policy=policy.default)
    body = mail.get_body()
    assert body is not None and body.get_content().strip() == "Here."
    told = [
        (part.get_filename(), part.get_content_type(), part.get_content()) for part in mail.iter_attachments()
    ]
    assert told == [
        ("Facture été.pdf", "application/pdf", PDF),
        ("photo.png", "image/png", picture()),
        ("mail.eml", "application/octet-stream", b"Subject: x\n\ny"),
    ]


def test_an_answer_whose_file_is_gone_does_not_go_without_it() -> None:
    agent = make_user(roles=("agent",))
    with smtp_server() as server:
        found = by_mail(server.port)
        kept = keep_upload(found, "bill.pdf", PDF, by=agent, now=utc_now())
        message = reply(found, "Here.", by=agent, now=utc_now(), upload_ids=[kept.pk])
        stored_path(message.attachments.get().stored_name).unlink()
        assert deliver(message.pk, now=utc_now()) == Message.FAILED
        assert server.taken == []
    assert Message.objects.get(pk=message.pk).delivery_detail.startswith("attachment-missing")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [("a.txt", b"", EmptyFile), ("a.bin", b"x" * (MOST_FILE_BYTES + 1), FileTooLarge)],
)
def test_what_cannot_go_out_is_said_at_once(
    name: str, content: bytes, error: type[ConversationError]
) -> None:
    with pytest.raises(error):
        keep_upload(by_mail(), name, content, by=make_user(roles=("agent",)), now=utc_now())
    assert not Upload.objects.exists()


def test_many_files_and_all_together_have_a_limit() -> None:
    agent, found, now = make_user(roles=("agent",)), by_mail(), utc_now()
    small = [keep_upload(found, f"{n}.txt", b"x%d" % n, by=agent, now=now).pk for n in range(11)]
    with pytest.raises(TooManyFiles):
        reply(found, "Here.", by=agent, now=now, upload_ids=small)
    large = [keep_upload(found, f"{n}.bin", bytes([n]) * 8_000_000, by=agent, now=now).pk for n in range(2)]
    with pytest.raises(FileTooLarge):
        reply(found, "Here.", by=agent, now=now, upload_ids=large)
    assert not Message.objects.filter(kind=Message.OUTBOUND).exists() and Upload.objects.count() == 13


def test_a_file_goes_out_once_by_whom_it_was_chosen_and_where() -> None:
    agent, found, now = make_user(roles=("agent",)), by_mail(), utc_now()
    kept = keep_upload(found, "a.txt", b"x", by=agent, now=now)
    with pytest.raises(UnknownFile):
        reply(found, "Here.", by=make_user(roles=("agent",)), now=now, upload_ids=[kept.pk])
    with pytest.raises(UnknownFile):
        reply(
            make_conversation(connection=found.connection), "Here.", by=agent, now=now, upload_ids=[kept.pk]
        )
    reply(found, "Here.", by=agent, now=now, upload_ids=[kept.pk])
    with pytest.raises(UnknownFile):
        reply(found, "Again.", by=agent, now=now, upload_ids=[kept.pk])


def test_a_channel_without_files_says_so() -> None:
    with pytest.raises(CannotAttach):
        found = make_conversation(connection=make_connection("demo", channel="twitter"))
        keep_upload(found, "a.txt", b"x", by=make_user(roles=("agent",)), now=utc_now())


def test_the_composer_keeps_files_through_a_refusal(client: Client) -> None:
    found = by_mail()
    client.force_login(agent := make_user(roles=("agent",)))
    page = client.get(reverse("conversation", args=[found.pk])).content.decode()
    assert 'enctype="multipart/form-data"' in page and 'type="file"' in page
    seen = Message.objects.latest("id").pk
    make_message(found, "I was faster.", kind=Message.OUTBOUND, author=make_user(name="Bo", roles=("agent",)),
                 at=utc_now())  # fmt: skip
    address = reverse("conversation-reply", args=[found.pk])
    chosen = [SimpleUploadedFile("bill.pdf", PDF), SimpleUploadedFile("empty.txt", b"")]
    refused = client.post(address, {"text": "Here.", "seen": str(seen), "files": chosen})
    assert refused.status_code == 422
    kept = Upload.objects.get()
    page = refused.content.decode()
    assert "empty.txt is empty." in page and "Here." in page
    assert f'name="upload" value="{kept.pk}" checked' in page
    again = client.post(address, {"text": "Here.", "seen": str(seen), "upload": [str(kept.pk)]})
    assert again.status_code == 409  # somebody was faster; the file is still there
    assert f'name="upload" value="{kept.pk}" checked' in again.content.decode()
    sent = client.post(address, {"text": "Here.", "confirm": "1", "upload": [str(kept.pk), "²", "9" * 40]})
    assert sent.status_code == 302 and not Upload.objects.exists()
    message = Message.objects.filter(author=agent).get()
    assert [(one.name, one.content_type) for one in message.attachments.all()] == [
        ("bill.pdf", "application/pdf")
    ]
    assert "bill.pdf" in client.get(reverse("conversation", args=[found.pk])).content.decode()


def test_more_than_a_form_may_carry_is_refused_and_the_words_are_kept(client: Client) -> None:
    found = by_mail()
    client.force_login(make_user(roles=("agent",)))
    chosen = [SimpleUploadedFile(f"{n}.bin", b"x" * 9_000_000) for n in range(3)]
    refused = client.post(
        reverse("conversation-reply", args=[found.pk]), {"text": "My words.", "files": chosen}
    )
    assert refused.status_code == 422
    assert "too large together" in refused.content.decode() and "My words." in refused.content.decode()
    assert not Upload.objects.exists()


def test_a_program_hands_in_files_and_names_them() -> None:
    found, api = by_mail(), api_as("agent")
    kept = api.ask("POST", f"conversations/{found.pk}/files", PDF, content_type="application/octet-stream",
                   file_name="../bill.pdf")  # fmt: skip
    assert (kept.status_code, kept.data["name"]) == (201, "bill.pdf")
    sent = api.post(f"conversations/{found.pk}/replies", {"text": "Here.", "file_ids": [kept.data["id"]]})
    assert [one["name"] for one in sent.data["attachments"]] == ["bill.pdf"]
    again = api.post(f"conversations/{found.pk}/replies", {"text": "Here.", "file_ids": [kept.data["id"]]})
    assert (again.status_code, again.data["code"]) == (409, "unknown-file")


def test_what_was_never_sent_goes_and_what_was_sent_stays(files: Path) -> None:
    agent, found, now = make_user(roles=("agent",)), by_mail(), utc_now()
    keep_upload(found, "left.txt", b"left", by=agent, now=now)
    sent = keep_upload(found, "sent.txt", b"sent", by=agent, now=now)
    reply(found, "Here.", by=agent, now=now, upload_ids=[sent.pk])
    aged(files)
    assert forget_uploads(now=now) == 0 and forget_unnamed_files(now=now) == 0
    Upload.objects.update(created_at=now.replace(year=now.year - 1))
    assert forget_uploads(now=now) == 1 and forget_unnamed_files(now=now) == 1
    assert stored(files) == {Attachment.objects.get().stored_name}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\r\nBcc: x.pdf", "a__Bcc_ x.pdf"),
        ("C:\\bill.pdf", "bill.pdf"),
        ("...", "file"),
        ("évil\u202egpj.exe", "évil_gpj.exe"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_are_harmless(written: str, kept: str) -> None:
    assert file_name(written) == kept


def test_no_part_of_a_mail_is_put_into_a_mail() -> None:
    assert content_type_of("a.eml") == "application/octet-stream" == content_type_of("a")
