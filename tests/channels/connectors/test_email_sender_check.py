"""The receiving server's word about a sender, and what looks like it and is not."""

from __future__ import annotations

import time

import pytest

from parvis.channels.connectors.email.parse import parse_mail
from parvis.channels.connectors.email.sender_check import results_of
from tests.channels.connectors.test_email_parse import NOW, OWN

HOST = "mx.example.org"


def checked(*lines: str, sender: str = "Ana <ana@example.net>", host: str = HOST, more: str = "") -> str:
    head = [*lines, f"From: {sender}", f"To: {OWN}", "Message-ID: <m1@example.net>"]
    raw = "\r\n".join(head) + f"{more}\r\n\r\nHi\r\n"
    return parse_mail(raw.encode(), own_address=OWN, received_at=NOW, checked_by=host).item.sender_check


def says(words: str, host: str = HOST) -> str:
    return f"Authentication-Results: {host}; {words}"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("dmarc=pass (p=reject dis=none) header.from=example.net", "pass"),
        ("spf=pass smtp.mailfrom=x@a.org; dkim=pass header.d=a.org; dmarc=fail header.from=example.net", "fail"),
        ("dkim=pass header.i=@example.net header.d=example.net", "pass"),
        ("dkim=pass header.d=sub.example.net", "none"),  # whoever has the part does not speak for the whole
        ("dkim=pass header.d=net", "none"),
        ("spf=pass smtp.mailfrom=bounce@example.net; dmarc=none header.from=example.net", "pass"),
        ("spf=softfail smtp.mailfrom=ana@example.net", "none"),
        ("dmarc=pass header.from=other.org", "none"),  # another From than the one that is read
        ("none", "none"),
        ("DMARC = PASS\r\n\t(policy=none)\r\n header.from=Example.NET", "pass"),
        ('spf=fail smtp.mailfrom="x; dmarc=pass header.from=example.net; y"@evil.example', "none"),
        (r'spf=fail smtp.mailfrom="a\"; dmarc=pass header.from=example.net; \"b"@evil.example', "none"),
        ("spf=fail (said: dmarc=pass (or so); dmarc=pass) smtp.mailfrom=evil.example", "none"),
        ("auth=pass smtp.auth=ana@example.net", "none"),
    ],
)  # fmt: skip
def test_what_the_trusted_server_wrote_decides(words: str, verdict: str) -> None:
    assert checked(says(words)) == verdict


def test_a_forged_header_by_the_same_name_counts_nothing() -> None:
    forged = says("dmarc=pass header.from=example.net")
    assert checked(says("dmarc=fail header.from=example.net"), forged) == "fail"
    assert checked(says("spf=none smtp.mailfrom=evil.example"), forged) == "none"
    assert checked(says("dmarc=none"), "Received: from evil.example", forged) == "none"
    assert checked(says("spf=none"), "Received: from elsewhere", says("dmarc=fail")) == "none"
    # Two checkers on one machine write one header each.
    assert checked(says("dkim=none"), says("dmarc=fail header.from=example.net")) == "fail"


@pytest.mark.parametrize(
    "line",
    [says("dmarc=pass header.from=example.net", "mx.evil.example"), says("dmarc=pass", f"x{HOST}"),
     says("dmarc=pass", f"{HOST}.evil.example"), "Authentication-Results: dmarc=pass header.from=example.net",
     "X-Authentication-Results: mx.example.org; dmarc=pass", "Authentication-Results: ;;;=", "Authentication-Results:"],
)  # fmt: skip
def test_others_and_nonsense_are_no_check(line: str) -> None:
    assert checked(line) == ""


def test_a_server_that_is_not_named_is_not_believed() -> None:
    assert checked(says("dmarc=pass header.from=example.net"), host="") == ""
    assert (
        checked(says("dmarc=pass header.from=example.net", "MX.Example.Org 1"), host="mx.example.ORG ")
        == "pass"
    )


def test_who_is_meant_instead_of_from_was_not_checked() -> None:
    """A form's no-reply address gives way to Reply-To: of that nothing was found out."""
    words = says("dmarc=pass header.from=evil.example")
    assert checked(words, sender="noreply@evil.example", more="\r\nReply-To: ana@example.net") == "none"


def test_a_header_made_to_cost_time_costs_none() -> None:
    began = time.process_time()
    for words in ("(" * 19_000, '";' * 9_500, "a=b;" * 4_700, "dkim=pass " + "a.b=" * 4_700, "\\(" * 9_000):
        checked(says(words))
    assert time.process_time() - began < 0.5


def test_results_are_read_as_the_standard_writes_them() -> None:
    # RFC 8601, appendix B.6
    server, found = results_of(
        "example.com;\r\n dkim=pass reason=\"good signature\"\r\n header.i=@mail-router.example.net;\r\n"
        " dkim=fail reason=\"bad signature\"\r\n header.i=@newyork.example.com"
    )  # fmt: skip
    assert server == "example.com" and [(one.method, one.word) for one in found] == [
        ("dkim", "pass"),
        ("dkim", "fail"),
    ]
    assert found[0].properties["header.i"] == "@mail-router.example.net"
