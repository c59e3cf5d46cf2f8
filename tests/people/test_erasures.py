"""Erasing somebody everywhere: nothing is left, nothing comes back, a kill changes nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author
from parvis.channels.models import Batch
from parvis.conversations.models import Message
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.listening.models import Mention
from parvis.people.actions.erasures import erasure_steps, run_erasure, start_erasure, tell_recipient
from parvis.people.actions.joins import join_persons
from parvis.people.actions.links import link_identity
from parvis.people.actions.persons import create_person
from parvis.people.actions.restriction import object_for
from parvis.people.actions.rights_archive import build_archive, content_of, order_archive
from parvis.people.models import Erasure, Identity, Person, Tombstone
from parvis.people.reads.erasures import preview_erasure
from tests.factories.accounts import make_user
from tests.factories.api import api_as
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.conversations import make_queue, receive, said
from tests.factories.people import make_contact_point, make_identity, make_person
from tests.factories.rights import (
    EMAIL,
    FAMILY,
    HANDLE,
    NAME,
    PHONE,
    PUBLIC,
    SAID,
    make_request,
    plant_person,
)
from tests.jobs import run_waiting_jobs
from tests.processes import environment, wait_until

WORDS = (NAME, FAMILY, EMAIL, PHONE, HANDLE, SAID, PUBLIC, "Q-778899")
# Where a word may stay, and why.
LEFT = {
    # the request itself, as proof that it was answered; five years
    "people_rights_request", "people_rights_step",
}  # fmt: skip


def places_of(words: tuple[str, ...]) -> dict[str, set[str]]:
    """Every table of the database, read whole as its owner: word → tables in which it stands."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET row_security = off")
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found: dict[str, set[str]] = {}
        for word in words:
            for table in tables:
                cursor.execute(
                    f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ILIKE %s)', [f"%{word}%"]
                )
                if cursor.fetchone()[0]:
                    found.setdefault(word, set()).add(table)
        return found


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_no_word_of_an_erased_person_stands_in_any_table(files_folder, database_addresses):
    person, _handles, _feed = plant_person(file=b"secret")
    assert set(places_of(WORDS)) == {*WORDS}, "what is looked for was there"
    request = make_request("erasure", person_ids=[person.pk])
    preview = preview_erasure([person.pk], [])
    assert {one.table: one.count for one in preview.rows}["people_contact_point"] == 2
    assert {one.table: one.count for one in preview.mentioned}["listening_mention"] == 1
    erasure = start_erasure(person_ids=[person.pk], request=request, by=SYSTEM, now=NOON + timedelta(days=1))
    run_waiting_jobs(database_addresses, PARVIS_FILES=str(files_folder))
    with purpose("legal_duty"):
        erasure.refresh_from_db()
        assert (erasure.state, erasure.sealed_words) == (Erasure.DONE, "")
        assert erasure.steps_done == [name for name, _step in erasure_steps()]
        assert erasure.counts["people_person"] == 1
    left = {word: tables - LEFT for word, tables in places_of(WORDS).items() if tables - LEFT}
    assert left == {}
    # What somebody else said in public stays, without the handle and the address.
    assert Mention.objects.get(external_id="p2").text == "What […] says, and […]."
    # Whose words they were is known by nobody, and erasing again finds nothing.
    assert not run_erasure(erasure.pk, now=utc_now())


SCRIPT = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.clock import utc_now
from parvis.foundation.events import deliver_now
from parvis.people.actions import erasures
stop_at = int(sys.argv[2])
steps = erasures.erasure_steps()
def halted(number, step):
    def run(erasure):
        done = step(erasure)
        if number == stop_at:
            # Its rows are gone, but nothing is committed: here the machine dies.
            print("there", flush=True)
            signal.pause()
        return done
    return run
