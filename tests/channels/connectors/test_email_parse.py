"""Mails as programs really write them, and as attackers do, into items."""

from __future__ import annotations

import base64
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.channels.connectors.email.compose import compose_mail
from parvis.channels.connectors.email.parse import MailRefused, ParsedMail, parse_mail
from parvis.channels.logic.addresses import is_email, normalise_email
from parvis.channels.logic.items import Attachment, OutboundMessage
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.quotes import new_words_of

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OWN = "service@example.org"
PAYLOADS = Path(__file__).resolve().parents[2] / "payloads" / "email"


def parsed(raw: bytes) -> ParsedMail:
    return parse_mail(raw, own_address=OWN, received_at=NOW)


def mail(body: bytes = b"Bonjour\r\n", **headers: str | bytes) -> bytes:
    lines: dict[str, str | bytes] = {
        "From": "Ana <ana@example.net>",
        "To": OWN,
        "Message-ID": "<m1@example.net>",
    }
    lines.update({name.replace("_", "-"): value for name, value in headers.items()})
    head = b"".join(
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()) + b"\r\n"
        for name, value in lines.items()
    )
    return head + b"\r\n" + body


def payload(name: str) -> ParsedMail:
    return parsed((PAYLOADS / f"{name}.eml").read_bytes())


def test_a_plain_mail() -> None:
    item = parsed(mail(Subject="Commande", Date="Sun, 01 Mar 2026 10:00:00 +0100")).item
    assert (item.external_id, item.text, item.title, item.html) == (
        "m1@example.net",
        "Bonjour",
        "Commande",
        "",
    )
    assert (item.author.handle, item.author.display_name) == ("ana@example.net", "Ana")
    assert (item.recipient_handle, item.addressed, item.is_automatic) == (OWN, True, False)
    assert item.published_at == datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def test_an_outlook_reply_in_french_gives_its_new_words_and_keeps_the_rest() -> None:
    item = payload("outlook_reply_fr").item
    assert item.text == "Merci, c'est réglé.\n\nCordialement,\nZoé Lefèvre"
    assert "Numéro de commande 42" in item.html
    assert (item.author.display_name, item.title) == ("Zoé Lefèvre", "Re: Votre commande n° 42 – réglée")
    assert (item.in_reply_to, item.references) == (
        "out-7@example.org",
        ("q1@example.net", "out-7@example.org"),
    )


def test_an_html_only_mail_is_read_and_disarmed() -> None:
    item = payload("html_only").item
    assert item.text == "Hello team,\n\nMy order is late:\n- one\n- two\n\n[logo] See https://shop.example/"
    for sign in ("<script", "onerror", "javascript:", "<style", "<form", "<iframe"):
        assert sign not in item.html


def test_a_bounce_names_the_mail_that_did_not_arrive() -> None:
    item = payload("bounce_permanent").item
    assert item.bounced_external_id == "out-9@example.org"
    assert item.bounce_reason == "permanent: 5.1.1 smtp; 550 5.1.1 <nobody@example.net>: User unknown"
    assert item.is_automatic is True


def test_a_delay_is_transient() -> None:
    item = payload("bounce_delayed").item
    assert (item.bounced_external_id, item.bounce_reason) == (
        "out-9@example.org",
        "transient: 4.4.1 smtp; connection timed out",
    )


