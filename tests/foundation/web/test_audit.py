"""The audit log on the screen."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.foundation.audit import COMMAND_LINE, Actor, record
from parvis.foundation.reads.audit import page_of_audit
from tests.factories.accounts import make_user
from tests.factories.channels import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(make_user(roles=("data_protection_officer",)))
    return client


def test_an_empty_log_says_what_it_is_for(officer: Client) -> None:
    assert "Nothing was written yet" in officer.get("/settings/audit/").content.decode()


def test_entries_are_said_in_words_and_narrowed(officer: Client) -> None:
    target = make_user()
    record("user.created", target, by=Actor("user", 1, "Ada Lovell", "192.0.2.7"), now=NOON, roles=["agent"])
    record("unheard.of", by=COMMAND_LINE, now=NOON)
    page = officer.get("/settings/audit/").content.decode()
    assert "added an account" in page and "Ada Lovell" in page and "192.0.2.7" in page
    assert f"Account {target.pk}" in page
    assert "unheard.of" in page and "Command line" in page
    table = officer.get("/settings/audit/", {"actor": "ada"}).content.decode().split("<tbody>")[1]
    assert "Ada Lovell" in table and "unheard.of" not in table
    table = officer.get("/settings/audit/", {"verb": "unheard.of"}).content.decode().split("<tbody>")[1]
    assert "Ada Lovell" not in table
    narrow = {"kind": "accounts.user", "id": str(target.pk)}
    assert "Ada Lovell" in officer.get("/settings/audit/", narrow).content.decode()
    assert "Nothing like this was done" in officer.get("/settings/audit/", {"id": "0"}).content.decode()


def test_pages_join_up_in_one_query_each(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    written = [record("x", by=COMMAND_LINE, now=NOON).pk for _ in range(5)]
    with django_assert_num_queries(3):
        first = page_of_audit(most=2)
        second = page_of_audit(most=2, after=first.next_key)
        third = page_of_audit(most=2, after=second.next_key)
    assert [entry.pk for page in (first, second, third) for entry in page.entries] == written[::-1]
    assert third.next_key == ""


def test_nothing_can_be_written_here_and_only_some_may_read(client: Client, officer: Client) -> None:
    assert officer.post("/settings/audit/").status_code == 405
    client.force_login(make_user(roles=("supervisor",)))
    assert client.get("/settings/audit/").status_code == 403


def test_the_log_in_french(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",), language="fr"))
    record("user.created", by=COMMAND_LINE, now=NOON)
    page = client.get("/settings/audit/").content.decode()
    assert "a ajouté un compte" in page and "Ligne de commande" in page
