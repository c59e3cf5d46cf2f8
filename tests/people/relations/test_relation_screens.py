"""The pages of relation and journey: nothing known, much known, both languages, and who may change the steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.people.actions.consents import give_consent
from parvis.people.actions.relations import measure_scales, place_on_journey
from parvis.people.models import JourneyStep, Purchase
from tests.factories.accounts import make_user
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def client_as(role: str, **fields: str) -> Client:
    client = Client()
    client.force_login(make_user(roles=(role,), **fields))
    return client


def buyer(*, days: tuple[int, ...], allows: bool = False):
    now = utc_now()
    with purpose("service"):
        person = make_person()
        for day in days:
            Purchase.objects.create(
                person=person, external_id=f"{person.pk}-{day}", bought_at=now - timedelta(days=day), amount=10,
                currency="EUR", created_at=now,
            )  # fmt: skip
        if allows:
            give_consent(person, purpose="profiling", channel="", wording="You may compare me.",
                         wording_version="1", language="en", now=now, by=SYSTEM)  # fmt: skip
    return person


def test_a_record_of_which_nothing_is_known():
    person = buyer(days=())
    page = client_as("agent").get(f"/people/{person.pk}/relation/").content.decode()
    assert "Nothing is known yet" in page
    assert "comparing this person with others is profiling" in page


def test_who_allows_it_is_compared_and_who_does_not_is_not():
    people = [buyer(days=(400 + n, 300, 200, 100 + n), allows=True) for n in range(51)]
    silent = buyer(days=(400, 300, 200, 100))
    assert measure_scales(now=utc_now()) == 51
    client = client_as("agent")
    page = client.get(f"/people/{people[0].pk}/relation/").content.decode()
    assert "of 100: the mean rank of 3 parts among 51 customers" in page
    assert "of 100:" not in client.get(f"/people/{silent.pk}/relation/").content.decode()
    assert "How the relation goes: <strong>" in client.get(f"/people/{people[0].pk}/").content.decode()


def test_the_journey_counts_and_its_steps_are_the_house_s():
    buyer(days=(90,))
    manager, agent = client_as("supervisor"), client_as("agent")
    assert "Counted tonight" in agent.get("/people/journey/").content.decode()
    place_on_journey(now=utc_now())
    assert "Where 1 customer stands" in agent.get("/people/journey/").content.decode()
    assert agent.get("/people/journey/steps/").status_code == 403
    steps = {"name_en": ["buys", "", "stays"], "name_fr": ["achète", "", "reste"], "signs-0": ["bought"],
             "signs-2": ["uses", "bought_again"]}  # fmt: skip
    assert manager.post("/people/journey/steps/", steps).status_code == 302
    assert list(JourneyStep.objects.values_list("name_fr", "signs")) == [
        ("achète", ["bought"]), ("reste", ["uses", "bought_again"]),
    ]  # fmt: skip
    refused = manager.post("/people/journey/steps/", steps | {"signs-2": ["bought"]})
    assert (refused.status_code, "A sign stands at two steps" in refused.content.decode()) == (400, True)


def test_both_pages_speak_french():
    person = buyer(days=(90,))
    client = client_as("agent", language="fr")
    assert "La santé de la relation" in client.get(f"/people/{person.pk}/relation/").content.decode()
    assert "Parcours" in client.get("/people/journey/").content.decode()
