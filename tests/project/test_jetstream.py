"""A stream through NATS JetStream to two workers, one of which is killed in the middle: nothing lost, nothing twice."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.firehose import brand, lines, query_texts
from bench.nats import Said, is_log_empty, pages
from parvis.channels.logic.parcels import Parcel, ParcelUnreadable, parcels_of, unpack
from parvis.channels.models import Receipt
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.actions.rules import set_source_rule
from parvis.listening.models import Dropped, Mention, Query
from parvis.project.relay import relayed
from tests.factories.channels import NOON, make_connection, make_item
from tests.processes import python, wait_until

POSTS = 6_000


def test_a_parcel_holds_what_fits_and_is_the_same_at_the_other_end() -> None:
    items = [make_item("é" * 900, external_id=f"p{n}") for n in range(40)]
    parts = list(parcels_of(7, items, most_bytes=9_000))
    assert [len(packed or b"") <= 9_000 for _, packed in parts] == [True] * len(parts)
    assert [item for _, packed in parts for item in unpack(packed or b"").items] == items
    assert [packed for _, packed in parcels_of(7, items[:1], most_bytes=500)] == [None]
    assert unpack(b'{"connection_id":7}') == Parcel(7)
    for garbage in (b"", b"[]", b'{"connection_id":"x"}', b"\xff"):
        with pytest.raises(ParcelUnreadable):
            unpack(garbage)


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    program = shutil.which("nats-server")
    if program is None:
        pytest.skip("needs nats-server (Debian: apt-get install nats-server)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "PARVIS_NATS_URL": f"nats://127.0.0.1:{port}",
        "PARVIS_NATS_ACK_SECONDS": "2",
        "PARVIS_NATS_MEBIBYTES": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    server = subprocess.Popen(
        [program, "-a", "127.0.0.1", "-p", str(port), "-js", "-sd", str(tmp_path / "log")],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield settings
    finally:
        server.kill()
        server.wait(10)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_a_worker_dies(log: dict[str, str], database_addresses, tmp_path: Path) -> None:
    Query.objects.bulk_create(
        Query(name=brand(n), reference=brand(n), text=text, created_at=NOON, changed_at=NOON)
        for n, text in zip(range(100), query_texts(), strict=False)
    )
    source = make_connection()
    set_source_rule(source, keeps_only_matches=True, by=SYSTEM, now=NOON)
    path, said, stop = tmp_path / "posts.jsonl", Said(), threading.Event()
    lines(path, count=POSTS, seed=4, texts=[])
    with ExitStack() as running, relayed(stop) as hand_on:
        workers = [
            running.enter_context(
                python("-m", "parvis.project.stream_worker", addresses=database_addresses, **log)
            )
            for _ in range(2)
        ]
        for page in pages(path, said):
            hand_on(source, page, now=NOON)  # more than the log holds: it waits for the workers
        wait_until(lambda: Receipt.objects.count() > POSTS / 4, seconds=60, what="the middle of the stream")
        os.killpg(workers[0].pid, signal.SIGKILL)
        wait_until(
            lambda: Receipt.objects.count() == POSTS and is_log_empty(), seconds=60, what="all of it stored"
        )
    for event in StoredEvent.objects.filter(name__regex="Items(Changed|Withdrawn|Received)$").order_by("pk"):
        deliver_now(event.pk)
    kept = list(Mention.objects.values_list("external_id", flat=True))
    dropped = sum(Dropped.objects.values_list("count", flat=True))
    assert said.repeated == 0 and said.deleted and said.changed
    assert len(kept) == len(set(kept)) and not said.deleted & set(kept)
    assert POSTS - len(said.deleted) <= len(kept) + dropped <= POSTS
    changed = Mention.objects.filter(external_id__in=said.changed)
    assert not changed.exclude(text__endswith=" changed").exists()
