"""Posts that are taken back or mended after they came in: known ones at once, unknown ones are nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from parvis.channels.actions.receive import receive_items
from parvis.channels.actions.recheck import recheck_connection
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Batch, Receipt, SourceState
from parvis.foundation.models import StoredEvent
from tests.channels.source_stages import status
from tests.factories.channels import NOON, make_connection, make_item
from tests.peers.json_web import Fault, json_web

pytestmark = pytest.mark.django_db


def withdrawn() -> list[list[str]]:
    found = StoredEvent.objects.filter(name__endswith="ItemsWithdrawn").order_by("pk")
    return [event.payload["external_ids"] for event in found]


def test_a_deletion_for_an_unknown_post_is_nothing():
    connection = make_connection()
    receive_items(connection, [make_item()], cursor=None, now=NOON, deleted=["never-seen"])
    assert (withdrawn(), Batch.objects.get().item_count) == ([], 1)
    assert not SourceState.objects.exists()


def test_a_post_of_another_connection_is_unknown_here():
    item = make_item()
    receive_items(make_connection(), [item], cursor=None, now=NOON)
    receive_items(make_connection(), [], cursor=None, now=NOON, deleted=[item.external_id])
    assert withdrawn() == []


def test_what_still_waits_is_struck_and_its_owner_is_told():
    connection, kept, gone = make_connection(), make_item("kept"), make_item("gone")
    receive_items(connection, [kept, gone], cursor=None, now=NOON)
    receive_items(connection, [], cursor=None, now=NOON, deleted=[gone.external_id, gone.external_id])
    assert [plain["text"] for plain in Batch.objects.get().payload] == ["kept"]
    assert withdrawn() == [[gone.external_id]]
    assert Receipt.objects.count() == 2  # it is not taken in a second time
    receive_items(connection, [gone], cursor=None, now=NOON)
    assert Batch.objects.count() == 1


def test_written_and_taken_back_within_one_page():
    item = make_item()
    receive_items(make_connection(), [item], cursor=None, now=NOON, deleted=[item.external_id])
    assert Batch.objects.get().payload == []
    assert withdrawn() == [[item.external_id]]


def test_new_words_of_a_post_that_waits_replace_the_old_ones():
    connection, item = make_connection(), make_item("first")
    receive_items(connection, [item], cursor=None, now=NOON)
    mended = make_item("second", external_id=item.external_id)
    receive_items(connection, [], cursor=None, now=NOON, changed=[mended, make_item("of nobody")])
    assert [plain["text"] for plain in Batch.objects.get().payload] == ["second"]
    assert not StoredEvent.objects.filter(name__endswith="ItemsChanged").exists()


def test_posts_are_asked_for_again_in_turn_and_the_gone_ones_are_withdrawn(settings: Any):
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        there = {str(1000 + n): status(n) for n in range(45)}
        web.answers["/api/v1/statuses"] = lambda query: [there[i] for i in query["id[]"] if i in there]
        for number in ("1003", "1041"):
            web.answers[f"/api/v1/statuses/{number}"] = lambda query: Fault(404, b"{}")
        connection = make_connection("mastodon", channel="mastodon", settings={"server": web.url})
        items = [make_item(external_id=key) for key in there]
        receive_items(connection, items, cursor=None, now=NOON)
        del there["1003"], there["1041"]
        assert recheck_connection(connection.pk, now=NOON + timedelta(days=1)) == 2
        assert withdrawn() == [["1003"], ["1041"]]
        asked = len(web.requests)
        assert recheck_connection(connection.pk, now=NOON + timedelta(days=40)) == 0
        assert len(web.requests) == asked  # after thirty days nobody asks any more


def test_a_server_that_does_not_understand_the_question_deletes_nothing(settings: Any):
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        web.answers["/xrpc/app.bsky.feed.getPosts"] = lambda query: {"posts": []}
        connection = make_connection("bluesky", channel="bluesky", settings={"service": web.url})
        # More than one question asks for, so that the last one asks for a few only.
        items = [make_item(external_id=f"at://did:plc:a/app.bsky.feed.post/{n}") for n in range(28)]
        receive_items(connection, items, cursor=None, now=NOON)
        for last_asked in (None, Receipt.objects.order_by("pk")[24].pk):
            SourceState.objects.update(rechecked_receipt_id=last_asked)
            with pytest.raises(ConnectorError):
                recheck_connection(connection.pk, now=NOON + timedelta(days=1))
        assert withdrawn() == []


def test_the_only_post_of_a_source_may_be_deleted(settings: Any):
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        web.answers["/xrpc/app.bsky.feed.getPosts"] = lambda query: {"posts": []}
        connection = make_connection("bluesky", channel="bluesky", settings={"service": web.url})
        item = make_item(external_id="at://did:plc:a/app.bsky.feed.post/1")
        receive_items(connection, [item], cursor=None, now=NOON)
        assert recheck_connection(connection.pk, now=NOON + timedelta(days=1)) == 1
        assert withdrawn() == [[item.external_id]]
