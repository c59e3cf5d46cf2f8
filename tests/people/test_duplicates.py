"""Duplicates suggested: found by keys, weighed, decided by a human, never asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.contact_points import add_contact_point
from parvis.people.actions.duplicates import (
    accept_suggestion,
    reconsider_pair,
    refresh_suggestions,
    refuse_suggestion,
    take_apart,
    undo_join,
)
from parvis.people.actions.erase import erase_person
from parvis.people.actions.joins import join_persons
from parvis.people.actions.match_weights import FEWEST, learn_weights
from parvis.people.actions.persons import change_person, create_person
from parvis.people.logic.errors import NotJoined
from parvis.people.logic.joins import NotSuggested
from parvis.people.logic.resolution.matching import Reason
from parvis.people.logic.resolution.online import Held
from parvis.people.models import (
    MatchKey,
    MatchWeights,
    Person,
    PersonLink,
    RefusedJoin,
    StaleRecord,
    SuggestedJoin,
)
from parvis.people.reads.alike import records_alike, weights_in_force
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.suggestions import open_suggestions, side_by_side, waiting
from tests.factories.channels import NOON
from tests.factories.people import make_person
from tests.people.resolution import french_records

CLERK = Actor("user", 7, "Nadia")
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def new(given_name: str, family_name: str, city: str = "", email: str = "", phone: str = "") -> Person:
    return create_person(
        given_name=given_name, family_name=family_name, city=city, emails=[email] if email else [],
        phones=[phone] if phone else [], address_may_be_shared=True, by=CLERK, now=NOON,
    )  # fmt: skip


def refresh() -> None:
    while refresh_suggestions(now=NOON):
        pass


def pairs() -> dict[tuple[int, int], float]:
    return {
        (one.older_id, one.newer_id): one.probability
        for one in SuggestedJoin.objects.filter(state=SuggestedJoin.OPEN)
    }


def twice() -> tuple[Person, Person]:
    return (
        new("Gwenaëlle", "Quéméner", "Brest", "gwen.quemener@example.org", "06 12 34 56 78"),
        new("Gwenaelle", "Quemener", "Brest", "", "+33 6 12 34 56 78"),
    )


def test_a_record_made_twice_is_suggested_with_its_reasons(service: None) -> None:
    one, two = twice()
    new("Paul", "Weiss", "Brest")
    new("Gwenaëlle", "Traoré", "Brest")
    refresh()
    assert list(pairs()) == [(one.pk, two.pk)]
    (suggestion,) = open_suggestions(is_sure=True)
    assert suggestion.probability > 0.99
    fields = [field for field, _, _ in suggestion.reasons]
    assert fields[:5] == ["", "surname", "given_name", "city", "phone"]
    # The waterfall adds up to the odds.
    odds = sum(bits for _, _, bits in suggestion.reasons)
    assert suggestion.probability == pytest.approx(1 / (1 + 2.0**-odds), abs=1e-6)
    assert (waiting().sure, waiting().likely) == (1, 0)
    assert Person.objects.filter(joined_id__isnull=False).count() == 0  # likeness joins nothing
    beside = side_by_side(one, two)
    assert {field.name: field.likeness for field in beside.fields} == {
        "given_name": "nearly", "family_name": "nearly", "city": "same", "email": "one-sided", "phone": "same",
    }  # fmt: skip


def test_a_family_with_one_address_is_not_one_person(service: None) -> None:
    new("Hélène", "Abgrall", "Brest", "famille.abgrall@example.org", "02 98 11 22 33")
    new("Yves", "Abgrall", "Brest", "famille.abgrall@example.org", "02 98 11 22 33")
    refresh()
    assert [one for one in pairs().values() if one >= 0.99] == []


def test_different_customer_numbers_speak_against_a_pair(service: None) -> None:
    one = new("Gwenaëlle", "Quéméner", "Brest", "gwen@example.org")
    asked = Held("Quéméner", "Gwenaelle", "Brest", emails=("gwen@example.org",))
    refresh_suggestions(now=NOON)
    (before,) = records_alike(asked)
    assert records_alike(replace(asked, number="C-1")) == [before]  # the other has none
    change_person(one, customer_number="C-2", by=CLERK, now=NOON)
    assert records_alike(replace(asked, number="C-2")) == [before]
    (apart,) = records_alike(replace(asked, number="C-1"), at_least=0.01)
    assert [*before.reasons, Reason("customer_number", "different", pytest.approx(-3.3219, abs=1e-4))] == [
        *apart.reasons
    ]
    odds, less = (one.probability / (1 - one.probability) for one in (before, apart))
    assert less == pytest.approx(odds / 10, rel=1e-3)
    assert records_alike(replace(asked, number="C-1"), at_least=before.probability) == []


def test_a_refused_pair_leaves_a_hash_alone_and_is_never_proposed_again(service: None) -> None:
    one, two = twice()
    refresh()
    refuse_suggestion(SuggestedJoin.objects.get(), by=CLERK, now=LATER)
    assert SuggestedJoin.objects.count() == 0
    assert [field.name for field in RefusedJoin._meta.fields] == ["pair_hash", "at"]
    assert len(RefusedJoin.objects.get().pair_hash) == 64
    change_person(two, given_name="Gwenaëlle", by=CLERK, now=LATER)
    refresh()
    assert pairs() == {}
    # Also not through another record of the same human.
    three = new("Gwenaëlle", "Quéméner", "Brest", "", "0612345678")
    join_persons(two, other=three, by=CLERK, now=LATER)
    change_person(three, given_name="Gwen", by=CLERK, now=LATER)
    refresh()
    assert pairs() == {}
    assert reconsider_pair(two.pk, one.pk, by=CLERK, now=LATER)
    assert set(pairs()) == {(one.pk, two.pk)}
    assert not reconsider_pair(two.pk, one.pk, by=CLERK, now=LATER)


def test_accepting_joins_with_the_waterfall_as_evidence_and_undo_asks_again(service: None) -> None:
    one, two = twice()
    refresh()
    suggestion = SuggestedJoin.objects.get()
    made = accept_suggestion(suggestion, by=CLERK, now=LATER)
    assert record_ids(two.pk) == (one.pk, two.pk)
    assert (made.evidence, made.probability) == ("records_compared", suggestion.probability)
    assert made.evidence_detail["reasons"] == suggestion.reasons
    with pytest.raises(NotSuggested):
        accept_suggestion(suggestion, by=CLERK, now=LATER)
    undo_join(made, by=CLERK, now=LATER)
    assert (record_ids(two.pk), list(pairs())) == ((two.pk,), [(one.pk, two.pk)])
    with pytest.raises(NotJoined):
        undo_join(made, by=CLERK, now=LATER)
    again = accept_suggestion(SuggestedJoin.objects.get(), by=CLERK, now=LATER)
    take_apart(again, by=CLERK, now=LATER, reason="Mother and daughter")
    refresh()
    assert (pairs(), RefusedJoin.objects.count(), PersonLink.objects.count()) == ({}, 1, 4)


def test_records_are_looked_at_again_whoever_writes_them(service: None) -> None:
    one, two = (
        make_person(family_name="Etcheverry", city="Pau"),
        make_person(family_name="Etcheverry", city="Pau"),
    )
    refresh()
    assert StaleRecord.objects.count() == 0
    keys = set(MatchKey.objects.filter(person=two).values_list("key", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET customer_number = NULL, language = 'fr' WHERE id = %s", [two.pk]
        )
    assert StaleRecord.objects.count() == 0  # nothing that is compared
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET family_name = 'Echeverri' WHERE id = %s", [two.pk])
    assert list(StaleRecord.objects.values_list("person_id", flat=True)) == [two.pk]
    add_contact_point(one, kind="email", value="e@example.org", by=CLERK, now=NOON)
    assert StaleRecord.objects.count() == 2
    refresh()
    assert set(MatchKey.objects.filter(person=two).values_list("key", flat=True)) != keys


def test_a_restricted_or_erased_record_is_compared_with_nobody(service: None) -> None:
    one, two = twice()
    refresh()
    with purpose("legal_duty"):
        Person.objects.filter(pk=one.pk).update(is_restricted=True)
    asked = Held("Quéméner", "Gwenaëlle", "Brest", (), ("0612345678",))
    assert [found.person_id for found in records_alike(asked)] == [two.pk]
    erase_person(two, by=CLERK, now=LATER)
    assert records_alike(asked) == []
    with purpose("legal_duty"):
        assert (SuggestedJoin.objects.count(), MatchKey.objects.filter(person=two).count()) == (0, 0)


def test_without_service_nothing_is_found(service: None) -> None:
    twice()
    refresh()
    asked = Held("Quéméner", "Gwenaëlle", "Brest", (), ("0612345678",))
    for name in ("prospecting", "listening", "profiling"):
        with purpose(name):
            assert records_alike(asked) == []


def test_weights_are_learned_kept_with_a_version_and_explain_themselves(db: None) -> None:
    with purpose("service"):
        assert learn_weights(now=NOON) is None  # too few
        assert weights_in_force().version is None
        first, second = french_records.made(300, seed=5)
        Person.objects.bulk_create(
            Person(family_name=row[1], given_name=row[2], city=row[6], created_at=NOON, origin="import")
            for row in [*first, *second[:FEWEST]]
        )
        learned = learn_weights(now=NOON)
        assert learned is not None and weights_in_force().version == learned.pk
        assert learned.records == 300 + FEWEST
        shares = learned.weights["fields"]["surname"]["strangers"]
        assert sum(shares.values()) == pytest.approx(1, abs=0.01) and shares["different"] > 0.9
        assert max(learned.common["city"].values()) > 5 and "Brest" not in str(learned.common)
        assert learn_weights(now=LATER) is None  # nothing changed since
        assert MatchWeights.objects.count() == 1