erasures.erasure_steps = lambda: [(name, halted(n, step)) for n, (name, step) in enumerate(steps)]
erasures.run_erasure(int(sys.argv[1]), now=utc_now())
"""


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_process_killed_in_the_middle_of_each_step_changes_nothing_at_the_end(
    files_folder, database_addresses
):
    person, _handles, _feed = plant_person()
    erasure = start_erasure(
        person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON + timedelta(days=1)
    )
    reached = environment(database_addresses, PARVIS_FILES=str(files_folder))
    count = len(erasure_steps())
    for step in (0, count // 2, count - 1):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(erasure.pk), str(step)],
            env=reached,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert wait_until(process.stdout.readline, what="the step was reached") == "there\n"
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        process.stdout.close()
        with purpose("legal_duty"):
            erasure.refresh_from_db()
        assert len(erasure.steps_done) == step, "what was not committed is not noted"
    assert run_erasure(erasure.pk, now=utc_now())
    assert places_of(WORDS) == {}
    with purpose("legal_duty"):
        erasure.refresh_from_db()
        # Every row was counted once, whatever was begun and rolled back.
        assert (erasure.counts["people_person"], erasure.counts["conversations_message"]) == (1, 1)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_import_in_the_middle_of_an_erasure_brings_nothing_back(files_folder, database_addresses):
    person, _handles, feed = plant_person()
    # A page was received and not stored yet; another comes after the tombstones, before the first step.
    waiting = receive_items(
        feed,
        [make_item(f"{PUBLIC} again", external_id="p3", author=Author(HANDLE, NAME))],
        cursor=None,
        now=NOON,
    )
    erasure = start_erasure(
        person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON + timedelta(days=1)
    )
    other = make_connection("file", channel="mastodon")
    hear(other, make_item(f"{PUBLIC} elsewhere", external_id="x1", author=Author(f"@{HANDLE.upper()}", NAME)))
    box = make_connection("email", channel="email")
    receive(box, said(f"{SAID} from the archive", external_id="m9", author=Author(EMAIL, NAME)))
    run_erasure(erasure.pk, now=utc_now())
    for event_id in waiting.event_ids:
        deliver_now(event_id)
    assert Batch.objects.filter(payload__isnull=False).count() == 0
    assert places_of(WORDS) == {}
    # An export read again afterwards is the same.
    third = make_connection("file", channel="mastodon")
    hear(third, make_item(f"{PUBLIC} once more", external_id="y1", author=Author(HANDLE, NAME)))
    assert places_of(WORDS) == {}
    # What they write themselves afterwards is theirs: they have turned to us again.
    back = make_item(
        "A new question.", addressed=True, author=Author(EMAIL), published_at=NOON + timedelta(days=2)
    )
    receive(box, back)
    assert Message.objects.filter(text="A new question.").count() == 1
    assert Identity.objects.get(handle=EMAIL).pk not in erasure.identity_ids


@pytest.mark.django_db
def test_an_objection_stops_the_listening_and_erases_nothing():
    make_queue(is_default=True)
    feed = make_connection("file", channel="mastodon")
    hear(feed, make_item("Before.", author=Author("loud")))
    identity = Identity.objects.get(handle="loud")
    assert object_for([], [identity.pk], purposes=["listening"], by=SYSTEM, now=NOON) == 1
    hear(feed, make_item("After.", author=Author("loud")), make_item("Beside.", author=Author("other")))
    assert set(Mention.objects.values_list("text", flat=True)) == {"Before.", "Beside."}
    stone = Tombstone.objects.get()
    assert (stone.is_erased, stone.bars_collection) == (False, True)
    # Written to us, by mail or otherwise, it is a question like any other.
    hear(feed, make_item("To you.", author=Author("loud"), addressed=True))
    assert Message.objects.filter(text="To you.").exists()


@pytest.mark.django_db
def test_recipients_are_told_once_each():
    make_connection("email", channel="email", name="Support")
    with purpose("service"):
        person = make_person()
    erasure = start_erasure(person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON)
    keys = [one["key"] for one in erasure.recipients]
    assert len(keys) == 1 and keys[0].startswith("connection:")
    assert tell_recipient(erasure, key=keys[0], by=SYSTEM, now=NOON)
    assert not tell_recipient(erasure, key=keys[0], by=SYSTEM, now=NOON)
    assert not tell_recipient(erasure, key="connection:none", by=SYSTEM, now=NOON)


@pytest.mark.django_db
def test_records_joined_with_it_are_the_same_human_and_go_with_it(files_folder):
    with purpose("service"):
        one, two = make_person(given_name=NAME), make_person(given_name=NAME)
        join_persons(one, other=two, by=SYSTEM, now=NOON)
    erasure = start_erasure(person_ids=[two.pk], in_background=False, by=SYSTEM, now=NOON)
    run_erasure(erasure.pk, now=NOON)
    with purpose("legal_duty"):
        assert set(Person.objects.values_list("given_name", "is_restricted")) == {("", True)}


@pytest.mark.django_db
def test_an_erasure_is_seen_for_a_legal_duty_alone():
    with purpose("service"):
        person = make_person()
    start_erasure(person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON)
    make_request("erasure", person_ids=[person.pk])
    for name, count in (("service", 0), ("security", 0), ("prospecting", 0), ("legal_duty", 1)):
        with purpose(name), connection.cursor() as cursor:
            for table in (
                "people_erasure",
                "people_rights_request",
                "people_rights_subject",
                "people_rights_step",
            ):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (count,), (name, table)
    # The owner's functions ask for the duty themselves.
    with pytest.raises(DatabaseError, match="legal duty"), purpose("service"), connection.cursor() as cursor:
        cursor.execute("SELECT people_forget_requests(ARRAY[1]::bigint[])")


@pytest.mark.django_db
def test_no_program_brings_an_erased_person_back_unasked(files_folder):
    with purpose("service"):
        person = make_person(customer_number="X-1")
        make_contact_point(person, "gone@example.org")
    erasure = start_erasure(person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON)
    run_erasure(erasure.pk, now=NOON)
    api = api_as("administrator")
    for body in (
        {"given_name": "A", "emails": ["Gone@Example.org"]},
        {"given_name": "B", "customer_number": "X-1"},
    ):
        answer = api.ask("POST", "people", body)
        assert (answer.status_code, answer.data["code"]) == (409, "erased-before")
        assert api.ask("POST", "people", body | {"has_come_back": True}).status_code == 201
    with purpose("service"):
        # A colleague who speaks with them decides for themselves.
        create_person(
            given_name="A", emails=["gone@example.org"], address_may_be_shared=True, by=SYSTEM, now=NOON
        )


@pytest.mark.django_db
def test_a_colleague_who_makes_the_record_again_is_asked_why(client, files_folder):
    with purpose("service"):
        person = make_person(customer_number="X-1")
        make_contact_point(person, "gone@example.org")
        handle = make_identity("gone@m.example", channel="mastodon")
        link_identity(handle, person=person, by=SYSTEM, now=NOON)
    erasure = start_erasure(person_ids=[person.pk], in_background=False, by=SYSTEM, now=NOON)
    run_erasure(erasure.pk, now=NOON)
    client.force_login(make_user(roles=("agent",)))
    again = make_identity("gone@m.example", channel="mastodon")
    for typed in ({"email": "Gone@Example.org"}, {"customer_number": "X-1"}, {"identity": again.pk}):
        told = client.get("/people/new/duplicates/", typed).content.decode()
        assert "was erased by right on" in told, typed
        given = {"given_name": "Ana", **typed}
        refused = client.post("/people/new/", given)
        assert refused.status_code == 400 and "They turned to us again" in refused.content.decode(), typed
        assert client.post("/people/new/", {**given, "has_come_back": "1"}).status_code == 302
        with purpose("service"):
            Person.objects.filter(given_name="Ana").update(given_name="Back")
    assert (
        "erased by right"
        not in client.get("/people/new/duplicates/", {"email": "new@example.org"}).content.decode()
    )


COPY = """
import os, signal, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.clock import utc_now
from parvis.people.actions import rights_archive
write = rights_archive._write_sealed
written = []
def halted(path, pieces):
    write(path, pieces)
    written.append(path)
    if len(written) == 2:
        # The second part lies on the disk and is not noted: here the machine dies.
        print("there", flush=True)
        signal.pause()
rights_archive._write_sealed = halted
rights_archive.build_archive(int(sys.argv[1]), now=utc_now())
"""


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_copy_whose_builder_was_killed_goes_on_with_the_next_part(files_folder, database_addresses):
    person, _handles, _feed = plant_person()
    request = make_request("access", person_ids=[person.pk])
    archive = order_archive(request, by=SYSTEM, now=NOON)
    process = subprocess.Popen(
        [sys.executable, "-c", COPY, str(archive.pk)],
        env=environment(database_addresses, PARVIS_FILES=str(files_folder)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert wait_until(process.stdout.readline, what="two parts were written") == "there\n"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()
    with purpose("legal_duty"):
        archive.refresh_from_db()
        assert (archive.state, archive.parts_done) == ("waiting", ["people"])
    assert build_archive(archive.pk, now=utc_now())
    with purpose("legal_duty"):
        archive.refresh_from_db()
    assert archive.state == "ready" and archive.parts_done[:3] == ["people", "conversations", "listening"]
    content = b"".join(content_of(archive))
    assert content.startswith(b"PK") and len(content) == archive.size_bytes
    assert [path.name for path in (files_folder / "rights").iterdir()] == [f"{archive.pk}-whole.sealed"]
