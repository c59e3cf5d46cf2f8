"""A question comes in by a real mailbox, the answer goes out by a real mail server, the reply joins the thread,
a bounce is shown where the answer stands. Dovecot and an SMTP server on loopback, jobs in a real worker."""

from __future__ import annotations

import email
import email.policy
import email.utils
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from parvis.channels.actions.fetch import fetch_connection
from parvis.conversations.actions.reply import reply
from parvis.conversations.models import Conversation, Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.persons import create_person
from parvis.people.reads.behind import identity_ids_of
from parvis.people.reads.timeline import timeline
from tests.factories.accounts import make_user
from tests.factories.channels import make_connection
from tests.jobs import run_waiting_jobs
from tests.peers.dovecot import dovecot_server, has_dovecot
from tests.peers.smtp import smtp_server

NOW = datetime.now(UTC)


def question(
    message_id: str, text: str, *, in_reply_to: str = "", subject: str = "Où est mon colis ?"
) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Élise Martin <elise.martin@example.com>"
    mail["To"] = "service@example.org"
    mail["Subject"] = subject
    mail["Message-ID"] = message_id
    mail["Date"] = email.utils.format_datetime(NOW)
    if in_reply_to:
        mail["In-Reply-To"] = mail["References"] = in_reply_to
    mail.set_content(text)
    return mail.as_bytes()


def bounce(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@example.org\r\nTo: service@example.org\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <bounce-1@example.org>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        f"Date: {email.utils.format_datetime(NOW)}\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        "Final-Recipient: rfc822; elise.martin@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.skipif(not has_dovecot(), reason="dovecot absent: apt-get install dovecot-imapd")
@pytest.mark.django_db(transaction=True)
def test_a_question_by_mail_is_answered_by_mail(database_addresses):
    with dovecot_server() as mailbox, smtp_server() as smtp:
        connection = make_connection(
            "email",
            channel="email",
            settings={
                "address": mailbox.address,
                "imap_host": "127.0.0.1", "imap_port": mailbox.port, "imap_security": "plain",
                "smtp_host": "127.0.0.1", "smtp_port": smtp.port, "smtp_security": "plain",
            },
            secrets={"password": mailbox.password},
        )  # fmt: skip
        with purpose("service"):
            person = create_person(
                given_name="Élise", family_name="Martin", emails=["Elise.Martin@example.com"],
                by=SYSTEM, now=NOW,
            )  # fmt: skip

        mailbox.deliver(
            question("<q1@example.com>", "Ma commande 4711 n’est pas arrivée. Que se passe-t-il ?")
        )
        assert fetch_connection(connection.pk, now=NOW).new == 1
        assert fetch_connection(connection.pk, now=NOW).new == 0
        run_waiting_jobs(database_addresses)

        conversation = Conversation.objects.get()
        asked = conversation.messages.get()
        assert (asked.text, asked.language) == (
            "Ma commande 4711 n’est pas arrivée. Que se passe-t-il ?",
            "fr",
        )
        assert (conversation.status, conversation.channel) == ("open", "email")
        assert conversation.waiting_since is not None

        answer = reply(conversation, "Bonjour, il arrive demain.", by=make_user(name="Léa Bonnet"), now=NOW)
        run_waiting_jobs(database_addresses)
        answer.refresh_from_db()
        conversation.refresh_from_db()
        assert (answer.delivery, conversation.waiting_since) == (Message.SENT, None)
        [taken] = smtp.taken
        sent = email.message_from_bytes(taken.content, policy=email.policy.default)
        assert taken.recipients == ["elise.martin@example.com"]
        assert (sent["In-Reply-To"], sent["Subject"]) == ("<q1@example.com>", "Re: Où est mon colis ?")
        assert sent.get_content().strip() == "Bonjour, il arrive demain."

        # Running the job again sends nothing twice.
        run_waiting_jobs(database_addresses)
        assert len(smtp.taken) == 1

        mailbox.deliver(
            question(
                "<q2@example.com>",
                "Merci, parfait !",
                in_reply_to=sent["Message-ID"],
                subject="Re: autre objet",
            )
        )
        mailbox.deliver(bounce(sent["Message-ID"]))
        fetch_connection(connection.pk, now=NOW)
        run_waiting_jobs(database_addresses)
        conversation.refresh_from_db()
        answer.refresh_from_db()
        assert Conversation.objects.count() == 1
        assert conversation.messages.count() == 3
        assert (answer.delivery, "550" in answer.delivery_detail) == (Message.BOUNCED, True)

        # The address is the one the person gave: one record holds what both sides said.
        with purpose("service"):
            page = timeline(identity_ids_of(person.pk), viewer=make_user(), before=None, most=10)
        assert {entry.text for entry in page.entries} == {
            "Ma commande 4711 n’est pas arrivée. Que se passe-t-il ?",
            "Bonjour, il arrive demain.",
            "Merci, parfait !",
        }
