"""Files of customers: compared before anything is kept, kept once, taken back."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.models import AuditEntry
from parvis.people.actions import customer_compare, customer_import, customer_keep
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.customer_files import store_customer_file
from parvis.people.actions.customer_keep import begin_keeping, decide_row, keep_customers
from parvis.people.actions.customer_undo import begin_undoing, undo_customers
from parvis.people.actions.persons import change_person
from parvis.people.models import (
    Consent,
    ContactPoint,
    CurrentConsent,
    CurrentLink,
    ExternalId,
    ImportRow,
    OptOut,
    PeopleImport,
    Person,
    PersonVersion,
)
from parvis.people.reads.proofs import proofs_of
from tests.factories.people import make_contact_point, make_identity, make_person
from tests.people.customers.conftest import CLERK, NOON, Handed, states
from tests.processes import environment, wait_until


def kept(run: PeopleImport) -> PeopleImport:
    begin_keeping(run, by=CLERK, now=NOON, in_background=False)
    return keep_customers(run.pk, clock=lambda: NOON)


def test_a_row_is_new_changed_unchanged_alike_or_refused(handed_in: Handed) -> None:
    with purpose("service"):
        known = make_person(given_name="Léa", family_name="Roux", customer_number="C-1", city="")
        same = make_person(given_name="Ines", family_name="Diallo", customer_number="C-2", city="Nice")
        make_contact_point(
            make_person(given_name="Paul", family_name="Petit", customer_number=None), "p@example.org"
        )
        make_person(given_name="Anna", family_name="Weber", customer_number=None, city="Lille")
        hidden = make_person(given_name="Jo", family_name="Secret", customer_number="C-9")
    with purpose("legal_duty"):
        Person.objects.filter(pk=hidden.pk).update(is_restricted=True)
    run = handed_in(
        "Customer number;First name;Last name;E-mail;City\n"
        "C-1;Léa;Roux;lea@example.org;Lyon\n"
        "C-2;Ines;Diallo;;Nice\n"
        "C-3;Tom;Neuf;tom@example.org;Paris\n"
        ";Marie;Petit;p@example.org;\n"
        ";Anna;Weber;;Lille\n"
        "C-9;Jo;Secret;;\n"
        "C-3;Tom;Again;;\n"
        ";;;;\n"
        ";;;not an address;Paris\n"
        ";=cmd();Evil;;\n"
    )
    assert states(run) == [
        (2, "changed", ""), (3, "same", ""), (4, "new", ""), (5, "alike", ""), (6, "alike", ""),
        (7, "refused", "restricted"), (8, "refused", "repeated"), (10, "refused", "nobody"), (11, "refused", "formula"),
    ]  # fmt: skip
    with purpose("service"):
        rows = {row.line: row for row in ImportRow.objects.filter(run=run)}
        assert rows[2].differences == {"city": ["", "Lyon"], "points": ["", "lea@example.org"]}
        assert (rows[2].person_id, rows[3].person_id) == (known.pk, same.pk)
        assert [one["why"] for one in rows[5].candidates] == ["address"]
        assert [one["why"] for one in rows[6].candidates] == ["name"]
        assert rows[8].detail == "4"
    assert run.counts == {"new": 1, "changed": 1, "same": 1, "alike": 2, "refused": 4, "left_out": 0}
    assert run.state == "compared"


def test_what_is_kept_is_kept_once_and_undone_where_nobody_touched_it(handed_in: Handed) -> None:
    with purpose("service"):
        known = make_person(given_name="Léa", family_name="Roux", customer_number="C-1", city="")
        writer = make_identity("tom@example.org", channel="email")
    content = (
        "id,Customer number,First name,Last name,E-mail,City,tags\n"
        "a1,C-1,Léa,Roux,lea@example.org,Lyon,vip\n"
        "a2,C-3,Tom,Neuf,tom@example.org; t2@example.org,Paris,vip; old\n"
        "a3,C-4,Zoé,Neuve,,Paris,\n"
    )
    run = kept(handed_in(content))
    assert (run.state, run.counts["created"], run.counts["changed"]) == ("done", 2, 1)
    with purpose("service"):
        known.refresh_from_db()
        assert (known.city, list(known.contact_points.values_list("value", flat=True))) == (
            "Lyon",
            ["lea@example.org"],
        )
        tom = Person.objects.get(customer_number="C-3")
        assert list(known.taggings.values_list("tag__name", flat=True)) == ["vip"]
        assert (tom.origin, tom.created_by_id) == ("import", CLERK.id)
        assert set(tom.taggings.values_list("tag__name", flat=True)) == {"vip", "old"}
        assert set(ExternalId.objects.values_list("system", "external_id")) == {
            ("crm", "a1"),
            ("crm", "a2"),
            ("crm", "a3"),
        }
        assert CurrentLink.objects.get(identity=writer).person_id == tom.pk
    # The same file again: nothing is new, whatever was kept.
    again = handed_in(content)
    assert again.counts == {"same": 3, "left_out": 0}
    with purpose("service"):
        zoe = Person.objects.get(customer_number="C-4")
    begin_undoing(run, by=CLERK, now=NOON, in_background=False)
    undone = undo_customers(run.pk, clock=lambda: NOON)
    assert undone.state == "undone"
    with purpose("service"):
        known.refresh_from_db()
        assert (known.city, known.contact_points.count(), known.taggings.count()) == ("", 0, 0)
        assert not Person.objects.filter(pk=zoe.pk).exists()
        # Tom's handle was linked meanwhile: a ledger tells of him, so he stays.
        assert Person.objects.filter(pk=tom.pk).exists()
        assert PersonVersion.objects.filter(person_id=zoe.pk, position=None).exists()
    assert (undone.counts["undone"], undone.counts["kept"]) == (2, 1)


@pytest.mark.parametrize(
    ("rule", "state", "city"),
    [("fill", "same", "Nice"), ("overwrite", "changed", "Lyon"), ("ask", "ask", "Nice")],
)
def test_the_rule_says_who_is_right(handed_in: Handed, rule: str, state: str, city: str) -> None:
    with purpose("service"):
        known = make_person(customer_number="C-1", city="Nice")
    PersonVersion.objects.all()
    with purpose("legal_duty"):
        PersonVersion.objects.update(changed_at=NOON - timedelta(days=30))
    run = handed_in("Customer number,City\nC-1,Lyon\n", rule=rule)
    assert states(run) == [(2, state, "")]
    kept(run)
    with purpose("service"):
        known.refresh_from_db()
    assert known.city == city


def test_a_newer_value_is_not_overwritten_without_a_word(handed_in: Handed) -> None:
    with purpose("service"):
        one, two = (make_person(customer_number=f"C-{n}", city="Nice") for n in (1, 2))
    # Both were changed here after the file was written.
    run = handed_in(
        "Customer number,City\nC-1,Lyon\nC-2,Lyon\n", rule="overwrite", as_of=NOON - timedelta(days=9000)
    )
    assert [state for _, state, _ in states(run)] == ["ask", "ask"]
    with purpose("service"):
        decide_row(ImportRow.objects.get(run=run, line=2), decision="take", by=CLERK, now=NOON)
        change_person(two, city="Brest", by=CLERK, now=NOON)
    kept(run)
    with purpose("service"):
        assert [Person.objects.get(pk=person.pk).city for person in (one, two)] == ["Lyon", "Brest"]


def test_a_change_made_between_comparing_and_keeping_stands(handed_in: Handed) -> None:
    with purpose("service"):
        known = make_person(customer_number="C-1", city="")
    run = handed_in("Customer number,City\nC-1,Lyon\n")
    with purpose("service"):
        change_person(known, city="Brest", by=CLERK, now=NOON)
    kept(run)
    with purpose("service"):
        known.refresh_from_db()
    assert known.city == "Brest"


def test_somebody_says_whether_it_is_the_same_person(handed_in: Handed) -> None:
    with purpose("service"):
        known = make_person(given_name="Anna", family_name="Weber", customer_number=None, city="Lille")
    run = handed_in(
        "First name,Last name,City,E-mail\nAnna,Weber,Lille,a@example.org\nAnna,Weber,Lille,b@example.org\n"
    )
    assert [state for _, state, _ in states(run)] == ["alike", "alike"]
    with purpose("service"):
        first, second = ImportRow.objects.filter(run=run).order_by("line")
        decide_row(first, decision="take", person_id=known.pk, by=CLERK, now=NOON)
        decide_row(second, decision="make", by=CLERK, now=NOON)
    kept(run)
    with purpose("service"):
        assert ContactPoint.objects.get(value="a@example.org").person_id == known.pk
        assert ContactPoint.objects.get(value="b@example.org").person_id != known.pk
        assert Person.objects.count() == 2


def test_a_kill_between_chunks_repeats_nothing(handed_in: Handed, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (customer_import, customer_compare, customer_keep):
        monkeypatch.setattr(module, "CHUNK", 2)
    lines = "".join(f"C-{n},Person {n}\n" for n in range(7))
    run = handed_in("Customer number,Last name\n" + lines)
    assert run.counts["new"] == 7
    begin_keeping(run, by=CLERK, now=NOON, in_background=False)
    real = customer_keep._run
    calls = []

    def killed(statements: list[str], facts: dict[str, object]) -> None:
        calls.append(1)
        if len(calls) == 5:  # in the middle of the second chunk
            raise KeyboardInterrupt
        real(statements, facts)

    monkeypatch.setattr(customer_keep, "_run", killed)
    with pytest.raises(KeyboardInterrupt):
        keep_customers(run.pk, clock=lambda: NOON)
    with purpose("service"):
        assert Person.objects.count() == 2
    monkeypatch.setattr(customer_keep, "_run", real)
    assert keep_customers(run.pk, clock=lambda: NOON).counts["created"] == 7
    with purpose("service"):
        assert Person.objects.count() == 7


IMPORT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from django.conf import settings
settings.FILES_FOLDER = sys.argv[2]
from parvis.people.actions import customer_compare, customer_import, customer_keep
for module in (customer_import, customer_compare, customer_keep):
    module.CHUNK = 20
customer_import.read_customers(int(sys.argv[1]))
customer_keep.keep_customers(int(sys.argv[1]))
"""


