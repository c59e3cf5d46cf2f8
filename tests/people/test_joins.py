"""Two records of one human: joined, read as one, taken apart with both histories as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.models import AuditEntry, StoredEvent
from parvis.people.actions.consents import withdraw_consent
from parvis.people.actions.joins import end_join, join_persons, split_off
from parvis.people.logic.errors import AlreadyJoined, NotJoined, SameRecord
from parvis.people.models import CurrentPersonLink, Person, PersonLink
from parvis.people.reads.canonical import (
    CANONICAL_ID,
    STANDS_ALONE,
    canonical,
    canonical_id,
    canonical_ids,
    record_ids,
    record_ids_of,
    standing_alone,
)
from tests.factories.channels import NOON
from tests.factories.people import consent_to, make_person

CLERK = Actor("user", 7, "Nadia")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def join(one: Person, other: Person) -> PersonLink:
    return join_persons(one, other=other, by=CLERK, now=NOON)


def test_joining_writes_ledger_projection_audit_and_event(service: None) -> None:
    older, newer = make_person(), make_person()
    made = join_persons(
        newer, other=older, evidence="records_compared", probability=0.9987, detail={"note": "same house"},
        by=CLERK, now=NOON,
    )  # fmt: skip
    assert (made.act, made.older_id, made.newer_id, made.evidence, made.probability, made.legal_basis) == (
        "made", older.pk, newer.pk, "records_compared", 0.9987, "legitimate_interest",
    )  # fmt: skip
    assert (made.decided_by_kind, made.decided_by_name, made.at) == ("user", "Nadia", NOON)
    assert [row.link_id for row in CurrentPersonLink.objects.all()] == [made.pk]
    assert set(Person.objects.values_list("pk", "joined_id")) == {
        (older.pk, older.pk),
        (newer.pk, older.pk),
    }
    assert AuditEntry.objects.get(verb="persons.joined").detail["person_ids"] == [older.pk, newer.pk]
    event = StoredEvent.objects.get(name="parvis.people.events.PersonsJoined")
    assert event.payload == {"older_id": older.pk, "newer_id": newer.pk, "person_id": older.pk}


def test_reads_ask_for_all_ids_of_a_human(service: None) -> None:
    one, two, three, alone = (make_person() for _ in range(4))
    join(two, three)
    join(one, three)
    whole = (one.pk, two.pk, three.pk)
    assert record_ids(three.pk) == record_ids(one.pk) == whole
    assert record_ids_of([two.pk, alone.pk, 0]) == {0: (0,), two.pk: whole, alone.pk: (alone.pk,)}
    assert canonical_id(three.pk) == one.pk
    assert canonical_ids([two.pk, alone.pk]) == {two.pk: one.pk, alone.pk: alone.pk}
    assert set(Person.objects.filter(standing_alone()).values_list("pk", flat=True)) == {one.pk, alone.pk}
    assert dict(Person.objects.annotate(whole=canonical()).values_list("pk", "whole")) == {
        **dict.fromkeys(whole, one.pk),
        alone.pk: alone.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {CANONICAL_ID}, count(*), count(*) FILTER (WHERE {STANDS_ALONE}) "
            "FROM people_person p GROUP BY 1 ORDER BY 1"
        )
        assert cursor.fetchall() == [(one.pk, 3, 1), (alone.pk, 1, 1)]


def test_a_chain_is_split_in_the_middle(service: None) -> None:
    one, two, three, four = (make_person() for _ in range(4))
    join(one, two)
    middle = join(two, three)
    join(three, four)
    end_join(middle, by=CLERK, now=LATER, reason="Father and son")
    assert record_ids(two.pk) == (one.pk, two.pk)
    assert record_ids(three.pk) == (three.pk, four.pk)
    ended = PersonLink.objects.get(act="ended")
    assert (ended.ends_id, ended.evidence_detail) == (middle.pk, {"reason": "Father and son"})
    assert StoredEvent.objects.filter(name="parvis.people.events.PersonsParted").count() == 1
    with pytest.raises(NotJoined):
        end_join(middle, by=CLERK, now=LATER)
    # A record that held two others together leaves each of them alone.
    join(two, three)
    assert len(split_off(two, by=CLERK, now=LATER)) == 2
    assert [record_ids(one.pk), record_ids(two.pk)] == [(one.pk,), (two.pk,)]
    with pytest.raises(NotJoined):
        split_off(two, by=CLERK, now=LATER)


def test_what_is_one_already_is_refused(service: None) -> None:
    one, two, three = (make_person() for _ in range(3))
    join(one, two)
    join(two, three)
    with pytest.raises(AlreadyJoined):
        join(three, one)
    with pytest.raises(SameRecord):
        join(one, one)
    assert PersonLink.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_join_the_same_pair_at_once() -> None:
    with purpose("service"):
        pair = make_person(), make_person()
    start, outcomes = Barrier(2), []

    def clerk(one: Person, other: Person) -> None:
        try:
            start.wait(10)
            with purpose("service"):
                join_persons(one, other=other, by=CLERK, now=NOON)
            outcomes.append("joined")
        except AlreadyJoined:
            outcomes.append("already")
        finally:
            connections["default"].close()

    threads = [Thread(target=clerk, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["already", "joined"]
    with purpose("service"):
        assert PersonLink.objects.count() == CurrentPersonLink.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_word_taken_back_while_the_records_are_joined_counts_for_both() -> None:
    with purpose("service"):
        willing, regretting = make_person(), make_person()
        for person in (willing, regretting):
            consent_to(person, "prospecting")
    start = Barrier(2)

    def withdraw() -> None:
        try:
            start.wait(10)
            with purpose("service"):
                withdraw_consent(regretting, purpose="prospecting", by=CLERK, now=LATER)
        finally:
            connections["default"].close()

    thread = Thread(target=withdraw)
    thread.start()
    with purpose("service"):
        start.wait(10)
        join(willing, regretting)
    thread.join(20)
    with purpose("prospecting"):
        assert Person.objects.count() == 0


def seen(name: str) -> set[int]:
    with purpose(name):
        return set(Person.objects.values_list("pk", flat=True))


def test_a_restriction_of_one_record_withholds_all(db: None) -> None:
    with purpose("legal_duty"):
        one, two, three, other = (make_person() for _ in range(4))
        join(one, two)
        join(two, three)
        Person.objects.filter(pk=three.pk).update(is_restricted=True)
    assert seen("service") == seen("moderation") == seen("security") == {other.pk}
    with purpose("legal_duty"):
        link = PersonLink.objects.get(newer_id=three.pk)
        end_join(link, by=CLERK, now=LATER)
    assert seen("service") == {one.pk, two.pk, other.pk}
    with purpose("legal_duty"):
        join(other, three)
    assert seen("service") == {one.pk, two.pk}
    with purpose("legal_duty"):
        Person.objects.filter(pk=three.pk).update(is_restricted=False)
    assert len(seen("service")) == 4


# (what each record says of prospecting, in order) → which of them are seen by e-mail, and by every means, once they
# are joined. Arithmetic: a record needs a "yes" of its own which no joined record answers with "no".
WORDS = [
    (([("", True)], [("", True)]), {0, 1}, {0, 1}),
    (([("", True)], []), {0}, {0}),
    (([("", True)], [("", False)]), set(), set()),
    (([("email", True)], [("email", False)]), set(), set()),
    (([("email", True)], [("sms", False)]), {0}, set()),
    (([("email", True)], [("", False)]), set(), set()),
    (([("email", True)], [("", False), ("email", True)]), {0, 1}, set()),
    (([("", True)], [("", False), ("email", True)]), {0, 1}, set()),
    (([("", True)], [("email", False)]), set(), set()),
    (([("", True)], [("", False), ("", True)]), {0, 1}, {0, 1}),
    (([("", True), ("", False)], [("sms", True)]), set(), set()),
]


@pytest.mark.parametrize(("words", "by_mail", "by_all"), WORDS)
def test_the_most_restrictive_word_wins(
    db: None, words: tuple[list[tuple[str, bool]], ...], by_mail: set[int], by_all: set[int]
) -> None:
    with purpose("service"):
        persons = [make_person() for _ in words]
        say = list(zip(persons, words, strict=True))
        for person, its_words in say[:1]:
            _say(person, its_words)
        made = join(*persons)
        for person, its_words in say[1:]:  # what is said after joining counts as what was said before
            _say(person, its_words)
    numbers = {person.pk: at for at, person in enumerate(persons)}
    for code, left in (("prospecting.email", by_mail), ("prospecting", by_all)):
        assert {numbers[pk] for pk in seen(code)} == left
        with purpose(code), connection.cursor() as cursor:
            cursor.execute("SELECT people_find('martin', 10)")
            assert {numbers[pk] for (pk,) in cursor.fetchall()} == left
    with purpose("service"):
        end_join(made, by=CLERK, now=LATER)
    alone = {at for at, its_words in enumerate(words) if _alone(its_words)}
    assert {numbers[pk] for pk in seen("prospecting.email")} == alone


def _say(person: Person, words: list[tuple[str, bool]]) -> None:
    for channel, is_given in words:
        if is_given:
            consent_to(person, "prospecting", channel=channel)
        else:
            withdraw_consent(person, purpose="prospecting", channel=channel, by=SYSTEM, now=NOON)


def _alone(words: list[tuple[str, bool]]) -> bool:
    last: dict[str, bool] = {}
    for channel, is_given in words:
        last = {channel: is_given} if not channel else {**last, channel: is_given}
    return last.get("email", last.get("", False))
