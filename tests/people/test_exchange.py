"""Keeping in step with another system: no change is missed, no value is overwritten unseen."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.erase import erase_person
from parvis.people.actions.exchange import (
    ExternalIdTaken,
    LikelyKnown,
    Said,
    forget_external_id,
    settle_conflict,
    take_over,
)
from parvis.people.actions.joins import join_persons
from parvis.people.actions.persons import change_person
from parvis.people.models import ExternalId, Person, SyncConflict
from parvis.people.reads.changes import changes_since
from tests.factories.api import api_as
from tests.factories.channels import NOON
from tests.factories.people import make_contact_point, make_person

CRM = Actor("user", 9, "CRM")


@pytest.fixture
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def said(version: int | None = None, **fields: str) -> Said:
    return Said(fields, version=version)


def test_a_new_id_makes_a_record_and_finds_it_again(service: None) -> None:
    made = take_over("CRM", "88", said(given_name="Ana", customer_number="C-1"), by=CRM, now=NOON)
    assert (made.status, made.person.origin, made.version >= 1) == ("created", "sync", True)
    again = take_over("crm", "88", said(made.version, given_name="Ana"), by=CRM, now=NOON)
    assert (again.status, again.person.pk, again.version) == ("unchanged", made.person.pk, made.version)
    changed = take_over("crm", "88", said(made.version, city="Lyon"), by=CRM, now=NOON)
    assert (changed.status, changed.version) == ("changed", made.version + 1)
    # Another system's id for the same customer number is the same record.
    other = take_over("shop", "x", said(customer_number="C-1"), by=CRM, now=NOON)
    assert (other.status, other.person.pk) == ("unchanged", made.person.pk)
    assert forget_external_id("shop", "x", by=CRM, now=NOON)
    assert not forget_external_id("shop", "x", by=CRM, now=NOON)


def test_both_sides_changed_is_a_conflict_and_somebody_chooses(service: None) -> None:
    made = take_over("crm", "88", said(given_name="Ana", city="Lyon"), by=CRM, now=NOON)
    change_person(made.person, city="Nice", by=Actor("user", 7, "Nadia"), now=NOON)
    late = take_over("crm", "88", said(made.version, city="Paris", language="fr"), by=CRM, now=NOON)
    assert late.status == "conflict" and late.conflict is not None
    assert (late.conflict.ours, late.conflict.theirs) == ({"city": "Nice"}, {"city": "Paris"})
    made.person.refresh_from_db()
    # What was empty here is filled, what was not stays until somebody chose.
    assert (made.person.city, made.person.language) == ("Nice", "fr")
    before = changes_since(0).place
    settle_conflict(late.conflict, {"city": "theirs"}, by=CRM, now=NOON)
    made.person.refresh_from_db()
    assert made.person.city == "Paris"
    assert [one.person_id for one in changes_since(before).items] == [made.person.pk]
    assert not SyncConflict.objects.filter(settled_at=None).exists()


def test_somebody_who_may_be_known_is_not_made_twice(service: None) -> None:
    known = make_person()
    make_contact_point(known, "a@example.org")
    asked = Said({"given_name": "Ana"}, emails=("A@example.org",))
    with pytest.raises(LikelyKnown) as caught:
        take_over("crm", "1", asked, by=CRM, now=NOON)
    assert caught.value.person_ids == (known.pk,)
    tied = take_over("crm", "1", Said({}, emails=("a@example.org",), person_id=known.pk), by=CRM, now=NOON)
    assert (tied.status, tied.person.pk) == ("unchanged", known.pk)
    other = take_over(
        "crm",
        "2",
        Said({"given_name": "Ana"}, emails=("a@example.org",), is_another_person=True),
        by=CRM,
        now=NOON,
    )
    assert other.person.pk != known.pk


def test_what_is_gone_is_told_without_a_name(service: None) -> None:
    erased, hidden, joined, whole = (make_person() for _ in range(4))
    take_over("crm", "e", Said({}, person_id=erased.pk), by=CRM, now=NOON)
    start = changes_since(0).place
    with purpose("legal_duty"):
        erase_person(erased, by=CRM, now=NOON)
        Person.objects.filter(pk=hidden.pk).update(is_restricted=True)
    join_persons(joined, other=whole, by=CRM, now=NOON)
    found = {one.person_id: one for one in changes_since(start, system="crm").items}
    assert {pk: one.gone for pk, one in found.items()} == {
        erased.pk: "erased",
        hidden.pk: "hidden",
        joined.pk: "",
        whole.pk: "",
    }
    assert found[erased.pk].person is None
    assert found[whole.pk].joined_into == joined.pk
    assert not ExternalId.objects.filter(external_id="e").exists()
    with purpose("legal_duty"):
        Person.objects.filter(pk=hidden.pk).update(is_restricted=True)
    with pytest.raises(ExternalIdTaken):
        take_over("crm", "h", Said({}, person_id=hidden.pk), by=CRM, now=NOON)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_commits_late_is_not_passed_over() -> None:
    with purpose("service"):
        slow, quick = make_person(), make_person()
        start = changes_since(0).place
    begun, go_on, place = threading.Event(), threading.Event(), start

    def change_slowly() -> None:
        try:
            with purpose("service"):
                Person.objects.filter(pk=slow.pk).update(city="Lyon")
                begun.set()
                assert go_on.wait(20)
        finally:
            connections["default"].close()

    thread = threading.Thread(target=change_slowly)
    thread.start()
    assert begun.wait(20)
    with purpose("service"):
        Person.objects.filter(pk=quick.pk).update(city="Nice")
    with purpose("service"):
        page = changes_since(start)
        seen, place = [one.person_id for one in page.items], page.place
    go_on.set()
    thread.join(20)
    with purpose("service"):
        later = [one.person_id for one in changes_since(place).items]
    assert (seen, later) == ([quick.pk], [slow.pk])


@pytest.mark.django_db
def test_programs_keep_in_step() -> None:
    api = api_as("agent")
    first = api.post(
        "sync/person", {"system": "crm", "external_id": "1", "given_name": "Ana", "city": "Lyon"}
    )
    assert (first.status_code, first.data["status"]) == (200, "created")
    page = api.get("sync/changes", system="crm")
    assert [one["external_ids"] for one in page.data["items"]] == [["1"]]
    assert api.get("sync/changes", system="crm", cursor=page.data["next_cursor"]).data["items"] == []
    with purpose("service"):
        change_person(Person.objects.get(pk=first.data["person_id"]), city="Nice", by=CRM, now=NOON)
    answer = api.post(
        "sync/persons",
        {"system": "crm", "persons": [
            {"external_id": "1", "version": first.data["version"], "city": "Paris"},
            {"external_id": "2", "emails": ["not an address"]},
            {"external_id": "3", "family_name": "Roux"},
        ]},
    )  # fmt: skip
    assert [one["status"] for one in answer.data["results"]] == ["conflict", "refused", "created"]
    (conflict,) = api.get("sync/conflicts").data["items"]
    assert (conflict["ours"], conflict["theirs"]) == ({"city": "Nice"}, {"city": "Paris"})
    refused = api.post("sync/person", {"system": "crm", "external_id": "1", "city": "Paris"})
    assert (refused.status_code, refused.data["code"]) == (409, "conflict")
    assert len(api.get("sync/conflicts").data["items"]) == 1
    settled = api.post(f"sync/conflicts/{conflict['id']}/settle", {"choices": {"city": "ours"}})
    assert settled.status_code == 200
    assert api.get("sync/conflicts").data["items"] == []
    assert [
        one["person"]["city"]
        for one in api.get("sync/changes", system="crm", cursor=page.data["next_cursor"]).data["items"]
        if one["external_ids"] == ["1"]
    ] == ["Nice"]


@pytest.mark.django_db
def test_versions_count_every_kind_of_change_once() -> None:
    with purpose("service"), connection.cursor() as cursor:
        person = make_person()
        cursor.execute("SELECT version FROM people_version WHERE person_id = %s", [person.pk])
        (first,) = cursor.fetchone()
        make_contact_point(person, "a@example.org")
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(city="Lyon")
        cursor.execute("SELECT version FROM people_version WHERE person_id = %s", [person.pk])
        assert cursor.fetchone() == (first + 2,)