def test_killed_in_earnest_it_goes_on_and_nothing_is_lost_or_twice(
    transactional_db: None, settings: Any, database_addresses: tuple[str, str]
) -> None:
    lines = "".join(f"C-{n},Person{n},p{n}@example.org,{n}\n" for n in range(400))
    path = store_customer_file(io.BytesIO(f"Customer number,Last name,E-mail,id\n{lines}".encode()).read)
    run = customer_import.open_import(path.name, file_name="customers.csv", by=CLERK, now=NOON)
    mapping = {int(at): field for at, field in run.mapping.items()}
    customer_import.begin_reading(
        run, mapping=mapping, rule="fill", system="crm", by=CLERK, now=NOON, in_background=False
    )

    def killed_when(further: Callable[[PeopleImport], bool]) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(run.pk), str(settings.FILES_FOLDER)],
            env=environment(database_addresses),
        )
        wait_until(
            lambda: further(PeopleImport.objects.get(pk=run.pk)) or process.poll() is not None,
            what="some chunks are written",
        )
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)

    killed_when(lambda now: now.rows >= 40)  # while the file is read, or compared
    run = customer_import.read_customers(run.pk)
    assert (run.state, run.counts["new"]) == ("compared", 400)
    begin_keeping(run, by=CLERK, now=NOON, in_background=False)
    killed_when(lambda now: now.done_upto > 0)
    assert keep_customers(run.pk).counts["created"] == 400
    with purpose("service"):
        assert sorted(Person.objects.values_list("customer_number", flat=True)) == sorted(
            f"C-{n}" for n in range(400)
        )
        assert ContactPoint.objects.count() == ExternalId.objects.count() == 400


