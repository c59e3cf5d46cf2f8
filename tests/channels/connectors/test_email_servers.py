"""The mailbox against real servers: Dovecot for what comes in, aiosmtpd for what goes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from parvis.channels.connectors.email import client
from parvis.channels.connectors.email.connector import CONNECTOR
from parvis.channels.connectors.email.parse import parse_mail
from parvis.channels.logic.items import OutboundMessage, Page
from parvis.channels.logic.protocol import ConnectorError
from tests.peers.certificates import make_certificate
from tests.peers.dovecot import Dovecot, dovecot_server, has_dovecot
from tests.peers.smtp import smtp_server

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MESSAGE = OutboundMessage(
    external_id="out-1@example.org",
    recipient_handle="ana@example.net",
    subject="Re: Question",
    text="Voilà la réponse.",
    sender_name="Léa",
    in_reply_to="q1@example.net",
    references=("q1@example.net",),
)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    if not has_dovecot():
        pytest.skip("dovecot absent (Debian: dovecot-imapd)")
    with dovecot_server() as server:
        yield server


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Dovecot:
    dovecot.empty()
    return dovecot


def mail(number: int, **headers: str) -> bytes:
    lines = {
        "From": "ana@example.net",
        "Message-ID": f"<m{number}@example.net>",
        "Subject": f"n° {number}",
        **headers,
    }
    return "".join(f"{k}: {v}\r\n" for k, v in lines.items()).encode() + b"\r\nhello\r\n"


def plain(server: Dovecot, **changes: Any) -> dict[str, Any]:
    return {
        "address": server.address,
        "imap_host": "127.0.0.1",
        "imap_port": server.port,
        "imap_security": "plain",
        "history_days": 0,
        **changes,
    }


def pages(server: Dovecot, cursor: dict[str, Any], **changes: Any) -> list[Page]:
    assert CONNECTOR.fetch is not None
    return list(CONNECTOR.fetch(plain(server, **changes), {"password": server.password}, cursor, now=NOW))


def ids(found: list[Page]) -> list[str]:
    return [item.external_id for page in found for item in page.items]


def test_mails_are_read_in_pages_and_each_once(mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PAGE_MAILS", 3)
    mailbox.deliver(*(mail(n) for n in range(7)))
    found = pages(mailbox, {})
    assert [len(page.items) for page in found] == [3, 3, 1]
    assert ids(found) == [f"m{n}@example.net" for n in range(7)]
    assert [(page.position_done, page.position_total) for page in found] == [(3, 7), (6, 7), (7, 7)]
    # A worker killed after the second page goes on with the third.
    assert ids(pages(mailbox, json.loads(json.dumps(found[1].cursor)))) == ["m6@example.net"]
    assert pages(mailbox, found[-1].cursor) == []
    mailbox.deliver(mail(7))
    assert ids(pages(mailbox, found[-1].cursor)) == ["m7@example.net"]


def test_reading_leaves_the_mail_unread(mailbox: Dovecot) -> None:
    mailbox.deliver(mail(1))
    pages(mailbox, {})
    watcher = mailbox.client()
    watcher.select("INBOX", readonly=True)
    assert watcher.search(None, "UNSEEN")[1] == [b"1"]
    watcher.logout()


def test_a_folder_made_anew_brings_the_same_ids_again(dovecot: Dovecot) -> None:
    dovecot.empty(folder="Support")
    dovecot.deliver(mail(1), mail(2), folder="Support")
    first = pages(dovecot, {}, folder="Support")
    dovecot.empty(folder="Support")
    dovecot.deliver(mail(2), mail(3), folder="Support")
    second = pages(dovecot, first[-1].cursor, folder="Support")
    assert second[-1].cursor["uid_validity"] != first[-1].cursor["uid_validity"]
    assert (ids(first), ids(second)) == (
        ["m1@example.net", "m2@example.net"],
        ["m2@example.net", "m3@example.net"],
    )


def test_an_empty_mailbox_gives_a_cursor_and_nothing_else(mailbox: Dovecot) -> None:
    (page,) = pages(mailbox, {})
    assert page.items == ()
    assert pages(mailbox, page.cursor) == []


def test_bad_mails_are_reported_and_the_others_are_read(mailbox: Dovecot) -> None:
    mailbox.deliver(mail(1), b"Subject: from nobody\r\n\r\nx\r\n", mail(3, From=mailbox.address), mail(4))
    (page,) = pages(mailbox, {})
    assert ids([page]) == ["m1@example.net", "m4@example.net"]
    assert [row.reason for row in page.rejected] == ["no-address", "own-mail"]


def test_a_mail_above_the_limit_keeps_its_beginning(
    mailbox: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "MAX_MAIL_BYTES", 10_000)
    monkeypatch.setattr(client, "CUT_MAIL_BYTES", 2_000)
    mailbox.deliver(mail(1) + b"x" * 50 + b"\r\n" + b"y\r\n" * 10_000, mail(2))
    (page,) = pages(mailbox, {})
    assert page.items[0].text.startswith("hello\n" + "x" * 50)
    assert len(page.items[0].text) < 2_000
    assert [row.reason for row in page.rejected] == ["mail-too-large"]


def test_only_recent_mail_is_read_the_first_time(mailbox: Dovecot) -> None:
    connection = mailbox.client()
    connection.append("INBOX", "", '"01-Jan-2020 00:00:00 +0000"', mail(1))
    connection.append("INBOX", "", '"20-Feb-2026 00:00:00 +0000"', mail(2))
    connection.logout()
    found = pages(mailbox, {}, history_days=30)
    assert ids(found) == ["m2@example.net"]
    # Neither Date nor header: the time of arrival.
    assert found[0].items[0].published_at == datetime(2026, 2, 20, tzinfo=UTC)


def refused(settings: dict[str, Any], secrets: dict[str, Any]) -> ConnectorError:
    assert CONNECTOR.check is not None
    with pytest.raises(ConnectorError) as caught:
        CONNECTOR.check(settings, secrets)
    return caught.value


def test_a_wrong_password_is_said_without_the_password(dovecot: Dovecot) -> None:
    error = refused(plain(dovecot), {"password": "wr0ng-s3cret"})
    assert (error.code, error.permanent) == ("login-refused", True)
    assert "wr0ng-s3cret" not in str(error)


def test_line_breaks_in_a_password_reach_no_server(dovecot: Dovecot) -> None:
    error = refused(plain(dovecot), {"password": 'x"\r\nA1 DELETE INBOX\r\n'})
    assert (error.code, error.permanent) == ("settings", True)


def test_a_missing_folder_and_a_dead_server_are_said(dovecot: Dovecot) -> None:
    error = refused(plain(dovecot, folder="Nowhere"), {"password": dovecot.password})
    assert (error.code, error.permanent) == ("folder-missing", True)
    error = refused(plain(dovecot, imap_port=1), {"password": dovecot.password})
    assert (error.code, error.permanent) == ("unreachable", False)


@pytest.mark.parametrize("security", ["ssl", "starttls"])
def test_encrypted_connections_check_the_certificate(
    dovecot: Dovecot, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = plain(
        dovecot,
        imap_host="localhost",
        imap_security=security,
        imap_port=dovecot.tls_port if security == "ssl" else dovecot.port,
    )
    assert refused(settings, {"password": dovecot.password}).code == "certificate-refused"
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    assert CONNECTOR.check is not None
    CONNECTOR.check(settings, {"password": dovecot.password})


def smtp_settings(port: int, **changes: Any) -> dict[str, Any]:
    return {
        "address": "service@example.org",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_security": "plain",
        **changes,
    }


def test_an_answer_goes_out_with_the_id_that_replies_will_name() -> None:
    assert CONNECTOR.send is not None
    with smtp_server() as server:
        receipt = CONNECTOR.send(smtp_settings(server.port), {}, MESSAGE, now=NOW)
    (taken,) = server.taken
    assert (taken.sender, taken.recipients) == ("service@example.org", ["ana@example.net"])
    item = parse_mail(taken.content, own_address="other@example.org", received_at=NOW).item
    assert receipt.external_id == item.external_id == MESSAGE.external_id
    assert (item.text, item.author.display_name, item.in_reply_to) == (MESSAGE.text, "Léa", "q1@example.net")


def test_an_id_without_a_domain_gets_the_mailboxs() -> None:
    assert CONNECTOR.send is not None
    with smtp_server() as server:
        receipt = CONNECTOR.send(
            smtp_settings(server.port), {}, replace(MESSAGE, external_id="out-5"), now=NOW
        )
    assert receipt.external_id == "out-5@example.org"
    assert b"Message-ID: <out-5@example.org>" in server.taken[0].content


@pytest.mark.parametrize(
    ("command", "answer", "code", "is_permanent"),
    [
        ("RCPT", "550 5.1.1 no such user", "rejected-recipient", True),
        ("RCPT", "450 4.2.1 mailbox busy", "deferred", False),
        ("RCPT", "451 4.7.1 greylisted, too many", "rate-limited", False),
        ("DATA", "554 5.7.1 spam", "refused", True),
        ("DATA", "452 4.3.1 full", "deferred", False),
        ("DATA", "421 4.7.0 slow down", "rate-limited", False),
    ],
)
def test_refusals_say_whether_to_try_again(command: str, answer: str, code: str, is_permanent: bool) -> None:
    assert CONNECTOR.send is not None
    with smtp_server() as server, pytest.raises(ConnectorError) as caught:
        server.answers[command] = answer
        CONNECTOR.send(smtp_settings(server.port), {}, MESSAGE, now=NOW)
    assert (caught.value.code, caught.value.permanent) == (code, is_permanent)
    assert (caught.value.retry_after_seconds is not None) == (code == "rate-limited")
    assert server.taken == []


def test_nobody_listening_is_worth_another_try() -> None:
    assert CONNECTOR.send is not None
    with pytest.raises(ConnectorError) as caught:
        CONNECTOR.send(smtp_settings(1), {}, MESSAGE, now=NOW)
    assert (caught.value.code, caught.value.permanent) == ("unreachable", False)


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_encrypted_sending_logs_in(tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CONNECTOR.send is not None
    chain = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain[0]))
    with smtp_server(login=("service@example.org", "s3cret"), certificate=chain, tls=tls) as server:
        settings = smtp_settings(server.port, smtp_host="localhost", smtp_security=tls)
        CONNECTOR.send(settings, {"password": "s3cret"}, MESSAGE, now=NOW)
        with pytest.raises(ConnectorError) as caught:
            CONNECTOR.send(settings, {"password": "wr0ng-s3cret"}, MESSAGE, now=NOW)
    assert (caught.value.code, caught.value.permanent) == ("login-refused", True)
    assert "wr0ng-s3cret" not in str(caught.value)
    assert len(server.taken) == 1


def test_the_password_does_not_travel_in_the_open_unasked() -> None:
    assert CONNECTOR.send is not None
    with smtp_server() as server:
        CONNECTOR.send(smtp_settings(server.port), {"password": "s3cret"}, MESSAGE, now=NOW)
    assert len(server.taken) == 1