def test_an_out_of_office_answer_is_automatic_and_no_bounce() -> None:
    item = payload("out_of_office").item
    assert (item.is_automatic, item.bounce_reason, item.in_reply_to) == (True, "", "out-7@example.org")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied; owner-email=x"},
        {"Precedence": "bulk"},
        {"X-Autoreply": "yes"},
        {"List-Id": "<news.example.net>"},
        {"Return-Path": "<>"},
        {"From": "no-reply@example.net"},
        {"From": "MAILER-DAEMON"},
    ],
)
def test_machines_are_told_from_people(headers: dict[str, str]) -> None:
    assert parsed(mail(**headers)).item.is_automatic is True
    assert parsed(mail(**{"Auto-Submitted": "no"})).item.is_automatic is False


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("utf-8", "déçu 😀", "déçu 😀"),
        ("iso-8859-1", "déçu 😀", "déçu 😀"),  # a lie: the bytes are UTF-8
        ("us-ascii", "déçu", "déçu"),
        ("no-such-charset", "déçu", "déçu"),
        ("utf-8", "déçu".encode("cp1252"), "déçu"),  # the other lie
        ("iso-8859-15", "10 €".encode("iso-8859-15"), "10 €"),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("utf-8", "a\x00b", "a\ufffdb"),
        ("utf-8", "مرحبا", "مرحبا"),
    ],
)
def test_charsets_lie(charset: str, content: str | bytes, text: str) -> None:
    body = content if isinstance(content, bytes) else content.encode()
    found = parsed(
        mail(body, Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="8bit")
    )
    assert found.item.text == text


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?R=C3=A9clamation?=", "Réclamation"),
        ("=?iso-8859-1?B?6XTp?= =?utf-8?q?_fini?=", "été fini"),
        ("Re: =?utf-8?q?=C3=A9t=C3=A9?= fini", "Re: été fini"),
        ("=?utf-8?b?8J+Y?= =?utf-8?b?gA==?=", "😀"),  # one emoji cut over two words
        ("=?utf-8?b?!!!?=", "=?utf-8?b?!!!?="),
        ("=?nope?q?x=E9?=", "xé"),
        ("été".encode(), "été"),
        ("été".encode("latin-1"), "été"),
        ("folded\r\n  subject", "folded subject"),
        ("x" * 10_000, "x" * 500),
    ],
)
def test_subjects_are_decoded(subject: str | bytes, title: str) -> None:
    assert parsed(mail(Subject=subject)).item.title == title


def test_a_mail_without_id_gets_one_from_its_content() -> None:
    raw = mail(Message_ID="")
    first, second, other = parsed(raw), parsed(raw), parsed(raw + b"more")
    assert first.item.external_id.startswith("mail:")
    assert first.item.external_id == second.item.external_id != other.item.external_id


@pytest.mark.parametrize(
    "written", ["Thu, 1 Jan 1970 00:00:00 +0000", "1 Jan 2100", "not a date", "", "x" * 9_999]
)
def test_an_impossible_date_gives_way_to_the_time_of_arrival(written: str) -> None:
    assert parsed(mail(Date=written)).item.published_at == NOW


def test_a_web_form_is_answered_to_its_customer() -> None:
    item = parsed(mail(From="Site <noreply@shop.example>", Reply_To="Léa <lea@example.net>")).item
    assert (item.author.handle, item.author.display_name) == ("lea@example.net", "Léa")


def test_a_reply_to_of_a_person_does_not_change_who_speaks() -> None:
    assert parsed(mail(Reply_To="victim@example.com")).item.author.handle == "ana@example.net"


def test_a_mail_from_nobody_is_refused() -> None:
    with pytest.raises(MailRefused, match="no-address"):
        parsed(b"To: service@example.org\r\n\r\nhello")


def multipart(*parts: bytes, kind: str = "mixed") -> bytes:
    body = b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + b"--B--\r\n"
    return mail(body, Content_Type=f'multipart/{kind}; boundary="B"')


def attached(name: str, content: bytes = b"data", kind: str = "application/pdf") -> bytes:
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    ).encode() + base64.encodebytes(content)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("facture.pdf", "facture.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\\\x\\\\evil.exe", "evil.exe"),
        ("=?utf-8?q?re=C3=A7u.pdf?=", "reçu.pdf"),
        ("in\u202egnp.exe", "in_gnp.exe"),
        ("....", "attachment"),
    ],
)
def test_attachments_have_harmless_names(name: str, kept: str) -> None:
    (found,) = parsed(multipart(b"\r\nhello", attached(name))).item.attachments
    assert (found.name, found.content, found.size_bytes, found.content_type) == (
        kept,
        b"data",
        4,
        "application/pdf",
    )


def test_a_hundred_attachments_leave_twenty_and_a_note() -> None:
    found = parsed(multipart(b"\r\nhello", *(attached(f"{n}.pdf") for n in range(100))))
    assert (len(found.item.attachments), found.notes) == (20, (("attachments-left-out", "80"),))
    assert found.item.text == "hello"