def test_a_consent_needs_its_words_its_day_and_its_source(handed_in: Handed) -> None:
    head = "Customer number,Last name,Email optin,Consent date,Consent wording,Consent source\n"
    run = handed_in(
        head
        + "C-1,Un,yes,2024-03-01,I agree to receive offers.,order form\nC-2,Deux,yes,2024-03-01,,order form\n"
        "C-3,Trois,no,,,\n"
    )
    assert states(run) == [(2, "new", ""), (3, "refused", "consent-without-proof"), (4, "new", "")]
    kept(run)
    with purpose("legal_duty"):
        found = list(Consent.objects.order_by("pk").values_list("is_given", "wording", "channel"))
    assert found == [(True, "I agree to receive offers.", "email"), (False, "", "email")]


def test_words_of_new_records_are_noted_at_once_as_one_by_one(handed_in: Handed) -> None:
    """The same file once more by each way: the same ledger, seals that hold, the same refusals kept."""
    head = "Customer number,Last name,E-mail,Email optin,Consent date,Consent wording,Consent source\n"
    lines = [
        ",yes,2024-03-01,I agree to receive offers.,order form\n",
        ",no,,,\n",
        ",yes,2024-04-02,I agree to receive offers.,order form\n",
    ]
    found = []
    for way in ("a", "b"):
        with pytest.MonkeyPatch.context() as patch:
            if way == "b":
                patch.setattr(customer_keep, "_first_words", lambda rows: ([], rows))
            run = kept(
                handed_in(
                    head
                    + "".join(f"{way}{n},N{n},{way}{n}@example.org{line}" for n, line in enumerate(lines))
                )
            )
        assert run.counts["created"] == 3
        with purpose("legal_duty"):
            persons = Person.objects.filter(customer_number__startswith=way).order_by("customer_number")
            points = ContactPoint.objects.filter(person__in=persons).order_by("value")
            hashes = list(points.values_list("value_hash", flat=True))
            of_way = []
            for person in persons:
                (proof,) = proofs_of(person.pk)
                assert proof.verdict == "intact"
                row = proof.consent
                (now,) = CurrentConsent.objects.filter(person=person)
                (audited,) = AuditEntry.objects.filter(object_id=str(person.pk), verb__startswith="consent.")
                of_way.append(
                    (row.purpose, row.channel, row.is_given, row.wording, row.wording_version, row.form, row.at,
                     row.valid_until, row.proof["line"], now.is_given, now.valid_until, now.consent_id == row.pk,
                     audited.verb, audited.detail["proof"] == row.seal[:16])
                )  # fmt: skip
            kept_ones = OptOut.objects.filter(value_hash__in=hashes).values_list("purpose", "channel")
            assert list(OptOut.objects.values_list("value_hash", flat=True))[-1] == hashes[1]
            found.append((of_way, list(kept_ones)))
    assert found[0] == found[1] and len(found[0][1]) == 1


