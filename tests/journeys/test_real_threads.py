"""Both files of real support dialogues come in as conversations: threads equal the data's own reply links."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from parvis.channels.actions.import_file import run_import, start_import
from parvis.conversations.models import Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.models import Person
from tests.conftest import require_data
from tests.factories.channels import NOON, make_connection

FILES = ("twcs/dialogues_dev.csv.gz", "twcs/onesided_dev.csv.gz")
# Rows that cannot become messages, by file: none. A change here is a loss and needs its reason.
REFUSED = {"twcs/dialogues_dev.csv.gz": 0, "twcs/onesided_dev.csv.gz": 0}


def rows_of(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def expected_threads(rows: list[dict[str, str]]) -> dict[str, str]:
    """tweet → its thread's name by the data's own links, an absent parent counting as a knot of its own."""
    parent: dict[str, str] = {}

    def root(knot: str) -> str:
        while parent.setdefault(knot, knot) != knot:
            parent[knot] = parent[parent[knot]]
            knot = parent[knot]
        return knot

    for row in rows:
        root(row["tweet_id"])
        if row["in_response_to_tweet_id"]:
            parent[root(row["tweet_id"])] = root(row["in_response_to_tweet_id"])
    return {row["tweet_id"]: root(row["tweet_id"]) for row in rows}


@require_data(*FILES)
@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_rebuilt_threads_equal_the_reply_links(name: str, shared_data: Path):
    rows = rows_of(shared_data / name)
    connection = make_connection("file", channel="twitter")
    run = start_import(
        connection, path=shared_data / name, mode="conversations", by=SYSTEM, now=NOON, in_background=False
    )
    run = run_import(run.pk, deliver_here=True)
    assert (run.state, run.count_new, run.count_rejected) == (
        "done",
        len(rows) - REFUSED[name],
        REFUSED[name],
    )

    stored = list(Message.objects.values("external_id", "conversation_id", "kind", "text"))
    assert len(stored) == len(rows)
    expected = expected_threads(rows)
    conversations_of_thread = defaultdict(set)
    threads_of_conversation = defaultdict(set)
    for message in stored:
        thread = expected[message["external_id"]]
        conversations_of_thread[thread].add(message["conversation_id"])
        threads_of_conversation[message["conversation_id"]].add(thread)
    split = [thread for thread, found in conversations_of_thread.items() if len(found) > 1]
    mixed = [conversation for conversation, found in threads_of_conversation.items() if len(found) > 1]
    assert (split, mixed) == ([], [])

    # The data's own names of conversations say the same: 3,092 and 26,962 threads, no exception.
    assert len(threads_of_conversation) == len({row["conversation_id"] for row in rows})

    # Both sides, as the data tells them, nobody's words changed.
    by_id = {row["tweet_id"]: row for row in rows}
    kinds = {True: Message.OUTBOUND, False: Message.INBOUND}
    wrong_side = [
        m["external_id"] for m in stored if m["kind"] != kinds[by_id[m["external_id"]]["inbound"] == "False"]
    ]
    assert wrong_side == []
    changed = [
        m["external_id"] for m in stored if m["text"].split() != by_id[m["external_id"]]["text"].split()
    ]
    assert changed == []

    # In order: a reply is never read before what it replies to (when both are here).
    place = {
        external_id: position
        for position, external_id in enumerate(
            Message.objects.order_by("conversation_id", "sent_at", "id").values_list("external_id", flat=True)
        )
    }
    too_early = [
        row["tweet_id"]
        for row in rows
        if (parent := row["in_response_to_tweet_id"]) in place
        and place[row["tweet_id"]] < place[parent]
        and by_id[parent]["created_at"] <= row["created_at"]
    ]
    assert too_early == []

    # Whoever spoke is an identity; nobody became a customer by speaking.
    with purpose("service"):
        assert Person.objects.count() == 0
