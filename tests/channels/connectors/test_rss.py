"""Feeds as publishers write them, as broken software writes them, and as attackers do."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as run_settings
from hypothesis import strategies as st

from parvis.channels.connectors.rss import client
from parvis.channels.connectors.rss.connector import CONNECTOR
from parvis.channels.connectors.rss.parse import ParsedFeed, parse_feed
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError
from tests.peers.feeds import FeedServer, Reply, feed_server

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PAYLOADS = Path(__file__).resolve().parents[2] / "payloads" / "rss"
URL = "https://blog.example/feed.xml"


def parsed(body: bytes, *, content_type: str = "") -> ParsedFeed:
    return parse_feed(body, url=URL, content_type=content_type, now=NOW)


def payload(name: str, **wanted: str) -> ParsedFeed:
    return parsed((PAYLOADS / f"{name}.xml").read_bytes(), **wanted)


def rss(*items: str) -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Feed</title>{inside}</channel></rss>'.encode()


def test_rss_20_with_html_and_a_relative_link() -> None:
    feed = payload("rss20_blog")
    old, new = feed.items
    assert (feed.title, feed.rejected) == ("Le blog d’Acme", ())
    assert new.external_id == "acme-2"
    assert new.title == "Nouvelle offre & surprises"
    assert new.text == "Bonjour à tous,\n\n- un\n- deux\n\nمرحبا 😀 CGV"
    assert new.url == "https://blog.example/2026/02/offre?a=1&b=2"
    assert new.published_at == datetime(2026, 2, 28, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    assert (new.author.handle, new.language, new.site, new.addressed) == (
        "Zoé Lefèvre",
        "fr",
        "blog.example",
        False,
    )
    # A French day and month before GMT, and a text that is plain although it holds a "<".
    assert old.published_at == datetime(2026, 1, 28, 8, 30, tzinfo=UTC)
    assert (old.text, old.author.handle) == ("Il y a 5 < 6 & 7", "Bob")


def test_atom_with_a_base_and_an_entry_without_a_date() -> None:
    second, first = payload("atom_xhtml").items
    assert (first.external_id, first.url) == ("tag:news.example,2026:1", "https://news.example/a/1.html")
    assert (first.text, first.author.handle, first.language) == ("Two lines\nhere.", "News desk", "en")
    assert first.published_at.astimezone(UTC) == datetime(2026, 2, 27, 23, 30, 2, 250_000, tzinfo=UTC)
    assert (second.text, second.published_at) == ("Only a title", NOW)


def test_rss_091_in_latin_1_without_guids() -> None:
    unlinked, linked = payload("rss091_latin1").items
    assert (linked.external_id, linked.text) == ("http://old.example/1", "Très déçu")
    assert unlinked.external_id.startswith("entry:")
    assert unlinked.external_id == payload("rss091_latin1").items[0].external_id


def test_rss_10() -> None:
    (item,) = payload("rdf_rss10").items
    assert (item.external_id, item.text) == ("http://rdf.example/7", "Item seven")
    assert item.published_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_broken_markup_is_still_read() -> None:
    items = {item.external_id: item for item in payload("broken_markup").items}
    assert sorted(items) == ["g1", "g2"]
    assert items["g2"].text == "été \xa0fini"
    assert items["g2"].published_at == NOW  # 1970 is an empty clock


def test_a_guid_that_all_entries_share_identifies_none() -> None:
    feed = payload("same_guid")
    assert [item.external_id for item in feed.items] == ["http://s.example/2", "http://s.example/1"]
    assert [(row.position, row.reason) for row in feed.rejected] == [(3, "duplicate-id")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_encodings_in_the_bytes(encoding: str) -> None:
    body = '<?xml version="1.0" encoding="utf-16"?>' if "16" in encoding else '<?xml version="1.0"?>'
    (item,) = parsed((body + rss("<guid>1</guid><title>été 😀</title>").decode()).encode(encoding)).items
    assert item.text == "été 😀"


def test_the_headers_encoding_is_heard() -> None:
    body = '<rss version="2.0"><channel><item><title>été</title></item></channel></rss>'.encode("cp1252")
    (item,) = parsed(body, content_type="application/xml; charset=windows-1252").items
    assert item.text == "été"


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>down for maintenance</body></html>", b"{}", b"/etc/passwd", b"\x00" * 50]
)
def test_what_is_no_feed_is_said(body: bytes) -> None:
    with pytest.raises(ConnectorError) as caught:
        parsed(body, content_type="text/html")
    assert (caught.value.code, caught.value.permanent) == ("not-a-feed", False)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha ha ha ha ha ">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><rss version="2.0"><channel><item><guid>1</guid><title>x&i;</title></item></channel></rss>'
)
BLOW_UP = (
    f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]><rss version="2.0"><channel><item><guid>1</guid>'
    f"<title>x{'&a;' * 100_000}</title></item></channel></rss>"
)


@pytest.mark.parametrize("bomb", [LAUGHS, BLOW_UP], ids=["laughs", "blow-up"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_do_not_go_off(bomb: str, encoding: str) -> None:
    tracemalloc.start()
    begun = time.monotonic()
    feed = parsed(bomb.encode(encoding))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - begun < 10
    assert peak < 50_000_000
    assert all(len(item.text) <= 100_000 for item in feed.items)
    assert "ha ha" not in "".join(item.text for item in feed.items)


def test_no_local_file_is_read_into_a_feed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    head = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    feed = parsed(head + rss("<guid>1</guid><title>a&x;b</title>"))
    assert "s3cret" not in repr(feed)


def test_deep_markup_costs_no_time() -> None:
    begun = time.monotonic()
    feed = parsed(rss("<guid>1</guid><description><![CDATA[" + "<div>" * 50_000 + "deep]]></description>"))
    assert time.monotonic() - begun < 5
    assert feed.items[0].text.strip() == "deep"


TANGLES = {
    "open elements": b"<rss>" + b"<a>" * 1_000_000,
    "elements": b"<rss><channel>" + b"<item/>" * 1_000_000,
    "attributes": b"<rss><item " + b" ".join(b"a%d='1'" % number for number in range(100_000)) + b"/></rss>",
    "entities without an end": b"<rss>" + b"<!ENTITY " * 800_000,
    "document types without an end": b"<rss>" + b"<!DOCTYPE [" * 500_000,
    "texts without an end": b"<rss><channel>" + b"<![CDATA[" * 800_000,
    "signs that open nothing": b"<rss>" + b"<" * 8_000_000,
}


@pytest.mark.parametrize("tangle", TANGLES)
def test_a_tangle_costs_no_time(tangle: str) -> None:
    """Each took a worker from a minute to for ever; parsing ends for all of them or is refused."""
    begun = time.process_time()
    with suppress(ConnectorError):
        parsed(TANGLES[tangle])
    assert time.process_time() - begun < 10


def test_a_large_feed_of_people_is_no_tangle() -> None:
    words = "<p>" + "word " * 200 + "</p>"
    feed = parsed(
        rss(*(f"<title>{n}</title><description><![CDATA[{words * 3}]]></description>" for n in range(2000)))
    )
    assert len(feed.items) == 2000


def test_a_text_above_the_limit_is_cut_and_said() -> None:
    feed = parsed(rss(f"<guid>1</guid><title>t</title><description>{'x' * 100_001}</description>"))
    assert len(feed.items[0].text) == 100_000
    assert [(row.position, row.reason, row.detail) for row in feed.rejected] == [(1, "text-cut", "100001")]


def test_scripts_in_every_field_are_only_text_or_gone() -> None:
    script = "&lt;script&gt;alert(1)&lt;/script&gt;"
    entry = f"<guid>{script}</guid><title>{script}T</title><link>javascript:alert(1)</link><author>{script}</author>"
    (item,) = parsed(rss(entry + f"<description>{script}safe</description>")).items
    assert (item.text, item.title, item.url) == ("safe", "T", "")


@pytest.fixture(scope="module")
def web() -> Iterator[FeedServer]:
    with feed_server() as server:
        yield server


@pytest.fixture(autouse=True)
def allow_loopback(settings: Any, request: pytest.FixtureRequest) -> None:
    if "web" in request.fixturenames:
        settings.FETCH_ALLOWED_PRIVATE = (request.getfixturevalue("web").address,)


def pages(url: str, cursor: dict[str, Any] | None = None) -> list[Page]:
    assert CONNECTOR.fetch is not None
    return list(CONNECTOR.fetch({"url": url}, {}, cursor or {}, now=NOW))


def test_an_unchanged_feed_is_not_sent_again(web: FeedServer) -> None:
    url = web.put("/etag", Reply(rss("<guid>1</guid><title>a</title>"), etag='"v1"'))
    (page,) = pages(url)
    assert [item.external_id for item in page.items] == ["1"]
    assert pages(url, page.cursor) == []
    assert web.requests[-1][1]["if-none-match"] == '"v1"'
    web.put(
        "/etag", Reply(rss("<guid>2</guid><title>b</title>", "<guid>1</guid><title>a</title>"), etag='"v2"')
    )
    assert [item.external_id for item in pages(url, page.cursor)[0].items] == ["1", "2"]


def test_a_server_without_etags_is_asked_by_date_and_compared(web: FeedServer) -> None:
    modified = "Sun, 01 Mar 2026 10:00:00 GMT"
    url = web.put("/dated", Reply(rss("<guid>1</guid><title>a</title>"), headers={"Last-Modified": modified}))
    (page,) = pages(url)
    assert pages(url, page.cursor) == []
    assert web.requests[-1][1]["if-modified-since"] == modified


def test_the_cursor_of_another_address_is_not_used(web: FeedServer) -> None:
    body = rss("<guid>1</guid><title>a</title>")
    (page,) = pages(web.put("/one", Reply(body, etag='"same"')))
    (other,) = pages(web.put("/two", Reply(body, etag='"same"')), page.cursor)
    assert [item.external_id for item in other.items] == ["1"]


def test_a_killed_fetch_begins_again_until_the_last_page(
    web: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PAGE_ENTRIES", 2)
    url = web.put("/many", Reply(rss(*(f"<guid>{n}</guid><title>t</title>" for n in range(5))), etag='"x"'))
    found = pages(url)
    assert [len(page.items) for page in found] == [2, 2, 1]
    assert [bool(page.cursor) for page in found] == [False, False, True]


@pytest.mark.parametrize(
    ("status", "headers", "code", "is_permanent", "wait"),
    [
        (429, {"Retry-After": "120"}, "rate-limited", False, 120.0),
        (429, {"Retry-After": "Sun, 01 Mar 2026 12:05:00 GMT"}, "rate-limited", False, 300.0),
        (429, {"Retry-After": "99999999999"}, "rate-limited", False, 86_400.0),
        (429, {}, "rate-limited", False, None),
        (503, {"Retry-After": "60"}, "rate-limited", False, 60.0),
        (500, {}, "unreachable", False, None),
        (404, {}, "not-found", False, None),
        (401, {}, "login-refused", True, None),
        (410, {}, "gone", True, None),
    ],
)
def test_refusals_say_whether_and_when_to_ask_again(
    web: FeedServer, status: int, headers: dict[str, str], code: str, is_permanent: bool, wait: float | None
) -> None:
    with pytest.raises(ConnectorError) as caught:
        pages(web.put("/refused", Reply(b"no", status, headers=headers)))
    error = caught.value
    assert (error.code, error.permanent, error.retry_after_seconds) == (code, is_permanent, wait)


def test_a_feed_of_100_megabytes_is_a_clear_error(web: FeedServer) -> None:
    url = web.put("/large", Reply(pieces=lambda: repeat(b"<item>" + b"x" * 65_530, 1_600)))
    tracemalloc.start()
    with pytest.raises(ConnectorError) as caught:
        pages(url)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (caught.value.code, caught.value.permanent) == ("too-large", True)
    assert peak < 4 * client.MAX_FEED_BYTES


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:1/feed", "http://[::1]/", "http://169.254.169.254/latest/"]
)
def test_a_feed_that_leads_inside_is_refused(web: FeedServer, target: str) -> None:
    url = web.put("/inside", Reply(b"", 302, headers={"Location": target}))
    for address in (url, target):
        with pytest.raises(ConnectorError) as caught:
            pages(address)
        assert (caught.value.code, caught.value.permanent) == ("address-forbidden", True)


def test_relative_links_follow_the_address_after_a_redirect(web: FeedServer) -> None:
    web.put("/deep/feed", Reply(rss("<guid>1</guid><title>t</title><link>post/1</link>"), packing="gzip"))
    url = web.put("/short", Reply(b"", 301, headers={"Location": "/deep/feed"}))
    assert pages(url)[0].items[0].url == web.url("/deep/post/1")


@run_settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                ["<item>", "</item>", "<title>", "</title>", "<guid>", "<link>", "<pubDate>", "2026", "&", "&x;",
                 "<![CDATA[", "]]>", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "]>", "<entry>", "<content type='xhtml'>",
                 "é", "\x00", "<", "\ud83d"]
            ),
            max_size=25,
        ).map(lambda parts: b'<rss version="2.0"><channel>' + "".join(parts).encode("utf-8", "surrogatepass")),
    )
)  # fmt: skip
def test_any_bytes_give_a_feed_or_a_connector_error(body: bytes) -> None:
    try:
        feed = parsed(body)
    except ConnectorError:
        return
    for item in feed.items:
        assert item.external_id and item.text and item.published_at.tzinfo is not None
        assert "\x00" not in item.text + item.title + item.external_id + item.author.handle
        assert (item.text + item.title + item.external_id).encode() is not None
