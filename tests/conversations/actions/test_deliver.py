"""Carrying answers out by a real mail server: sent, refused, tried again, killed in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from parvis.channels.logic.protocol import ConnectorError
from parvis.conversations.actions.attach import keep_upload
from parvis.conversations.actions.deliver import deliver, fail_stuck, reply_subject, retry_delivery
from parvis.conversations.actions.reply import reply
from parvis.conversations.logic.errors import NotRetryable
from parvis.conversations.models import Message
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.models import StoredEvent
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.factories.conversations import make_conversation, refreshed
from tests.peers.smtp import SmtpServer, smtp_server

pytestmark = pytest.mark.django_db(transaction=True)


def conversation_by(server: SmtpServer):  # type: ignore[no-untyped-def]
    mailbox = make_connection(
        "email",
        channel="email",
        settings={
            "address": "help@acme.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": server.port,
            "smtp_security": "plain",
            "imap_user": "",
        },
        secrets={"password": ""},
    )
    return make_conversation(connection=mailbox, subject="Where is\r\nmy order")


@pytest.fixture(autouse=True)
def loopback_allowed(settings, monkeypatch):  # type: ignore[no-untyped-def]
    settings.FETCH_ALLOWED_PRIVATE = ("127.0.0.1",)


def test_an_answer_reaches_the_customer_as_a_thread() -> None:
    with smtp_server() as server:
        conversation = conversation_by(server)
        question = conversation.messages.get()
        answer = reply(conversation, "Ça part demain.", by=make_user(name="Léa Martin"), now=utc_now())
        assert deliver(answer.pk, now=utc_now()) == "sent"
        assert deliver(answer.pk, now=utc_now()) == "sent"  # a second run finds nothing to do
    (taken,) = server.taken
    mail = message_from_bytes(taken.content, policy=policy.default)
    assert taken.recipients == [conversation.identity.handle]
    assert mail["Message-ID"] == f"<{answer.external_id}>"
    assert mail["In-Reply-To"] == f"<{question.external_id}>"
    assert mail["Subject"] == "Re: Where is my order"
    assert mail["From"].addresses[0].display_name.startswith("Léa Martin")
    assert mail.get_content().strip() == "Ça part demain."
    assert Message.objects.get(pk=answer.pk).delivery == "sent"
    assert StoredEvent.objects.filter(name__endswith="ReplySent").count() == 1


def test_a_refused_address_fails_once_and_reopens() -> None:
    with smtp_server() as server:
        conversation = conversation_by(server)
        answer = reply(conversation, "Hello", by=make_user(), now=utc_now())
        conversation.__class__.objects.update(status="resolved")
        server.answers["RCPT"] = "550 5.1.1 no such user"
        assert deliver(answer.pk, now=utc_now()) == "failed"
        after = refreshed(conversation)
        assert (after.status, after.waiting_since) == ("open", conversation.waiting_since)
        assert Message.objects.get(pk=answer.pk).delivery_detail.startswith("rejected-recipient")
        server.answers.clear()
        retry_delivery(Message.objects.get(pk=answer.pk), by=SYSTEM, now=utc_now())
        assert deliver(answer.pk, now=utc_now()) == "sent"
        with pytest.raises(NotRetryable):
            retry_delivery(Message.objects.get(pk=answer.pk), by=SYSTEM, now=utc_now())
    assert len(server.taken) == 1


def test_a_busy_server_is_asked_again_and_in_the_end_a_human_hears() -> None:
    with smtp_server() as server:
        conversation = conversation_by(server)
        answer = reply(conversation, "Hello", by=make_user(), now=utc_now())
        server.answers["RCPT"] = "451 4.7.1 come back later"
        with pytest.raises(ConnectorError) as error:
            deliver(answer.pk, now=utc_now())
        assert not error.value.permanent
        assert Message.objects.get(pk=answer.pk).delivery == "queued"
        assert deliver(answer.pk, now=utc_now() + timedelta(hours=5)) == "failed"


def test_what_nothing_carries_any_more_is_shown_as_not_sent() -> None:
    with smtp_server() as server:
        answer = reply(conversation_by(server), "Hello", by=make_user(), now=utc_now())
        assert fail_stuck(now=utc_now()) == 0
        assert fail_stuck(now=utc_now() + timedelta(hours=7)) == 1
    assert Message.objects.get(pk=answer.pk).delivery_detail == "given-up"


KILLED = """
import os, signal
import django
django.setup()
from parvis.conversations.actions import deliver as delivery
from parvis.foundation.clock import utc_now

carried = delivery.send_through
def send_and_die(*given, **named):
    carried(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)
delivery.send_through = send_and_die
delivery.deliver({message_id}, now=utc_now())
"""


def test_a_worker_killed_after_sending_repeats_under_the_same_id_with_its_file(  # type: ignore[no-untyped-def]
    database_addresses, files_folder
) -> None:
    import os

    owner_url, app_url = database_addresses
    with smtp_server() as server:
        agent, conversation = make_user(), conversation_by(server)
        file = keep_upload(conversation, "bill.pdf", b"%PDF a bill", by=agent, now=utc_now())
        answer = reply(conversation, "Once", by=agent, now=utc_now(), upload_ids=[file.pk])
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PARVIS_FILES": str(files_folder),
            "PARVIS_APP_DATABASE_URL": app_url,
            "PARVIS_OWNER_DATABASE_URL": owner_url,
        }
        died = subprocess.run(
            [sys.executable, "-c", KILLED.format(message_id=answer.pk)],
            env=environment,
            capture_output=True,
            timeout=60,
        )
        assert died.returncode == -signal.SIGKILL, died.stderr.decode()
        assert Message.objects.get(pk=answer.pk).delivery == "sending"
        assert deliver(answer.pk, now=utc_now()) == "sent"
    mails = [message_from_bytes(taken.content, policy=policy.default) for taken in server.taken]
    assert [mail["Message-ID"] for mail in mails] == [f"<{answer.external_id}>"] * 2
    assert [[part.get_content() for part in mail.iter_attachments()] for mail in mails] == [
        [b"%PDF a bill"]
    ] * 2


@pytest.mark.parametrize(
    ("subject", "expected"),
    [("", ""), ("Order", "Re: Order"), ("RE: Order", "RE: Order"), ("a\r\nBcc: x", "Re: a Bcc: x")],
)
def test_the_subject_of_an_answer(subject: str, expected: str) -> None:
    assert reply_subject(subject) == expected
