"""The audit log on the screen."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from parvis.foundation.audit import COMMAND_LINE, Actor, changed, record
from parvis.foundation.installation import state_fact
from parvis.foundation.logic.csv_cells import cell
from parvis.foundation.models import AuditEntry
from parvis.foundation.reads.audit import EVERYTHING, every_entry, page_of_audit
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


def test_changes_are_shown_with_what_was_before(officer: Client) -> None:
    before, after = {"city": "Lyon", "key": "a"}, {"city": "Nîmes", "key": "b"}
    record("x", by=COMMAND_LINE, now=NOON, **changed(before, after, secret={"key"}))
    page = officer.get("/settings/audit/").content.decode()
    assert "<del>Lyon</del>" in page and "<ins>Nîmes</ins>" in page
    assert "<del>a</del>" not in page


def test_the_log_is_searched_by_words_and_days(officer: Client) -> None:
    record("x", by=Actor("user", 1, "Ada"), now=NOON, note="Nîmes, gare")
    record("y", by=Actor("user", 1, "Bob"), now=NOON - timedelta(days=3))

    def table(**asked: str) -> str:
        return officer.get("/settings/audit/", asked).content.decode().partition("<tbody>")[2]

    assert "Ada" in table(q="nîmes") and "Bob" not in table(q="nîmes")
    day = NOON.date().isoformat()
    assert "Ada" in table(**{"from": day}) and "Bob" not in table(**{"from": day})
    assert "Ada" in table(**{"from": day, "to": day})
    assert "Bob" in table(to=(NOON - timedelta(days=3)).date().isoformat())
    assert "Ada" in table(**{"from": "no day", "to": "2026-99-99"})


def test_it_is_taken_as_csv_that_no_spreadsheet_runs(officer: Client) -> None:
    record("x", by=Actor("user", 1, '=HYPERLINK("http://evil.example")'), now=NOON, note="@SUM(1)")
    record("y", by=Actor("user", 2, "Bob"), now=NOON)
    response = officer.post("/settings/audit/export/csv/?verb=x")
    assert response["Content-Disposition"].startswith('attachment; filename="audit-')
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["verb"], row["actor_name"]) for row in rows] == [("x", '\'=HYPERLINK("http://evil.example")')]
    assert rows[0]["detail"] == '{"note": "@SUM(1)"}'
    taken = AuditEntry.objects.get(verb="audit.exported")
    assert taken.detail == {"form": "csv", "narrowed": {"verb": "x"}}


def test_it_is_taken_as_json_lines(officer: Client) -> None:
    written = [record("x", by=COMMAND_LINE, now=NOON, number=number).pk for number in range(3)]
    response = officer.post("/settings/audit/export/jsonl/?verb=x")
    lines = [json.loads(line) for line in b"".join(response.streaming_content).decode().splitlines()]  # type: ignore[attr-defined]
    assert [line["id"] for line in lines] == written
    assert (lines[0]["at"], lines[0]["detail"]) == (NOON.isoformat(), {"number": 0})
    assert officer.post("/settings/audit/export/pdf/").status_code == 404


def test_batches_of_an_export_join_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.foundation.reads.audit.BATCH", 2)
    written = [record("x", by=COMMAND_LINE, now=NOON).pk for _ in range(5)]
    assert [entry.pk for entry in every_entry(EVERYTHING)] == written
    assert [entry.pk for entry in every_entry(EVERYTHING, up_to=written[2])] == written[:3]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("+33 1", "'+33 1"), ("-2+3", "'-2+3"), ("@SUM", "'@SUM"), ("\t=1", "'\t=1"),
        ("  =1", "'  =1"), ("＝1", "'＝1"), ("a=b", "a=b"), ("", ""), (None, ""), (-5, -5), (True, "true"),
    ],
)  # fmt: skip
def test_a_cell_is_text_or_a_number(value: object, written: object) -> None:
    assert cell(value) == written


def test_a_broken_chain_is_told_on_today(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",)))
    state_fact("audit_chain", {"is_whole": False})
    assert "The audit log was changed" in client.get("/").content.decode()