def test_an_attachment_above_the_limit_is_left_out() -> None:
    found = parsed(multipart(b"\r\nhello", attached("big.bin", b"x" * (15 * 1024 * 1024 + 1))))
    assert (found.item.attachments, found.notes) == ((), (("attachments-left-out", "1"),))


def test_an_attached_mail_is_an_attachment_and_not_our_text() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + mail(b"inner words", Subject="Inner")
    found = parsed(multipart(b"\r\nouter words", inner)).item
    assert found.text == "outer words"
    assert [(a.name, a.content_type) for a in found.attachments] == [("message.eml", "message/rfc822")]
    assert b"inner words" in (found.attachments[0].content or b"")


@pytest.mark.parametrize("depth", [19, 90, 5_000])
def test_nested_parts_cost_neither_time_nor_the_mail(depth: int) -> None:
    body = b"deep words"
    for level in range(depth):
        body = (
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%s\r\n--b%d--'
            % (level, level, body, level)
            if level
            else b"\r\n--b0\r\n\r\ndeep words\r\n--b0--"
        )
        if level == 0:
            body = b'Content-Type: multipart/mixed; boundary="b0"\r\n' + body
    begun = time.monotonic()
    found = parsed(b"From: ana@example.net\r\nMessage-ID: <deep@x>\r\nMIME-Version: 1.0\r\n" + body)
    assert time.monotonic() - begun < 2
    assert found.item.external_id == "deep@x"
    assert ("nested-too-deep" in dict(found.notes)) is (depth > 100)
    if depth <= 100:
        assert found.item.text == "deep words"


def test_a_text_above_the_limit_is_cut_and_said() -> None:
    found = parsed(mail(b"x" * 100_001))
    assert (len(found.item.text), found.notes) == (100_000, (("text-cut", "100001"),))


REPLIES = [
    ("New.\n\nOn Mon, 2 Mar 2026 at 10:00, Shop <s@x.org> wrote:\n> old\n> lines", "New."),
    ("New.\n\nOn Mon, 2 Mar 2026 at 10:00, Shop\n<s@x.org> wrote:\n\n> old", "New."),
    ("Neuf.\n\nLe lun. 2 mars 2026 à 10:00, Boutique <s@x.org> a écrit :\n> ancien", "Neuf."),
    ("Neuf.\n\n-----Message d'origine-----\nDe : x\nancien", "Neuf."),
    ("New.\n________________________________\nFrom: Shop <s@x.org>\nSent: Monday\nTo: me\nold", "New."),
    ("Neuf.\n\nDe : Boutique <s@x.org>\nEnvoyé : lundi\nÀ : moi\nObjet : x\n\nancien", "Neuf."),
    ("New.\n\n> old\n> lines\n", "New."),
    # Nothing but quotation, answers between the lines, and words that only look alike stay whole.
    ("> old\n> lines", "> old\n> lines"),
    (
        "On Monday, Shop <s@x.org> wrote:\n> q1\nyes\n> q2\nno",
        "On Monday, Shop <s@x.org> wrote:\n> q1\nyes\n> q2\nno",
    ),
    ("From: the start I waited.\nNobody came.", "From: the start I waited.\nNobody came."),
    ("On time:\nnever.", "On time:\nnever."),
]


@pytest.mark.parametrize(("text", "words"), REPLIES)
def test_quotations_are_cut_where_the_cut_is_plain(text: str, words: str) -> None:
    assert new_words_of(text, subject="Re: x") == words


def test_a_forward_is_kept_whole() -> None:
    text = "See below.\n\n-----Original Message-----\nFrom: a\nthe point"
    assert new_words_of(text, subject="Fwd: x") == text


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" Ana@Example.NET ", "ana@example.net"),
        ("ana+tag@sub.example.co.uk", "ana+tag@sub.example.co.uk"),
        ("zoé@exämple.fr", "zoé@exämple.fr"),
        ("root@localhost", "root@localhost"),
        ("ana", ""),
        ("a@b@c", ""),
        ("a b@example.net", ""),
        ("ana@example.net\nBcc: x@y.z", ""),
        ("ana@-example.net", ""),
        ("a" * 300 + "@example.net", ""),
    ],
)
def test_addresses(written: str, address: str) -> None:
    assert normalise_email(written) == address
    assert address == "" or is_email(address)


