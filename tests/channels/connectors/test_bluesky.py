"""Bluesky's stream: what is wanted is kept, deletions are told, a break is made up for by the cursor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from parvis.channels.connectors.bluesky.client import open_jetstream
from parvis.channels.connectors.bluesky.parse import Wanted, jetstream_event, record_key
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.terms import is_heard, listed, pattern_of
from tests.peers.jetstream import JetstreamPeer, jetstream

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def network(settings: Any) -> Iterator[JetstreamPeer]:
    with jetstream() as peer:
        settings.FETCH_ALLOWED_PRIVATE = (peer.address,)
        yield peer


def open_it(peer: JetstreamPeer, cursor: dict[str, Any] | None = None, **settings: Any):  # type: ignore[no-untyped-def]
    given = {"mode": "stream", "jetstream_url": peer.url, "terms": "train, bus de nuit", **settings}
    stream = open_jetstream(given, {}, cursor or {}, now=NOW)
    query = peer.opened.get(timeout=5)
    return stream, iter(stream), query


def next_news(pages: Iterator[Page]) -> Page:
    return next(page for page in pages if page.items or page.changed or page.deleted or page.rejected)


def test_posts_with_one_of_the_words_are_kept_and_deletions_of_all_are_told(network: JetstreamPeer) -> None:
    stream, pages, query = open_it(network)
    assert query == {"wantedCollections": ["app.bsky.feed.post"]}
    network.commit("a", "Nothing of interest")
    network.commit("b", "Le #TRAIN est en retard", langs=["fr"])
    network.commit("a", operation="delete")
    network.commit("b", "Le train est à l'heure", operation="update")
    network.say("{no json")
    heard, gone, mended, broken = (next_news(pages) for _ in range(4))
    (item,) = heard.items
    assert (item.external_id, item.author.handle, item.language) == (
        "at://did:plc:ana/app.bsky.feed.post/b",
        "did:plc:ana",
        "fr",
    )
    assert item.url == "https://bsky.app/profile/did:plc:ana/post/b"
    assert gone.deleted == ("at://did:plc:ana/app.bsky.feed.post/a",)
    assert [each.text for each in mended.changed] == ["Le train est à l'heure"]
    assert broken.rejected[0].reason == "malformed-entry"
    stream.close()


def test_after_a_break_it_goes_on_where_it_was(network: JetstreamPeer) -> None:
    stream, pages, _query = open_it(network)
    network.commit("a", "train a")
    cursor = json.loads(json.dumps(next_news(pages).cursor))
    network.say(None)
    with suppress(ConnectorError):
        list(pages)
    network.commit("b", "train b")
    stream, pages, query = open_it(network, cursor)
    assert int(query["cursor"][0]) < cursor["time_us"]  # a little before, as repeats are harmless
    assert [next_news(pages).items[0].text for _ in range(2)] == ["train a", "train b"]
    stream.close()


def test_a_message_that_is_too_large_ends_the_stream_with_an_error(network: JetstreamPeer) -> None:
    _stream, pages, _query = open_it(network)
    network.say("x" * 600_000)
    with pytest.raises(ConnectorError):
        list(pages)


def test_an_address_inside_is_refused(settings: Any) -> None:
    settings.FETCH_ALLOWED_PRIVATE = ()
    for address in ("ws://127.0.0.1:9", "ws://169.254.169.254", "http://example.org", "ws://u:p@example.org"):
        with pytest.raises(ConnectorError) as caught:
            open_jetstream({"mode": "stream", "jetstream_url": address}, {}, {}, now=NOW)
        assert caught.value.code == "address-forbidden"


@pytest.mark.parametrize(
    ("record", "is_to_us"),
    [
        (
            {"facets": [{"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:us"}]}]},
            True,
        ),
        ({"facets": [{"features": [{"$type": "app.bsky.richtext.facet#link", "did": "did:plc:us"}]}]}, False),
        ({"reply": {"parent": {"uri": "at://did:plc:us/app.bsky.feed.post/1"}}}, True),
        ({"reply": {"parent": {"uri": "at://did:plc:else/app.bsky.feed.post/1"}}}, False),
    ],
)
def test_what_names_or_answers_us_is_said_to_us(record: dict[str, Any], is_to_us: bool) -> None:
    commit = {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "1"}
    commit["record"] = {"text": "no word of ours", "createdAt": "2026-02-01T10:00:00Z", **record}  # type: ignore[assignment]
    event = {"did": "did:plc:ana", "time_us": 1, "kind": "commit", "commit": commit}
    wanted = Wanted(pattern_of(["train"]), our_did="did:plc:us")
    found = jetstream_event(json.dumps(event), wanted=wanted, now=NOW).item
    assert (found is not None and found.addressed) is is_to_us
    if found is not None and "reply" in record:
        assert found.in_reply_to == "at://did:plc:us/app.bsky.feed.post/1"


@pytest.mark.parametrize(
    ("text", "is_wanted"),
    [
        ("Réglée !", True),
        ("REGLEE", True),
        ("dérèglée", False),
        ("#réglée et @réglée", True),
        ("bus  de\nnuit", True),
        ("bus de nuits", False),
        ("", False),
    ],
)
def test_words_are_whole_and_accents_do_not_count(text: str, is_wanted: bool) -> None:
    assert is_heard(text, pattern_of(listed("réglée, bus de nuit"))) is is_wanted


def test_the_key_of_an_answer_is_one_that_servers_take() -> None:
    keys = {record_key(f"m-{n}@parvis") for n in range(500)}
    assert len(keys) == 500
    assert all(re.fullmatch("[234567a-j][234567a-z]{12}", key) for key in keys)
    assert record_key("m-1@parvis") == record_key("m-1@parvis")
