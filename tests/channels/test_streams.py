"""Streams: what is heard is stored once, also across breaks and kills, by one holder, with its health."""

from __future__ import annotations

import json
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from parvis.channels.actions import streams
from parvis.channels.events import ItemsChanged, ItemsWithdrawn
from parvis.channels.models import Batch, Connection, Receipt, SourceState
from parvis.foundation.models import StoredEvent
from tests.channels.source_stages import status
from tests.factories.channels import make_connection
from tests.peers.json_web import END_OF_STREAM, JsonWeb, json_web
from tests.processes import python, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
STREAM = "/api/v1/streaming/hashtag"
TIMELINE = "/api/v1/timelines/tag/train"


@pytest.fixture
def network(settings: Any) -> Iterator[JsonWeb]:
    """A server whose timeline shows what its stream told, the newest first, forty at a time."""
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        web.streams[STREAM] = []
        web.said: list[dict[str, Any]] = []  # type: ignore[misc]

        def timeline(query: dict[str, list[str]]) -> list[dict[str, Any]]:
            before = int(query.get("max_id", ["9" * 12])[0])
            return [each for each in web.said[::-1] if int(each["id"]) < before][:40]  # type: ignore[attr-defined]

        web.answers[TIMELINE] = timeline
        yield web


def say(web: JsonWeb, n: int, *, is_told: bool = True) -> None:
    moment = datetime.now(UTC) - timedelta(seconds=1)
    post = status(n, content=f"<p>post {n}</p>", created_at=moment.isoformat())
    web.said.append(post)  # type: ignore[attr-defined]
    if is_told:
        web.event(STREAM, "update", json.dumps(post))


def connect(web: JsonWeb) -> Connection:
    given = {"server": web.url, "timeline": "hashtag", "term": "train", "is_streamed": True}
    return make_connection("mastodon", channel="mastodon", settings=given)


