"""Screens of the record's parts: happy, stranger, wrong role, unknown, French, and text that would be markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.people.actions.custom_values import set_custom_values
from parvis.people.actions.notes import write_note
from parvis.people.actions.tags import put_tag
from parvis.people.models import (
    CustomField,
    CustomValue,
    Person,
    PersonNote,
    Position,
    PurchaseImport,
    RecordFile,
    Relationship,
    Tag,
)
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import make_person
from tests.factories.records import make_field, make_purchase, make_record_parts, make_tag

pytestmark = pytest.mark.django_db

OF_RECORD = {
    "organizations": (), "organization": ("organization_id",), "organization-new": (),
    "organization-change": ("organization_id",), "position": ("person_id", "position_id"),
    "relationship-add": ("person_id",), "person-note": ("person_id", "note_id"), "person-files": ("person_id",),
    "person-purchases": ("person_id",),
}  # fmt: skip
SETTINGS = {
    "custom-fields": (), "custom-field-new": (), "custom-field": ("field_id",), "tags": (), "tag": ("tag_id",),
    "products": (), "product-new": (), "product": ("product_id",), "purchase-imports": (),
}  # fmt: skip
POSTS = {
    "position-add": ("person_id",), "position-remove": ("person_id", "position_id"),
    "relationship-remove": ("person_id", "relationship_id"), "person-owner": ("person_id",),
    "person-tag-add": ("person_id",), "person-tag-remove": ("person_id", "tag_id"),
    "person-note-add": ("person_id",), "person-note-remove": ("person_id", "note_id"),
    "person-file-remove": ("person_id", "file_id"), "purchase-remove": ("person_id", "purchase_id"),
    "organization-remove": ("organization_id",), "custom-field-move": ("field_id",),
    "custom-field-retire": ("field_id",), "custom-field-delete": ("field_id",), "tag-remove": ("tag_id",),
    "product-remove": ("product_id",),
}  # fmt: skip
ENGLISH = (
    "Keep",
    "Add a",
    "What its people",
    "Hand in",
    "Remove the",
    "No file",
    "Bought",
    "Belongs to",
    "Own fields",
)


@pytest.fixture
def things(files_folder: Any) -> dict[str, int]:
    with purpose("service"):
        person = make_person(given_name="Léa", family_name="Roux")
        return {"person_id": person.pk, **make_record_parts(person)}


def address(name: str, things: dict[str, int], *, unknown: bool = False) -> str:
    names = {**OF_RECORD, **SETTINGS, **POSTS}[name]
    return reverse(name, args=[10**9 if unknown else things[one] for one in names])


@pytest.fixture
def agent(client: Client) -> User:
    user = make_user(name="Nadia", roles=("supervisor",))
    client.force_login(user)
    return user


def test_screens_are_for_those_who_may_and_speak_french(client: Client, things: dict[str, int]) -> None:
    marketer, agent = make_user(roles=("marketer",)), make_user(roles=("agent",))
    speaker = make_user(roles=("supervisor",), language="fr")
    for name, ids in {**OF_RECORD, **SETTINGS}.items():
        url = address(name, things)
        client.logout()
        assert client.get(url).status_code == 302, name
        client.force_login(marketer)
        assert client.get(url).status_code == 403, name
        if name in SETTINGS:
            client.force_login(agent)
            assert client.get(url).status_code == 403, name
        client.force_login(speaker)
        response = client.get(url)
        assert (response.status_code, response["Content-Language"]) == (200, "fr"), name
        assert not [words for words in ENGLISH if words in response.content.decode()], name
        if ids:
            assert client.get(address(name, things, unknown=True)).status_code == 404, name


def test_acts_are_posts_of_those_who_may(client: Client, things: dict[str, int]) -> None:
    officer, supervisor = make_user(roles=("data_protection_officer",)), make_user(roles=("supervisor",))
    for name in POSTS:
        client.force_login(officer)
        assert client.post(address(name, things)).status_code == 403, name
        client.force_login(supervisor)
        assert client.get(address(name, things)).status_code == 405, name
        assert client.post(address(name, things, unknown=True)).status_code == 404, name


def test_the_parts_stand_on_the_record_and_are_changed_there(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    pk = things["person_id"]
    url = reverse("person", args=[pk])

    def post(name: str, *args: int, **given: Any) -> Any:
        return client.post(reverse(name, args=[pk, *args]), given)

    assert post("person-tag-add", tag="At risk").status_code == 302
    assert post("person-note-add", text="Call **back** <b>soon</b>").status_code == 302
    assert post("person-owner", owner=str(agent.pk)).status_code == 302
    assert post("position-add", organization="Café Noir", role="Owner", since="2024-02-01").status_code == 302
    assert post("position-add", organization="Café Noir", role="Owner").status_code == 400
    html = client.get(url).content.decode()
    shown = (
        "At risk", "<strong>back</strong>", "&lt;b&gt;soon&lt;/b&gt;", "Nadia looks after them", "Owner at Café Noir",
        "10.00", "in 1 purchase", "same household", "a.txt", "put a tag on the record",
    )  # fmt: skip
    for words in shown:
        assert words in html, words
    with purpose("service"):
        relationship = Relationship.objects.get()
        position = Position.objects.get(organization__name="Café Noir")
    assert (
        post("position", position.pk, role="Owner", since="2024-02-01", until="2024-01-01").status_code == 400
    )
    assert (
        post("position", position.pk, role="Owner", since="2024-02-01", until="2025-01-01").status_code == 302
    )
    assert "1 role in the past" in client.get(url).content.decode()
    assert post("relationship-remove", relationship.pk).status_code == 302
    assert post("person-note-add", text=" ").status_code == 302
    with purpose("service"):
        assert PersonNote.objects.count() == 2 and not Relationship.objects.exists()


def test_a_relationship_is_looked_up_and_needs_its_reason(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    with purpose("service"):
        other = make_person(given_name="Max", family_name="Berger")
    url = reverse("relationship-add", args=[things["person_id"]])
    assert "Max Berger" in client.get(url, {"q": "berger"}).content.decode()
    given = {"other": other.pk, "kind": "knows", "q": "berger"}
    refused = client.post(url, given)
    assert refused.status_code == 400 and "Max Berger" in refused.content.decode()
    assert client.post(url, {**given, "basis": "consent", "note": "Both said so."}).status_code == 302
    assert client.post(url, {**given, "kind": "referred"}).status_code == 302
    with purpose("service"):
        assert Relationship.objects.get(kind="referred_by").other_id == things["person_id"]
    assert client.post(url, {**given, "other": 10**9}).status_code == 404


def test_own_fields_stand_in_the_form_of_a_record(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    with purpose("service"):
        size = make_field("Shoe size", "number")
    url = reverse("person-change", args=[things["person_id"]])
    name = f"custom-{size.pk}"
    assert "Shoe size" in client.get(url).content.decode()
    given = {"given_name": "Léa", "family_name": "Roux", "city": "Lyon"}
    assert client.post(url, {**given, name: "tall"}).status_code == 400
    with purpose("service"):
        assert Person.objects.get(pk=things["person_id"]).city == ""  # all or nothing
    assert client.post(url, {**given, name: "42,5"}).status_code == 302
    assert 'value="42.5"' in client.get(url).content.decode()
    assert "42.5" in client.get(reverse("person", args=[things["person_id"]])).content.decode()
    made = client.post(reverse("person-new"), {"given_name": "Zoé", name: "38"})
    assert made.status_code == 302
    with purpose("service"):
        assert CustomValue.objects.filter(person__given_name="Zoé", number=38).exists()


def test_fields_are_set_up_without_losing_a_value(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    new = reverse("custom-field-new")
    assert client.post(new, {"name": "Club", "kind": "choice", "choices": ""}).status_code == 400
    assert (
        client.post(new, {"name": "Club", "kind": "choice", "choices": "Gold\nSilver\n"}).status_code == 302
    )
    club = CustomField.objects.get(name="Club")
    gold, silver = club.choices.all()
    assert client.post(reverse("custom-field-move", args=[club.pk])).status_code == 302
    assert CustomField.objects.first() == club
    change = {"name": "The club", f"choice-{gold.pk}": "Or", f"choice-{silver.pk}": "", "added": "Bronze"}
    assert client.post(reverse("custom-field", args=[club.pk]), change).status_code == 302
    assert [(one.label, one.retired_at is None) for one in club.choices.all()] == [
        ("Or", True), ("Silver", False), ("Bronze", True),
    ]  # fmt: skip
    retire = reverse("custom-field-retire", args=[club.pk])
    client.post(reverse("custom-field-delete", args=[club.pk]))
    assert CustomField.objects.filter(pk=club.pk).exists()  # only a retired one
    client.post(retire)
    assert "Bring back" in client.get(reverse("custom-fields")).content.decode()
    client.post(retire, {"back": "1"})
    client.post(retire)
    client.post(reverse("custom-field-delete", args=[club.pk]))
    assert not CustomField.objects.filter(pk=club.pk).exists()


def test_tags_are_made_and_merged(client: Client, agent: User, things: dict[str, int]) -> None:
    assert client.post(reverse("tags"), {"name": "Press", "tone": "accent"}).status_code == 302
    assert client.post(reverse("tags"), {"name": "PRESS", "tone": "accent"}).status_code == 400
    press = Tag.objects.get(name="Press")
    assert client.post(reverse("tag", args=[things["tag_id"]]), {"into": str(press.pk)}).status_code == 302
    with purpose("service"):
        assert press.taggings.filter(ended_at=None).count() == 1
    assert not Tag.objects.filter(pk=things["tag_id"]).exists()


def test_a_file_is_always_a_download(client: Client, agent: User, things: dict[str, int]) -> None:
    url = reverse("person-files", args=[things["person_id"]])
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>", content_type="text/html")
    assert client.post(url, {"file": page}).status_code == 302
    assert client.post(url).status_code == 302
    with purpose("service"):
        kept = RecordFile.objects.get(name="page.html")
    response = client.get(reverse("person-file", args=[things["person_id"], kept.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert "sandbox" in response["Content-Security-Policy"]
    # Read to its end, it is closed.
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    with purpose("service"):
        other = make_person()
    assert client.get(reverse("person-file", args=[other.pk, kept.pk])).status_code == 404
    client.force_login(make_user(roles=("marketer",)))
    assert client.get(reverse("person-file", args=[things["person_id"], kept.pk])).status_code == 403


def test_a_file_of_purchases_is_handed_in_by_steps(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    url = reverse("purchase-imports")
    assert client.post(url, {"file": SimpleUploadedFile("a.csv", b"no table")}).status_code == 400
    content = b"id;client;date;montant;autre\n7;C1;2026-01-02;3,50;<b>x</b>\n"
    started = client.post(url, {"file": SimpleUploadedFile("a.csv", content)})
    run = PurchaseImport.objects.latest("pk")
    assert started["Location"] == reverse("purchase-import", args=[run.pk])
    html = client.get(started["Location"]).content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in html and '<option value="montant" selected>' in html
    assert client.post(started["Location"], {"external_id": "id"}).status_code == 400
    mapping = {"external_id": "id", "customer_number": "client", "bought_at": "date", "amount": "montant"}
    assert client.post(started["Location"], {**mapping, "default_currency": "EUR"}).status_code == 302
    run.refresh_from_db()
    assert run.state == PurchaseImport.WAITING
    PurchaseImport.objects.filter(pk=run.pk).update(
        state="done", count_refused=1, problems=[[2, "unknown-person"]]
    )
    assert "none was made" in client.get(started["Location"]).content.decode()


def test_the_record_takes_as_many_queries_for_one_as_for_three(
    client: Client, agent: User, things: dict[str, int]
) -> None:
    url = reverse("person", args=[things["person_id"]])

    def count(added: int) -> int:
        with purpose("service"):
            person = Person.objects.get(pk=things["person_id"])
            for number in range(added):
                make_purchase(person)
                put_tag(person, make_tag(), by=SYSTEM, now=NOON)
                write_note(person, "Again.", by=SYSTEM, now=NOON)
                set_custom_values(person, {make_field().pk: str(number)}, by=SYSTEM, now=NOON)
                make_user(roles=("agent",))
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    one = count(1)
    assert count(2) == one <= 48
