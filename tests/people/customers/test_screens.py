"""The way of a file through the screens, groups built without JavaScript, conflicts settled, records taken out."""

# ruff: noqa: E501 -- forms and files, a line each.

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parvis.foundation.access import purpose
from parvis.foundation.models import AuditEntry
from parvis.people.actions.customer_import import read_customers
from parvis.people.actions.customer_keep import keep_customers
from parvis.people.actions.customer_undo import undo_customers
from parvis.people.models import ImportRow, PeopleImport, Person, Segment, SyncConflict
from tests.factories.accounts import make_user
from tests.factories.exchange import make_exchange, make_segment
from tests.factories.people import consent_to, make_contact_point, make_person
from tests.people.customers.conftest import NOON


@pytest.fixture
def client(transactional_db: None) -> Client:
    found = Client()
    found.force_login(make_user(roles=("administrator",)))
    return found


def upload(client: Client, content: str, name: str = "crm.csv") -> Any:
    return client.post("/people/files/new/", {"file": SimpleUploadedFile(name, content.encode())})


def test_a_file_goes_its_way(client: Client) -> None:
    with purpose("service"):
        make_person(customer_number="C-1", given_name="Léa", family_name="Roux", city="Nice")
        make_person(given_name="Anna", family_name="Weber", customer_number=None, city="Lille")
    answer = upload(
        client,
        "Customer number,First name,Last name,City\nC-1,Léa,Roux,Lyon\n,Anna,Weber,Lille\nC-2,Tom,Neuf,Paris\n,,,Oslo\n",
    )
    run = PeopleImport.objects.get()
    assert answer.headers["Location"] == f"/people/files/{run.pk}/columns/"
    page = client.get(answer.headers["Location"])
    assert b"Customer number" in page.content and "Léa".encode() in page.content
    columns = {f"column-{at}": field for at, field in run.mapping.items()}
    assert (
        client.post(
            f"/people/files/{run.pk}/columns/", {**columns, "column-0": "", "column-1": "", "column-2": ""}
        ).status_code
        == 400
    )
    assert client.post(f"/people/files/{run.pk}/columns/", {**columns, "rule": "ask"}).status_code == 302
    assert b"being compared" in client.get(f"/people/files/{run.pk}/").content
    read_customers(run.pk, clock=lambda: NOON)
    page = client.get(f"/people/files/{run.pk}/?state=ask").content.decode()
    assert "<del>Nice</del>" in page and "<ins>Lyon</ins>" in page
    assert "This person" in client.get(f"/people/files/{run.pk}/?state=alike").content.decode()
    assert (
        "says nothing about who it is"
        in client.get(f"/people/files/{run.pk}/?state=refused").content.decode()
    )
    with purpose("service"):
        asked, alike = (
            ImportRow.objects.get(run=run, state="ask"),
            ImportRow.objects.get(run=run, state="alike"),
        )
    client.post(f"/people/files/rows/{asked.pk}/", {"decision": "take", "state": "ask"})
    client.post(f"/people/files/rows/{alike.pk}/", {"decision": f"take:{alike.candidates[0]['person_id']}"})
    client.post(f"/people/files/{run.pk}/keep/")
    keep_customers(run.pk, clock=lambda: NOON)
    with purpose("service"):
        assert set(Person.objects.values_list("family_name", "city")) == {
            ("Roux", "Lyon"),
            ("Weber", "Lille"),
            ("Neuf", "Paris"),
        }
    refused = client.get(f"/people/files/{run.pk}/refused/")
    assert "Oslo" in b"".join(refused.streaming_content).decode()  # type: ignore[attr-defined]
    assert b"kept" in client.get("/people/files/").content
    client.post(f"/people/files/{run.pk}/undo/")
    undo_customers(run.pk, clock=lambda: NOON)
    assert "taken back" in client.get(f"/people/files/{run.pk}/").content.decode()
    with purpose("service"):
        assert not Person.objects.filter(customer_number="C-2").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("a,b\n", "no rows"),
        ("\x00\x01", "no text has"),
        (",".join("abc" * 200) + "\n1\n", "columns; 300"),
        ("PK\x03\x04zz", "no Excel workbook"),
    ],
)
def test_a_file_that_is_none_is_told_in_a_sentence(client: Client, content: str, words: str) -> None:
    answer = upload(client, content)
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert not PeopleImport.objects.exists()