def test_a_refusal_in_the_same_file_is_met_by_whoever_shares_the_address(handed_in: Handed) -> None:
    head = "Customer number,Last name,E-mail,Email optin,Consent date,Consent wording,Consent source\n"
    yes = "yes,2024-03-01,I agree to receive offers.,order form\n"
    kept(
        handed_in(
            f"{head}A,Un,shared@example.org,no,,,\nB,Deux,shared@example.org,{yes}C,Trois,c@example.org,{yes}"
        )
    )
    with purpose("legal_duty"):
        words = CurrentConsent.objects.order_by("person__customer_number").values_list("is_given", flat=True)
        assert list(words) == [False, False, True]


def test_who_was_erased_after_the_file_was_written_does_not_come_back(handed_in: Handed) -> None:
    from parvis.people.actions.tombstones import set_tombstones, stones_of

    with purpose("legal_duty"):
        known = make_person(customer_number="C-77")
        make_contact_point(known, "gone@example.org")
    run = handed_in("First name,Last name,E-mail\nAnn,Gone,gone2@example.org\nBob,Stays,bob@example.org\n")
    with purpose("legal_duty"):
        add_contact_point(known, kind="email", value="gone2@example.org", by=CLERK, now=NOON)
        set_tombstones(stones_of([known.pk], []), bars_collection=False, now=NOON + timedelta(hours=1))
    kept(run)
    with purpose("service"):
        assert not Person.objects.filter(family_name="Gone").exists()
        assert Person.objects.filter(family_name="Stays").exists()
        row = ImportRow.objects.get(run=run, line=2)
        assert (row.result, row.reason, row.given_name, row.points) == ("left", "erased", "", [])


def test_a_new_row_that_is_much_like_a_record_waits_for_a_word(handed_in: Handed) -> None:
    from parvis.people.actions.duplicates import refresh_suggestions
    from tests.factories.api import api_as

    with purpose("service"):
        known = make_person(
            given_name="Stéphanie", family_name="Lefebvre", customer_number=None, city="Quimper"
        )
        make_contact_point(known, "stephanie.lefebvre@example.org")
    with purpose("service"):
        refresh_suggestions(now=NOON)
    run = handed_in(
        "First name,Last name,City,E-mail\nStephanie,Lefèvre,Quimper,stephanie.lefebvre@example.com\nTom,Neuf,Paris,\n"
    )
    with purpose("service"):
        found = {
            row.line: (row.state, [one["why"] for one in row.candidates])
            for row in ImportRow.objects.filter(run=run)
        }
    assert found == {2: ("alike", ["alike"]), 3: ("new", [])}
    asked = {
        "given_name": "Stephanie",
        "family_name": "Lefèvre",
        "city": "Quimper",
        "email": "stephanie.lefebvre@example.com",
    }
    assert [one["id"] for one in api_as("agent").get("likely-persons", **asked).data["items"]] == [known.pk]
