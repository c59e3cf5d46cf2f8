"""The journey: which signs bring a person where, what was felt there, and what each night writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from parvis.foundation.access import purpose
from parvis.people.actions.relations import measure_scales, place_on_journey
from parvis.people.logic.journey import DEFAULT_STEPS, Arrival, felt_at, signs_of, way
from parvis.people.logic.touches import BOUGHT, MENTIONED, SAID, Touch
from parvis.people.models import HealthScale, JourneyFigure, JourneyPlace, Person, Purchase
from parvis.people.reads.relation import relation_of
from tests.factories.people import make_person

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def touch(days: float, kind: str, mood: str = "") -> Touch:
    return Touch(NOW - timedelta(days=days), kind, "email", sentiment=mood)


def steps(touches, brought=()):
    return [arrival.step for arrival in way(signs_of(touches, brought=brought, now=NOW), DEFAULT_STEPS)]


@pytest.mark.parametrize(
    ("touches", "expected"),
    [
        ([], []),
        ([touch(90, MENTIONED)], ["discovers"]),
        ([touch(90, MENTIONED), touch(80, SAID)], ["discovers", "considers"]),
        ([touch(80, SAID), touch(60, BOUGHT)], ["considers", "buys", "uses"]),  # two weeks later they use it
        ([touch(10, BOUGHT)], ["buys"]),
        ([touch(60, BOUGHT), touch(59, SAID), touch(20, BOUGHT)], ["buys", "asks", "uses", "renews", "uses"]),
        ([touch(60, BOUGHT), touch(60, BOUGHT)], ["buys", "uses"]),  # two lines of one order
        ([touch(60, BOUGHT), touch(20, MENTIONED, "positive")], ["buys", "uses", "recommends"]),
        ([touch(60, BOUGHT), touch(20, MENTIONED, "negative")], ["buys", "uses"]),
    ],
)
def test_the_way(touches, expected):
    assert steps(touches) == expected


def test_whoever_brings_somebody_recommends():
    assert steps([touch(60, BOUGHT)], brought=[NOW - timedelta(days=5)])[-1] == "recommends"


def test_what_was_felt_belongs_to_where_they_stood():
    said = [touch(80, SAID, "neutral"), touch(60, BOUGHT), touch(50, SAID, "negative"), touch(49, SAID)]
    arrivals = way(signs_of(said, now=NOW), DEFAULT_STEPS)
    assert felt_at(said, arrivals) == {"considers": {"neutral": 1}, "asks": {"negative": 1, "": 1}}
    assert arrivals[0] == Arrival("considers", said[0].at)


@pytest.mark.django_db
def test_each_night_every_person_is_put_where_they_stand():
    with purpose("service"):
        buyer, nobody = make_person(), make_person()
        Purchase.objects.create(
            person=buyer, external_id="a", bought_at=NOW - timedelta(days=60), amount=10, currency="EUR",
            created_at=NOW,
        )  # fmt: skip
        JourneyPlace.objects.create(person=nobody, step="buys", since=NOW)
    assert place_on_journey(now=NOW) == 1
    assert place_on_journey(now=NOW) == 1  # safe to repeat
    with purpose("service"):
        assert list(JourneyPlace.objects.values_list("person_id", "step")) == [(buyer.pk, "uses")]
    assert JourneyPlace.objects.count() == 0  # no purpose, no rows
    assert dict(JourneyFigure.objects.filter(persons__gt=0).values_list("step", "persons")) == {"uses": 1}


@pytest.mark.django_db
def test_nobody_is_compared_who_did_not_allow_it():
    with purpose("service"):
        person = make_person()
    assert measure_scales(now=NOW) == 0
    assert not HealthScale.objects.exists()
    with purpose("service"):
        found = relation_of(Person.objects.get(pk=person.pk).pk, now=NOW)
    assert (found.may_profile, found.figure, found.channels) == (False, None, [])