def test_a_group_is_built_line_by_line_without_a_script(client: Client) -> None:
    with purpose("service"):
        for n in range(3):
            make_person(city="Lyon" if n else "Nice")
    assert b"Describe a group" in client.get("/people/groups/").content
    state: dict[str, str] = {"name": "Lyon", "purpose": "service", "match": "all", "g0-match": "all"}
    page = client.post("/people/groups/new/", {**state, "act": "add:0", "g0-add": "city"}).content.decode()
    assert 'name="g0-0-field" value="city"' in page
    state |= {"g0-0-field": "city", "g0-0-is": "is", "g0-0-value": ""}
    answer = client.post("/people/groups/new/", {**state, "act": "save"})
    assert (answer.status_code, "Write what to compare with" in answer.content.decode()) == (400, True)
    state["g0-0-value"] = "lyon"
    count = client.post("/people/groups/count/", state).content.decode()
    assert "<strong>2</strong> people" in count
    page = client.post("/people/groups/new/", {**state, "act": "block"}).content.decode()
    assert 'name="g1-match"' in page
    assert (
        'name="g0-0-field"'
        not in client.post("/people/groups/new/", {**state, "act": "drop:0:0"}).content.decode()
    )
    answer = client.post("/people/groups/new/", {**state, "act": "save"})
    group = Segment.objects.get()
    assert answer.headers["Location"] == f"/people/groups/{group.pk}/"
    page = client.get(f"/people/groups/{group.pk}/").content.decode()
    assert "<strong>2</strong> people" in page and page.count("row-who") == 2
    assert client.get(f"/people/groups/{group.pk}/change/").status_code == 200
    listed = client.get(f"/people/?segment={group.pk}").content.decode()
    assert listed.count("row-who") == 2
    client.post(f"/people/groups/{group.pk}/remove/")
    assert not Segment.objects.exists()


def test_a_file_taken_out_holds_whom_the_purpose_shows_and_comes_back_unchanged(client: Client) -> None:
    with purpose("service"):
        agreed, other = make_person(city="=cmd()", given_name="Zoé"), make_person(city="Lyon")
        make_contact_point(agreed, "06 12 34 56 78", kind="phone")
        consent_to(agreed, "prospecting", channel="email")
    group = make_segment(
        purpose="prospecting.email",
        definition={
            "match": "all",
            "groups": [
                {"match": "any", "conditions": [{"field": "given_name", "operator": "is_known", "value": ""}]}
            ],
        },
    )
    taken = client.post(f"/people/groups/{group.pk}/export/", {"form": "csv"})
    text = b"".join(taken.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert (other.family_name in text, "'=cmd()" in text, "'+33612345678" in text) == (False, True, True)
    entry = AuditEntry.objects.get(verb="people.exported")
    assert (entry.detail["purpose"], entry.detail["rows"]) == ("prospecting.email", 1)
    assert client.post("/people/export/", {"form": "csv"}).status_code == 400
    whole = client.post("/people/export/", {"form": "xlsx", "purpose": "service"})
    data = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    with purpose("service"):
        Person.objects.filter(pk=agreed.pk).update(city="Nice")
    for name, content in (("a.csv", text.encode("utf-8-sig")), ("b.xlsx", data)):
        client.post(
            "/people/files/new/",
            {"file": io.BytesIO(content) if not name else SimpleUploadedFile(name, content)},
        )
    first, second = PeopleImport.objects.order_by("pk")
    assert sorted(first.mapping.values()) == sorted(second.mapping.values())
    for run in (first, second):
        columns = {f"column-{at}": field for at, field in run.mapping.items()}
        assert client.post(f"/people/files/{run.pk}/columns/", {**columns, "rule": "fill"}).status_code == 302
        read_customers(run.pk, clock=lambda: NOON)
    # The sheet's formula-like town is refused as text would be anywhere; all else says what is there.
    second.refresh_from_db()
    assert second.counts.get("same", 0) + second.counts.get("refused", 0) == 2


def test_what_two_systems_say_is_settled_side_by_side(client: Client) -> None:
    with purpose("service"):
        person = make_person(city="Nice")
        make_exchange(person)
    page = client.get("/people/conflicts/").content.decode()
    assert "Nice" in page and "Lyon" in page
    with purpose("service"):
        conflict = SyncConflict.objects.get()
    client.post(f"/people/conflicts/{conflict.pk}/", {"city": "theirs"})
    with purpose("service"):
        person.refresh_from_db()
        assert (person.city, SyncConflict.objects.filter(settled_at=None).count()) == ("Lyon", 0)
    assert "Both sides agree" in client.get("/people/conflicts/").content.decode()