@contextmanager
def held(connection: Connection) -> Iterator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=streams.hold_stream, args=(connection.pk, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(timeout=15)
        assert not thread.is_alive()


def ids() -> set[str]:
    return set(Receipt.objects.values_list("external_id", flat=True))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_SECONDS", 0.1)
    monkeypatch.setattr(streams, "pause_seconds", lambda failures, **given: 0.05)


def test_what_was_said_before_and_what_is_said_now(network: JsonWeb) -> None:
    say(network, 1, is_told=False)
    connection = connect(network)
    with held(connection):
        network.opened.get(timeout=10)
        wait_until(lambda: ids() == {"1001"}, what="what was said before")
        say(network, 2)
        wait_until(lambda: ids() == {"1001", "1002"}, what="what is said now")
        state = SourceState.objects.get()
        assert (state.stream_state, state.newest_at is not None) == ("open", True)
        assert 0 <= (state.lag_seconds or 0) < 60


def test_a_broken_stream_is_opened_again_and_nothing_falls_between(network: JsonWeb) -> None:
    connection = connect(network)
    with held(connection):
        network.opened.get(timeout=10)
        say(network, 1)
        wait_until(lambda: ids() == {"1001"})
        say(network, 2, is_told=False)
        network.emit(STREAM, END_OF_STREAM)
        network.opened.get(timeout=10)
        wait_until(lambda: ids() == {"1001", "1002"}, what="what was said while nobody listened")
        say(network, 2)  # told again: it is there once
        say(network, 3)
        wait_until(lambda: ids() == {"1001", "1002", "1003"})
    assert sum(Batch.objects.values_list("item_count", flat=True)) == 3


def test_deletions_and_edits_reach_whoever_has_the_post(network: JsonWeb) -> None:
    connection = connect(network)
    with held(connection):
        network.opened.get(timeout=10)
        say(network, 1)
        say(network, 2)
        wait_until(lambda: len(ids()) == 2)
        Batch.objects.update(payload=None, taken_at=datetime.now(UTC))  # their owner has stored them
        network.event(STREAM, "delete", "1001")
        network.event(STREAM, "delete", "4242")
        network.event(STREAM, "status.update", json.dumps(status(2, content="<p>mended</p>")))
        wait_until(lambda: StoredEvent.objects.filter(name__endswith="ItemsWithdrawn").exists())
        wait_until(lambda: StoredEvent.objects.filter(name__endswith="ItemsChanged").count() == 2)
    (gone,) = StoredEvent.objects.filter(name__endswith=ItemsWithdrawn.__name__)
    mended = StoredEvent.objects.filter(name__endswith=ItemsChanged.__name__)
    assert gone.payload["external_ids"] == ["1001"]
    assert {one.payload["addressed"] for one in mended} == {False, True}  # each owner has its own
    for one in mended:
        assert Batch.objects.get(pk=one.payload["batch_id"]).payload[0]["text"] == "mended"
    state = SourceState.objects.get()
    assert (state.count_deleted, state.count_changed) == (1, 1)


def test_one_holder_over_all_machines(network: JsonWeb) -> None:
    connection = connect(network)
    with held(connection):
        network.opened.get(timeout=10)
        with held(connection), pytest.raises(queue.Empty):
            network.opened.get(timeout=1)
    with held(connection):
        network.opened.get(timeout=10)


def test_garbage_in_a_stream_is_noted_and_the_rest_is_heard(network: JsonWeb) -> None:
    connection = connect(network)
    with held(connection):
        network.opened.get(timeout=10)
        network.emit(
            STREAM,
            b"event: update\ndata: {no json\n\n: thump\n\ndata\n\nevent: update\ndata: []\n\n\xff\xfe\n",
        )
        say(network, 1)
        wait_until(lambda: ids() == {"1001"})
    assert connection.rejectedinput_set.count() >= 1


def test_a_refused_stream_says_why(network: JsonWeb) -> None:
    del network.streams[STREAM]
    connection = connect(network)
    with held(connection):
        wait_until(lambda: Connection.objects.get(pk=connection.pk).error_code == "not-found")
    assert SourceState.objects.get().stream_state == "waiting"


def test_where_no_stream_is_to_be_had_the_timeline_is_still_read(network: JsonWeb) -> None:
    del network.streams[STREAM]
    say(network, 1, is_told=False)
    with held(connect(network)):
        wait_until(lambda: ids() == {"1001"})


def test_a_server_may_stream_from_a_name_of_its_own(network: JsonWeb) -> None:
    with json_web() as other:
        connection = connect(network)
        network.answers["/api/v2/instance"] = lambda query: {
            "configuration": {"urls": {"streaming": f"ws://{other.address}"}}
        }
        with held(connection):  # an address inside, and nobody allowed this one
            wait_until(lambda: Connection.objects.get(pk=connection.pk).error_code == "address-forbidden")
        assert other.requests == []


def test_killed_again_and_again_every_post_is_there_once(
    network: JsonWeb, database_addresses: tuple[str, str]
) -> None:
    connect(network)
    number = 0
    for _round in range(2):
        with python(
            "-m", "parvis.project.streams", addresses=database_addresses, PARVIS_FETCH_ALLOW=network.address
        ) as process:
            network.opened.get(timeout=30)
            for _ in range(60):
                number += 1
                say(network, number)
            known = Receipt.objects.count()
            wait_until(lambda: Receipt.objects.count() > known, seconds=30, what="some are stored")  # noqa: B023
            for _ in range(20):
                number += 1
                say(network, number)
            process.send_signal(signal.SIGKILL)
            process.wait(timeout=10)
    with python(
        "-m", "parvis.project.streams", addresses=database_addresses, PARVIS_FETCH_ALLOW=network.address
    ) as process:
        wait_until(lambda: Receipt.objects.count() == number, seconds=40, what="all are there")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert sum(Batch.objects.values_list("item_count", flat=True)) == number


def test_a_worker_keeps_the_process_while_there_is_something_to_stream(
    network: JsonWeb, database_addresses: tuple[str, str]
) -> None:
    with python(
        "-m", "parvis.project.worker", addresses=database_addresses, PARVIS_FETCH_ALLOW=network.address
    ) as worker:
        connection = connect(network)
        network.opened.get(timeout=40)
        say(network, 1)
        wait_until(lambda: ids() == {"1001"}, seconds=30)
        Connection.objects.filter(pk=connection.pk).update(is_active=False)
        # A server sees that nobody listens any more when it says something.
        wait_until(
            lambda: network.emit(STREAM, b": thump\n\n") or not network.streams[STREAM],  # type: ignore[func-returns-value]
            seconds=20,
            what="a paused connection is let go",
        )
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
