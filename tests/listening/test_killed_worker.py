"""A worker that is killed in the middle of a stream: nothing is lost, nothing is there twice, figures are whole."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from bench.firehose import brand, lines, query_texts
from parvis.foundation.audit import SYSTEM
from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.actions.fold import fold_deltas
from parvis.listening.actions.rules import set_source_rule
from parvis.listening.models import DayCell, Dropped, Match, Mention, Query
from tests.factories.channels import NOON, make_connection
from tests.processes import python, wait_until

POSTS = 3_000


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("only_matches", [True, False])
def test_nothing_is_lost_and_nothing_twice(database_addresses, tmp_path: Path, only_matches: bool) -> None:
    Query.objects.bulk_create(
        Query(name=brand(n), reference=brand(n), text=text, created_at=NOON, changed_at=NOON)
        for n, text in zip(range(100), query_texts(), strict=False)
    )
    source = make_connection()
    set_source_rule(source, keeps_only_matches=only_matches, by=SYSTEM, now=NOON)
    path = tmp_path / "posts.jsonl"
    lines(path, count=POSTS, seed=3, texts=[])
    work = ("-m", "bench.firehose", "--work", str(path), str(source.pk), "100")

    def told() -> int:
        return Mention.objects.count() + sum(Dropped.objects.values_list("count", flat=True))

    with python(*work, addresses=database_addresses, PARVIS_GO="1") as process:
        wait_until(lambda: 500 <= told() < POSTS, seconds=60, what="the middle of the stream")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
    assert told() < POSTS
    with python(*work, addresses=database_addresses, PARVIS_GO="1") as process:
        assert process.wait(timeout=120) == 0
    # What was received and not stored when the worker died is a job of its own; here it is run by hand.
    for event in StoredEvent.objects.filter(name__endswith="ItemsReceived"):
        deliver_now(event.pk)
    assert told() == POSTS
    ids = list(Mention.objects.values_list("external_id", flat=True))
    assert len(ids) == len(set(ids))
    fold_deltas()
    assert sum(DayCell.objects.filter(query_id=0).values_list("mentions", flat=True)) == len(ids)
    assert (
        sum(DayCell.objects.filter(query_id__gt=0).values_list("mentions", flat=True))
        == Match.objects.count()
        > 0
    )
