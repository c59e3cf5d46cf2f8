"""A real history of 41,090 messages: rebuilt threads equal the data's own reply links, and nothing is lost."""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path

import pytest

from parvis.channels.actions.import_file import run_import, start_import
from parvis.conversations.models import Conversation, Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from tests.conftest import require_data
from tests.factories.channels import make_connection

pytestmark = pytest.mark.django_db
FILES = ("twcs/dialogues_dev.csv.gz", "twcs/onesided_dev.csv.gz")


def links_of(paths: list[Path]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Tweet → representative of its component, by the data's own in_response_to links; and the rows."""
    rows: list[dict[str, str]] = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
            rows += csv.DictReader(stream)
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for row in rows:
        root(row["tweet_id"])
        if row["in_response_to_tweet_id"]:
            parent[root(row["tweet_id"])] = root(row["in_response_to_tweet_id"])
    return {row["tweet_id"]: root(row["tweet_id"]) for row in rows}, rows


@require_data(*FILES)
def test_threads_equal_the_datas_own_links(shared_data: Path) -> None:
    paths = [shared_data / name for name in FILES]
    expected, rows = links_of(paths)
    source = make_connection("file", channel="twitter")
    with purpose("service"):
        for path in paths:
            run = start_import(
                source, path=path, mode="conversations", by=SYSTEM, now=utc_now(), in_background=False
            )
            run_import(run.pk, deliver_here=True)
    home = dict(Message.objects.values_list("external_id", "conversation_id"))
    assert set(home) == set(expected)
    ours: dict[int, set[str]] = {}
    theirs: dict[str, set[str]] = {}
    for tweet, conversation in home.items():
        ours.setdefault(conversation, set()).add(tweet)
        theirs.setdefault(expected[tweet], set()).add(tweet)
    assert {frozenset(group) for group in ours.values()} == {frozenset(group) for group in theirs.values()}
    # Both sides, in the order in which they were said; an answer never stands before its question.
    inbound = {row["tweet_id"]: row["inbound"] == "True" for row in rows}
    assert {m: kind == "inbound" for m, kind in Message.objects.values_list("external_id", "kind")} == inbound
    place = {
        tweet: number
        for number, tweet in enumerate(
            Message.objects.order_by("conversation", "sent_at", "id").values_list("external_id", flat=True)
        )
    }
    late = [
        row["tweet_id"]
        for row in rows
        if row["in_response_to_tweet_id"] in place
        and place[row["tweet_id"]] < place[row["in_response_to_tweet_id"]]
    ]
    assert late == []
    assert not Conversation.objects.filter(merged_into=None, message_count=0).exists()


@require_data(FILES[0])
def test_two_thousand_a_second(shared_data: Path) -> None:
    """A floor well under what is measured on a quiet machine: bench/import_file.py prints the real figure."""
    source = make_connection("file", channel="twitter")
    with purpose("service"):
        run = start_import(
            source,
            path=shared_data / FILES[0],
            mode="conversations",
            by=SYSTEM,
            now=utc_now(),
            in_background=False,
        )
        began = time.process_time()
        run = run_import(run.pk, deliver_here=True)
    assert run.count_new / (time.process_time() - began) > 2000
