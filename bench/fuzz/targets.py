# ruff: noqa: E501 -- tokens, as many a line as fit
"""The readers that are fuzzed, with the inputs that fuzzing begins with and the words of their languages."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.fuzz import claims

PAYLOADS = Path(__file__).resolve().parents[2] / "tests" / "payloads"


@dataclass(frozen=True, slots=True)
class Target:
    """claim raises where the reader did what it should not. tokens: pieces that mutation puts in."""

    claim: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...]


def _payloads(folder: str) -> tuple[bytes, ...]:
    return tuple(each.read_bytes() for each in sorted((PAYLOADS / folder).glob("*")) if each.is_file())


_CSV = (
    b'id,text,date,author,direction\n1,Bonjour,2025-02-03,ana,in\n2,"Deux\nlignes",03/02/2025 14:05,bo,out\n'
)
_JSON_LINES = (
    b'{"id": 1, "text": "caf\\u00e9", "created_at": 1738591200, "user": {"name": "x"}}\n{"text": "b"}\n'
)
_MULTIPART = (
    b"From: =?utf-8?q?Ana?= <ana@example.org>\r\nTo: help@velostral.example\r\nMessage-ID: <1@example.org>\r\n"
    b"Date: Mon, 3 Feb 2025 10:00:00 +0100\r\nReferences: <0@example.org> <9@x>\r\nSubject: =?iso-8859-1?B?6Q==?=\r\n"
    b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\nContent-Type: text/plain; charset=latin-1\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nBonjour =E9=\r\n\r\n--B\r\nContent-Type: image/png\r\n"
    b"Content-Disposition: attachment; filename*0*=utf-8''a%2F; filename*1=\"b.png\"\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n"
    b"Subject: in\r\n\r\nx\r\n--B--\r\n"
)
_HTML = (
    "<p>Bon <b>jour</b><br>é&eacute;&#x41;</p><table><tr><td colspan=2>x</table><ul><li>a<li>b</ul><pre>\n p</pre>"
    '<a href="javascript:1">j</a><a href=" HTTPS://x.example">l</a><img src="cid:1" alt="A" onerror=x><svg><style>'
    "<img title='</style><img src onerror=1>'></svg><math><mtext></table><mglyph><style><!--</style>"
).encode()
_QUOTED = (
    "Re: Sofa\nMerci !\n\nLe lun. 3 févr. 2025 à 10:00, Ana <ana@example.org> a écrit :\n> Où ?\n>> Là\n\n"
    "-----Original Message-----\nFrom: b\nSent: c\nTo: d\n\nOn Monday x\ny wrote:\n________________________________\n"
).encode()
_DATES = (
    "2025-02-03T10:00:00Z\n1738591200\n1738591200123\n20250203\n03/02/2025 14:05:06 pm UTC\nMon, 3 Feb 2025 10:00 -0000\n"
    "Mon Feb 03 10:00:00 +0000 2025\nlundi 3 févr. 2025 à 10h05\n1er mars 25\n1 200,0\n-12.0\n0001-01-01T00:00+14:00"
).encode()
_PERSONAL = (
    b"ana.b+c@mail.example.org, a (at) b [dot] com, 06 12 34 56 78, +33 (0)6.12.34.56.78, (555) 123-4567,"
    b" FR76 3000 6000 0112 3456 7890 189 MERCI, 4111 1111 1111 1111, 12 bis, rue de la Paix, 75002 Paris,"
    b" 221b Baker Street, London NW1 6XE, 07700 900123"
)
_DELIVERY = (
    b'{"items": [{"id": "a-1", "text": "Bonjour", "published_at": "2026-02-01T10:00:00Z", "author": {"handle": "ana",'
    b' "name": "Ana", "followers": 12}, "addressed": true, "references": ["x"], "url": "https://a.example", "id2": 1}]}'
)

TARGETS: dict[str, Target] = {
    "mail": Target(
        claims.mail,
        (*_payloads("email"), _MULTIPART),
        (b"Content-Type: ", b"multipart/report; boundary=B", b"--B\r\n", b"--B--", b"message/delivery-status",
         b"Status: 5.1.1", b"Action: delayed", b"text/html", b"charset=", b"utf-7", b"utf-16", b"hz", b"idna",
         b"punycode", b"base64", b"quoted-printable", b"x-uuencode", b"begin 644 a\n", b"=?utf-8?q?", b"?=",
         b"filename*0*=", b"filename*=utf-8''%", b"message/rfc822", b"message/partial", b"=?=?", b"In-Reply-To: <",
         b"From: <@>", b"Date: ", b"Auto-Submitted: ", b"name=\"../", b"unicode_escape", b"\r\n\r\n", b"rot13"),
    ),
    "feed": Target(
        claims.feed,
        _payloads("rss"),
        (b"<rss version=\"2.0\">", b"<channel>", b"<item>", b"</item>", b"<guid>", b"<link>", b"<pubDate>", b"<entry>",
         b"<content type=\"xhtml\">", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b"<!ENTITY a \"b\">", b"&a;", b"&#0;",
         b"&#xD800;", b"<?xml version='1.0' encoding='utf-16'?>", b"xml:base=\"http://[\"", b"xml:lang=", b"<dc:date>",
         b"<georss:point>", b"<media:content url=", b"<itunes:author>", b"<enclosure length=", b"<author><email>",
         b"<link rel=self href=", b"type=\"application/octet-stream\"", b"mode=\"base64\"", b"<rdf:RDF", b"\xff\xfe"),
    ),
    "file": Target(
        claims.file,
        (b"\0" + _CSV, b"\1" + _CSV.replace(b",", b";"), b"\0" + _JSON_LINES, b"\x02" + _CSV, b"\0" + gzip.compress(_CSV),
         b"\0\xff\xfe" + _CSV.decode().encode("utf-16-le"), b"\0sep=;\r\n" + _CSV.replace(b",", b";"),
         b"\0" + _CSV.replace(b"\n", b"\r")),
        (b"\"", b"\"\"", b",", b";", b"\t", b"\r\n", b"{\"text\": ", b"\\ud83d", b"\\u0000", b"[[[[[[[[", b"1e999", b"NaN",
         b"id", b"text", b"date", b"\x1f\x8b\x08", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"9" * 400,
         b"inbound", b"2025-02-03", b"sep=\""),
    ),
    "webhook": Target(
        claims.webhook,
        (_DELIVERY, b'{"items": []}'),
        (b'"items"', b'"author"', b'"references"', b'"published_at"', b"1e400", b"-", b"NaN", b"\\ud800", b"\\u0000",
         b"[" * 60, b"9" * 60, b"null", b"true", b'"0001-01-01T00:00:00+14:00"', b'"9999-12-31T23:59:59-14:00"'),
    ),
    "form": Target(
        claims.form,
        (b"ana@example.org\nAna\nSofa\nhttps://a.example/b\nBonjour",),
        (b"@", b"\n", b"xn--", b"\x00", b"\xed\xa0\x80", b"https://", b"\xe2\x80\xa8"),
    ),
    "markup": Target(
        claims.markup,
        (_HTML,),
        (b"<svg>", b"<math>", b"<style>", b"<script>", b"</p>", b"<!--", b"-->", b"<template>", b"<noscript>",
         b"javascript:", b"data:text/html,", b"href=", b"src=", b"onerror=", b"style=", b"<b>", b"<table>", b"<select>",
         b"<mglyph>", b"<foreignObject>", b"&#0;", b"&#x80;", b"&Tab;", b"<img", b"<font", b"&colon;", b"<![CDATA["),
    ),
    "words": Target(
        claims.words,
        (_QUOTED,),
        (b"On ", b" wrote:", b"\xc3\xa9crit :", b"Le ", b"\n>", b"\n\n", b"-----", b"____", b"From: ", b"Sent: ", b"Fwd:",
         b"@", b"<", b"\xc2\xa0", b"\x0b", b"\xe2\x80\xa8"),
    ),
    "dates": Target(
        claims.dates,
        (_DATES,),
        (b"T", b"Z", b"+14:00", b"-0000", b"am", b"pm", b"99999999999", b"0001", b"9999", b"12/31/", b"mars", b"\xc2\xb2",
         b"\xd9\xa1", b".", b"W53", b"feb 30", b"UTC", b"1e5", b"inf"),
    ),
    "addresses": Target(
        claims.addresses,
        (b"from=2025-02-16&to=2025-02-24&source=3&channel=email&sentiment=none&q=sofa&author=4&language=fr",
         b"1738591200000000.42\nmsg_1\n1770120000\nv1,abc v1,def", b"whsec_" + b"a2tr" * 8, b"days=30&from=1970-01-02"),
        (b"from=", b"to=", b"days=", b"9999-12-31", b"0001-01-01", b"2025-W01-1", b"20250203", b"%00", b"%ED%A0%80", b"none",
         b"\xc2\xb2", b"9" * 30, b"-", b"whsec_", b"v1,", b"1770120000", b".", b"1e9", b"_1"),
    ),
    "labels": Target(
        claims.labels,
        ("Toujours aucune réponse sur les batteries. Silence radio, scandaleux. @velo #nul https://x.example 😡".encode(),
         b"Great ride, not bad at all :) thanks!!! 10/10 but the app crashes and I want a refund", _PERSONAL),
        (b"pas", b"not ", b"never ", b"!!!", b"https://", b"@", b"#", "😀".encode(), "\u200d".encode(), b"\x00",
         "İ".encode(), "ﬃ".encode(), "\u0300".encode(), "ß".encode(), b"aaaaaaaa", "\u202e".encode(), b"\xed\xa0\x80"),
    ),
    "personal-data": Target(
        claims.personal_data,
        (_PERSONAL,),
        (b"@", b".com", b"(at)", b"[dot]", b"+33", b"00", b"FR76", b" rue de la ", b" street", b"75002 Paris", b"4111 1111 ",
         b"12 bis, ", b"\xc2\xa0", b"-", b".", b"1", b"A", b"London NW1 6XE"),
    ),
}  # fmt: skip
