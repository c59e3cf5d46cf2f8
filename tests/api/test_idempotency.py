"""A write that is repeated acts once: one after the other, at the same time, and after a kill."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from parvis.api.actions.remember import KEPT, forget_old_answers
from parvis.api.models import RememberedAnswer
from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.people.models import Person
from tests.factories.accounts import make_user
from tests.factories.api import ApiClient, api_as, make_token
from tests.processes import python, wait_until


def persons() -> int:
    with purpose("service"):
        return Person.objects.count()


@pytest.mark.django_db
def test_the_same_request_again_is_answered_the_same_and_acts_once() -> None:
    api = api_as("agent")
    first = api.post("people", {"given_name": "Ana"}, key="a-1")
    again = api.post("people", {"given_name": "Ana"}, key="a-1")
    assert (first.status_code, again.status_code, again.data) == (201, 201, first.data)
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert persons() == 1


@pytest.mark.django_db
def test_another_request_under_the_same_key_is_refused() -> None:
    api = api_as("agent")
    api.post("people", {"given_name": "Ana"}, key="a-1")
    for path, body in (
        ("people", {"given_name": "Bea"}),
        ("people/bulk-create", {"persons": [{"given_name": "Ana"}]}),
    ):
        answer = api.post(path, body, key="a-1")
        assert (answer.status_code, answer.data["code"]) == (422, "idempotency-key-reused")
    assert persons() == 1


@pytest.mark.django_db
def test_a_key_is_its_tokens_own_and_lasts_a_day() -> None:
    one, other = api_as("agent"), api_as("agent")
    for api in (one, other):
        assert api.post("people", {"given_name": "Ana"}, key="a-1").status_code == 201
    RememberedAnswer.objects.update(created_at=utc_now() - KEPT - timedelta(seconds=1))
    assert one.post("people", {"given_name": "Bea"}, key="a-1").status_code == 201
    assert persons() == 3
    assert forget_old_answers(now=utc_now()) == 1


@pytest.mark.django_db
def test_a_refused_write_keeps_nothing_and_may_be_put_right() -> None:
    api = api_as("agent")
    refused = api.post("people", {"emails": ["no address"]}, key="a-1")
    assert (refused.data["code"], RememberedAnswer.objects.count()) == ("not-an-address", 0)
    assert api.post("people", {"emails": ["ana@example.org"]}, key="a-1").status_code == 201


@pytest.mark.django_db
def test_what_is_remembered_is_not_readable_in_the_database() -> None:
    api_as("agent").post("people", {"given_name": "Anastasia"}, key="a-1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, '') FROM api_remembered_answer r")
        assert "Anastasia" not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time_act_once() -> None:
    text = make_token(make_user())
    answers: list[Any] = []
    start = threading.Barrier(6)

    def send() -> None:
        start.wait(timeout=20)
        try:
            answers.append(ApiClient(text).post("people", {"given_name": "Ana"}, key="at-once"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [answer.status_code for answer in answers] == [201] * 6
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert persons() == 1


SENDER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from tests.factories.api import ApiClient
ApiClient(sys.argv[1]).post("people", {"given_name": "Ana"}, key="killed")
"""


@pytest.mark.django_db(transaction=True)
def test_a_kill_before_the_commit_leaves_neither_effect_nor_answer(
    database_addresses: tuple[str, str],
) -> None:
    """The record and the key are written, the audit entry waits for our lock: there the process is killed."""
    owner_url, _ = database_addresses
    text = make_token(make_user())
    with psycopg.connect(owner_url) as held:
        held.execute("LOCK TABLE foundation_audit_entry IN ACCESS EXCLUSIVE MODE")
        with python("-c", SENDER, text, addresses=database_addresses) as sender:
            with psycopg.connect(owner_url, autocommit=True) as watch:
                waiting = (
                    "SELECT count(*) FROM pg_locks WHERE NOT granted "
                    "AND relation = 'foundation_audit_entry'::regclass"
                )
                wait_until(lambda: watch.execute(waiting).fetchone()[0], what="the sender in mid-effect")
            sender.kill()
            sender.wait(timeout=10)
        held.rollback()
    with psycopg.connect(owner_url, autocommit=True) as watch:
        # The server notices the dead client when it next speaks to it.
        wait_until(
            lambda: watch.execute(
                "SELECT count(*) = 0 FROM pg_stat_activity "
                "WHERE datname = current_database() AND state LIKE '%transaction%'"
            ).fetchone()[0],
            what="the killed sender's transaction to end",
        )
    assert (persons(), RememberedAnswer.objects.count()) == (0, 0)
    answer = ApiClient(text).post("people", {"given_name": "Ana"}, key="killed")
    assert (answer.status_code, "Idempotency-Replayed" in answer.headers, persons()) == (201, False, 1)
