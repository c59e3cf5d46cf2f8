"""Labelling stored texts anew: all of them once, no person's word lost, and a kill costs at most a batch."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from parvis.foundation.audit import SYSTEM
from parvis.labelling.actions.adapters import activate_adapter
from parvis.labelling.actions.correct import correct_label
from parvis.labelling.actions.relabel import relabel_batch, start_relabelling
from parvis.labelling.models import Adapter, Relabelling
from parvis.labelling.reads.sources import get_text
from parvis.listening.models import Mention
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, make_connection
from tests.factories.conversations import make_conversation, make_queue
from tests.factories.labelling import make_adapter
from tests.factories.listening import copy_mentions, make_mention
from tests.jobs import run_waiting_jobs
from tests.processes import environment, wait_until

RELABEL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.clock import utc_now
from parvis.labelling.actions.relabel import relabel_batch
while relabel_batch(int(sys.argv[1]), now=utc_now(), most=50):
    pass
"""


def all_of(run: Relabelling, *, most: int = 2) -> int:
    batches = 1
    while relabel_batch(run.pk, now=NOON, most=most):
        batches += 1
    return batches


def run_of(kind: str) -> Relabelling:
    return next(run for run in start_relabelling(now=NOON) if run.kind == kind)


@pytest.mark.django_db
def test_every_text_once_and_a_persons_word_stays():
    connection = make_connection()
    mentions = [
        make_mention(f"Thank you, lovely ride {n}!", connection=connection, author="") for n in range(5)
    ]
    user = make_user()
    correct_label(
        get_text(user, "mention", mentions[1].pk), label="sentiment", to="neutral", by=user, now=NOON
    )
    run = run_of("mention")
    assert all_of(run) == 3
    run.refresh_from_db()
    assert (run.state, run.seen, run.changed) == ("done", 5, 4)
    versions = dict(Mention.objects.values_list("pk", "model_version"))
    assert versions.pop(mentions[1].pk) == "human"
    assert set(versions.values()) == {run.model_version}
    assert Mention.objects.get(pk=mentions[1].pk).sentiment == "neutral"
    assert set(Mention.objects.exclude(pk=mentions[1].pk).values_list("sentiment", flat=True)) == {"positive"}


@pytest.mark.django_db
def test_until_its_turn_a_text_keeps_its_label_and_version():
    connection = make_connection()
    for n in range(4):
        make_mention(f"Thank you {n}!", connection=connection, author="")
    assert relabel_batch(run_of("mention").pk, now=NOON, most=2)
    assert list(Mention.objects.order_by("pk").values_list("model_version", flat=True))[2:] == [
        "tests-1",
        "tests-1",
    ]


@pytest.mark.django_db
def test_messages_follow_and_so_does_the_mood_of_their_conversation():
    make_queue(is_default=True)
    conversation = make_conversation(messages=2)
    activate_adapter(make_adapter(bias=(9.0, 0.0, 0.0)), by=SYSTEM, now=NOON)
    all_of(Relabelling.objects.get(kind="message", state="running"))
    conversation.refresh_from_db()
    assert conversation.sentiment == "negative"


@pytest.mark.django_db
def test_a_newer_pass_replaces_the_one_that_runs():
    make_mention()
    first = run_of("mention")
    second = run_of("mention")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "running")
    assert not relabel_batch(first.pk, now=NOON)
    assert Mention.objects.get().model_version == "tests-1"


@pytest.mark.django_db
def test_nothing_stored_is_done_at_once():
    run = run_of("mention")
    assert not relabel_batch(run.pk, now=NOON)
    run.refresh_from_db()
    assert (run.state, run.seen) == ("done", 0)


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_it_goes_on_from_where_it_stood(database_addresses):
    from datetime import timedelta

    connection = make_connection()
    copy_mentions(600, connection=connection, first_at=NOON, step=timedelta(seconds=1))
    run = run_of("mention")
    for _ in range(2):
        begun = Relabelling.objects.get(pk=run.pk).seen
        process = subprocess.Popen(
            [sys.executable, "-c", RELABEL, str(run.pk)], env=environment(database_addresses)
        )
        wait_until(
            lambda: Relabelling.objects.get(pk=run.pk).seen > begun or process.poll() is not None,  # noqa: B023
            what="a batch is labelled anew",
        )
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
    run_waiting_jobs(database_addresses)
    run.refresh_from_db()
    # Every text was looked at exactly once, whatever was killed in between.
    assert (run.state, run.seen) == ("done", 600)
    assert set(Mention.objects.values_list("model_version", flat=True)) == {run.model_version}
    assert not Adapter.objects.exists()


@pytest.mark.django_db
def test_a_restored_database_gives_a_number_anew_and_not_the_old_weights():
    from parvis.labelling.reads.labels import labels_for

    first = make_adapter(bias=(0.0, 0.0, 9.0), is_active=True)
    assert labels_for(["The train is late."])[0].sentiment == "positive"
    first.delete()
    make_adapter(bias=(9.0, 0.0, 0.0), is_active=True, pk=first.pk)
    assert labels_for(["The train is late."])[0].sentiment == "negative"
