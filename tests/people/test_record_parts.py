"""Organisations, relationships, tags, owner, notes and files on a record: what is kept, refused and never lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from parvis.conversations.actions.forget_files import forget_unnamed_files
from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.foundation.files import stored_path
from parvis.foundation.models import AuditEntry
from parvis.people.actions.files import MOST_BYTES, keep_file, remove_file
from parvis.people.actions.joins import join_persons
from parvis.people.actions.notes import change_note, remove_note, write_note
from parvis.people.actions.organizations import (
    add_position,
    change_organization,
    change_position,
    create_organization,
    organization_named,
    remove_organization,
)
from parvis.people.actions.owners import set_owner
from parvis.people.actions.relationships import relate, remove_relationship
from parvis.people.actions.tags import change_tag, create_tag, merge_tags, put_tag, tag_named, take_tag_off
from parvis.people.logic.refusals import CODES, NotKept
from parvis.people.models import (
    CustomValue,
    NoteVersion,
    Organization,
    Person,
    PersonNote,
    Position,
    Purchase,
    RecordFile,
    Relationship,
    Tag,
    Tagging,
)
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.organizations import organizations_page, people_of, positions_of
from parvis.people.reads.relationships import related_persons
from parvis.people.reads.tags import tags_of, tags_with_counts
from tests.factories.accounts import make_user
from tests.factories.channels import NOON
from tests.factories.people import make_person
from tests.factories.records import make_organization, make_purchase, make_record_parts, make_tag

pytestmark = pytest.mark.django_db
NADIA = Actor("user", 7, "Nadia")
LATER = NOON + timedelta(hours=1)


@pytest.fixture(autouse=True)
def service() -> Iterator[None]:
    with purpose("service"):
        yield


def refused(code: str) -> Any:
    assert code in CODES
    return pytest.raises(NotKept, match=code)


def test_an_organisation_has_one_number_and_a_name_without_accents() -> None:
    made = create_organization(
        "  Café  Noir ", number="552100554", website="cafe.example", by=NADIA, now=NOON
    )
    assert (made.name, made.name_key, made.website) == ("Café Noir", "cafe noir", "https://cafe.example")
    for name, number, website, code in (
        ("", "", "", "name-missing"),
        ("Other", "552100554", "", "number-taken"),
        ("Other", "", "javascript:alert(1)", "not-a-link"),
    ):
        with refused(code):
            create_organization(name, number=number, website=website, by=NADIA, now=NOON)
    assert organization_named("CAFE NOIR", by=NADIA, now=NOON) == made
    create_organization("Cafe noir", by=NADIA, now=NOON)
    with refused("name-taken"):  # which of the two?
        organization_named("Café Noir", by=NADIA, now=NOON)
    assert change_organization(made, city="Lyon", by=NADIA, now=NOON)
    assert not change_organization(made, city="Lyon", by=NADIA, now=NOON)


def test_a_person_is_several_things_at_once_and_was_others() -> None:
    person, cyclo, club = make_person(), make_organization("Cyclo"), make_organization("Club")
    buyer = add_position(person, organization=cyclo, role="Buyer", since=date(2020, 1, 1), by=NADIA, now=NOON)
    add_position(person, organization=club, role="Treasurer", by=NADIA, now=NOON)
    add_position(person, organization=cyclo, role="Fitter", until=date(2019, 12, 31), by=NADIA, now=NOON)
    assert [one.role for one in positions_of([person.pk])] == ["Buyer", "Treasurer", "Fitter"]
    with refused("position-known"):
        add_position(person, organization=cyclo, role="Buyer", by=NADIA, now=NOON)
    with refused("ends-before-it-begins"):
        change_position(buyer, until=date(2019, 1, 1), by=NADIA, now=NOON)
    assert change_position(buyer, until=NOON.date(), by=NADIA, now=NOON)
    today = NOON.date()
    held, past = people_of(cyclo, today=today)
    assert ([one.role for one in held], [one.role for one in past]) == (["Buyer"], ["Fitter"])
    held, past = people_of(cyclo, today=today + timedelta(days=1))
    assert (held, {one.role for one in past}) == ([], {"Buyer", "Fitter"})
    with refused("organization-in-use"):
        remove_organization(cyclo, by=NADIA, now=NOON)
    assert Organization.objects.filter(pk=cyclo.pk).exists()


def test_organisations_are_listed_by_name_with_their_people() -> None:
    with_two = make_organization("Vélo Bleu")
    for name in ("Abeille", "Zèbre"):
        make_organization(name)
    for _ in range(2):
        add_position(make_person(), organization=with_two, by=NADIA, now=NOON)
    first = organizations_page(most=2, today=NOON.date())
    assert [(row.name, row.people) for row in first.rows] == [("Abeille", 0), ("Vélo Bleu", 2)]
    rest = organizations_page(most=2, after=first.after or "", today=NOON.date())
    assert ([row.name for row in rest.rows], rest.after) == (["Zèbre"], None)
    assert [row.name for row in organizations_page(typed="velo", today=NOON.date()).rows] == ["Vélo Bleu"]
    assert organizations_page(after="nonsense' OR", today=NOON.date()).rows


def test_a_relationship_stands_on_both_records_once() -> None:
    lea, max_ = make_person(given_name="Léa"), make_person(given_name="Max")
    relate(max_, other=lea, kind="household", by=NADIA, now=NOON)
    with refused("relationship-known"):
        relate(lea, other=max_, kind="household", by=NADIA, now=NOON)
    relate(max_, other=lea, kind="referred_by", by=NADIA, now=NOON)
    assert [(one.other, one.way) for one in related_persons([lea.pk])] == [
        (max_, "household"),
        (max_, "referred"),
    ]
    assert [one.way for one in related_persons([max_.pk])] == ["household", "referred_by"]
    with refused("not-two-persons"):
        relate(lea, other=lea, kind="household", by=NADIA, now=NOON)
    remove_relationship(Relationship.objects.get(kind="household"), by=NADIA, now=NOON)
    assert [one.way for one in related_persons([lea.pk])] == ["referred"]


@pytest.mark.parametrize(
    ("basis", "note"), [("", "They said so."), ("consent", ""), ("habit", "They said so.")]
)
def test_who_knows_whom_is_kept_only_with_a_basis_and_a_reason(basis: str, note: str) -> None:
    lea, max_ = make_person(), make_person()
    with refused("basis-missing"):
        relate(lea, other=max_, kind="knows", basis=basis, note=note, by=NADIA, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relationship.objects.create(person=lea, other=max_, kind="knows", created_at=NOON)


def test_a_relationship_with_somebody_withheld_is_hidden() -> None:
    lea, max_ = make_person(), make_person()
    relate(lea, other=max_, kind="knows", basis="consent", note="Both said so.", by=NADIA, now=NOON)
    with purpose("legal_duty"):
        Person.objects.filter(pk=max_.pk).update(is_restricted=True)
        assert len(related_persons([lea.pk])) == 1
    assert related_persons([lea.pk]) == [] and not Relationship.objects.exists()


def test_tags_are_one_word_however_they_are_written() -> None:
    lea = make_person()
    vip = create_tag("VIP", tone="accent", by=NADIA, now=NOON)
    assert tag_named(" vip ", by=NADIA, now=NOON) == vip
    with refused("name-taken"):
        create_tag("Vip", by=NADIA, now=NOON)
    press = tag_named("Presse", by=NADIA, now=NOON)
    with refused("name-taken"):
        change_tag(press, name="vip", tone="neutral", by=NADIA, now=NOON)
    assert put_tag(lea, vip, by=NADIA, now=NOON) and not put_tag(lea, vip, by=NADIA, now=NOON)
    assert take_tag_off(lea, vip, by=NADIA, now=LATER) and not take_tag_off(lea, vip, by=NADIA, now=LATER)
    assert put_tag(lea, vip, by=NADIA, now=LATER)
    assert Tagging.objects.filter(person=lea).count() == 2  # that it was on before is kept
    assert tags_of([lea.pk]) == [vip]


def test_merged_tags_reach_every_record_also_withheld_ones() -> None:
    persons = [make_person() for _ in range(4)]
    old, new = make_tag("Journalist"), make_tag("Press")
    for person in persons[:3]:
        put_tag(person, old, by=NADIA, now=NOON)
    put_tag(persons[2], new, by=NADIA, now=NOON)
    take_tag_off(persons[0], old, by=NADIA, now=LATER)
    put_tag(persons[3], old, by=NADIA, now=NOON)
    with purpose("legal_duty"):
        Person.objects.filter(pk=persons[3].pk).update(is_restricted=True)
        assert merge_tags(old, into=new, by=NADIA, now=LATER) == 2  # persons[1] and the withheld one
        assert {person.pk for person in persons if tags_of([person.pk]) == [new]} == {
            person.pk for person in persons[1:]
        }
        assert not Tag.objects.filter(pk=old.pk).exists()
        assert dict(tags_with_counts()) == {new: 3}
        with refused("same-tag"):
            merge_tags(new, into=new, by=NADIA, now=LATER)


def test_only_a_colleague_who_sees_records_looks_after_one() -> None:
    lea, nadia = make_person(), make_user(roles=("agent",))
    assert set_owner(lea, nadia, by=NADIA, now=NOON) and not set_owner(lea, nadia, by=NADIA, now=NOON)
    for unfit in (make_user(roles=("marketer",)), make_user(roles=("agent",), is_active=False)):
        with refused("owner-unfit"):
            set_owner(lea, unfit, by=NADIA, now=NOON)
    assert set_owner(lea, None, by=NADIA, now=NOON)
    assert AuditEntry.objects.filter(verb="person.owner_set").count() == 2


def test_a_changed_note_keeps_every_wording_and_the_log_none() -> None:
    lea = make_person()
    note = write_note(lea, "Likes tea.\r\nAlways.", by=NADIA, now=NOON)
    assert note.text == "Likes tea.\nAlways."
    assert change_note(note, "Likes coffee.", by=Actor("user", 8, "Karim"), now=LATER)
    assert not change_note(note, "Likes coffee.", by=NADIA, now=LATER)
    change_note(note, "Likes cocoa.", by=NADIA, now=LATER + timedelta(hours=1))
    assert [(one.text, one.author_name, one.at) for one in note.versions.all()] == [
        ("Likes coffee.", "Karim", LATER),
        ("Likes tea.\nAlways.", "Nadia", NOON),
    ]
    assert "Likes" not in str(list(AuditEntry.objects.values()))
    for text, code in (("  \n", "nothing-written"), ("x" * 20_001, "too-long")):
        with refused(code):
            write_note(lea, text, by=NADIA, now=NOON)
    remove_note(note, by=NADIA, now=LATER)
    assert not PersonNote.objects.exists() and not NoteVersion.objects.exists()


def test_a_file_is_typed_by_its_bytes_and_outlives_the_nightly_search(files_folder: Any) -> None:
    lea = make_person()
    kept = keep_file(lea, name="..\\..\\invoice\u202efdp.exe", content=b"%PDF-1.7 x", by=NADIA, now=NOON)
    assert (kept.name, kept.content_type) == ("invoice_fdp.exe", "application/pdf")
    html = keep_file(lea, name="page.html", content=b"<script>alert(1)</script>", by=NADIA, now=NOON)
    assert html.content_type == "text/plain"
    for content, code in ((b"", "file-empty"), (b"x" * (MOST_BYTES + 1), "file-too-large")):
        with refused(code):
            keep_file(lea, name="a", content=content, by=NADIA, now=NOON)
    far = NOON + timedelta(days=36_500)
    with purpose("legal_duty"):
        Person.objects.filter(pk=lea.pk).update(is_restricted=True)
    forget_unnamed_files(now=far)
    assert stored_path(kept.stored_name).exists()  # named by a record that the service does not see
    with purpose("legal_duty"):
        remove_file(kept, by=NADIA, now=NOON)
    forget_unnamed_files(now=far)
    assert not stored_path(kept.stored_name).exists() and stored_path(html.stored_name).exists()


TABLES = (Position, Relationship, CustomValue, Tagging, PersonNote, NoteVersion, RecordFile, Purchase)


def _with_everything() -> Person:
    from parvis.people.actions.custom_values import set_custom_values

    lea = make_person()
    parts = make_record_parts(lea)
    set_custom_values(lea, {parts["field_id"]: "words"}, by=NADIA, now=NOON)
    change_note(PersonNote.objects.get(), "Wrote.", by=NADIA, now=LATER)
    return lea


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_what_hangs_on_a_person_is_seen_with_the_person_alone(model: Any, files_folder: Any) -> None:
    lea = _with_everything()
    assert model.objects.count() == 1
    for declared in ("listening", "prospecting"):
        with purpose(declared):
            assert model.objects.count() == 0
    with purpose("legal_duty"):
        Person.objects.filter(pk=lea.pk).update(is_restricted=True)
        assert model.objects.count() == 1
    assert model.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('parvis.purpose', '', true)")
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
        assert cursor.fetchone() == (0,)


def test_a_purpose_that_rests_on_consent_writes_nothing_on_a_record() -> None:
    from django.db import DatabaseError

    from tests.factories.people import consent_to

    lea = make_person()
    consent_to(lea, "prospecting")
    with purpose("prospecting"):
        assert Person.objects.filter(pk=lea.pk).exists()
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            make_purchase(lea)


def test_joined_records_are_read_together_and_parted_again() -> None:
    one, two = make_person(), make_person()
    put_tag(one, make_tag("A"), by=NADIA, now=NOON)
    put_tag(two, make_tag("B"), by=NADIA, now=NOON)
    write_note(two, "From the other record.", by=NADIA, now=NOON)
    join_persons(one, other=two, evidence="agent_decided", by=NADIA, now=NOON)
    one.refresh_from_db()
    assert [tag.name for tag in tags_of(record_ids(one.pk))] == ["A", "B"]
    assert PersonNote.objects.get().person_id == two.pk  # nothing was moved