def outgoing(**changes: object) -> OutboundMessage:
    plain = {"external_id": "out-1@example.org", "recipient_handle": "ana@example.net", "text": "Réglé."}
    return OutboundMessage(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"subject": "x\r\nBcc: spy@example.com"}, "header-refused"),
        ({"sender_name": "x\nBcc: spy@example.com"}, "header-refused"),
        ({"subject": "x\u2028y"}, "header-refused"),
        ({"recipient_handle": "ana@example.net\r\nBcc: spy@example.com"}, "rejected-recipient"),
        ({"recipient_handle": "ana@example.net, spy@example.com"}, "rejected-recipient"),
        ({"recipient_handle": ""}, "rejected-recipient"),
        ({"external_id": "a@b>\r\nBcc: c@d"}, "header-refused"),
        ({"attachments": (Attachment("a.pdf", "application/pdf", 3),)}, "attachment-missing"),
    ],
)
def test_nothing_is_smuggled_into_an_answer(changes: dict[str, object], code: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        compose_mail(outgoing(**changes), own_address=OWN, now=NOW)
    assert (caught.value.code, caught.value.permanent) == (code, True)


def test_what_is_composed_is_read_back_alike() -> None:
    message = outgoing(
        subject="Re: été à l'île",
        sender_name="Léa, Service",
        in_reply_to="m1@example.net",
        references=("m0@example.net", "bad id\r\nBcc: x", "m1@example.net"),
        attachments=(Attachment("reçu.pdf", "application/pdf", 4, b"%PDF"),),
        text="Bonjour,\n\n" + "é" * 3_000 + "\n.\nFin",
    )
    raw = compose_mail(message, own_address=OWN, now=NOW).as_bytes()
    item = parsed(raw).item
    assert b"Bcc" not in raw
    assert (item.external_id, item.title, item.text) == (message.external_id, message.subject, message.text)
    assert (item.author.handle, item.author.display_name) == (OWN, "Léa, Service")
    assert (item.in_reply_to, item.references) == ("m1@example.net", ("m0@example.net", "m1@example.net"))
    assert [(a.name, a.content) for a in item.attachments] == [("reçu.pdf", b"%PDF")]
    assert item.published_at == NOW


HEADER_NAMES = st.sampled_from(
    ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Content-Type", "Reply-To",
     "Content-Transfer-Encoding", "Content-Disposition", "Auto-Submitted", "Return-Path"]
)  # fmt: skip
HEADER_VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["multipart/mixed; boundary=B", "multipart/report; boundary=B", "message/rfc822",
         "text/html; charset=x",
         "message/delivery-status", "base64", "x-uuencode", "=?utf-8?b?=?=", "<a@b>", "a@b",
         "attachment; filename*=x'y'%ff"]
    ),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    headers=st.lists(st.tuples(HEADER_NAMES, HEADER_VALUES), max_size=8),
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(
            st.sampled_from([b"--B\n", b"--B--\n", b"Content-Type: text/html\n\n", b"<b>x", b"\n",
                             b"Action: failed\n",
                             b"Content-Type: message/delivery-status\n\n", b"Status: 5.0.0\n", b"=E9\x00"]),
            max_size=20,
        ).map(b"".join),
    ),
)  # fmt: skip
def test_any_bytes_give_an_item_or_a_refusal(headers: list[tuple[str, str]], body: bytes) -> None:
    head = "".join(f"{name}: {value}\n" for name, value in headers).encode("utf-8", "replace")
    try:
        item = parsed(head + b"\n" + body).item
    except MailRefused:
        return
    kept = [item.external_id, item.text, item.html, item.title, item.author.handle, item.bounce_reason]
    assert all("\x00" not in text for text in kept)
    assert all(text.encode("utf-8") is not None for text in kept)
    assert item.external_id and item.published_at.tzinfo is not None
