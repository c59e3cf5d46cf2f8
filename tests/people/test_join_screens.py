"""The queue of duplicates and the joins on a record, as people see and press them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.foundation.access import purpose
from parvis.people.models import Person, PersonLink, RefusedJoin, SuggestedJoin
from parvis.people.reads.canonical import record_ids
from tests.factories.accounts import make_user
from tests.factories.people import make_contact_point, make_person, make_suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent(client: Client) -> Client:
    client.force_login(make_user(roles=("agent",)))
    return client


def planted(**fields: Any) -> tuple[Person, Person, SuggestedJoin]:
    with purpose("service"):
        one = make_person(given_name="Gwenaëlle", family_name="Quéméner")
        two = make_person(given_name="Gwenaelle", family_name="Quemener")
        make_contact_point(one, "gwen@example.org")
        return one, two, make_suggestion(one, two, **fields)


def test_a_pair_is_joined_undone_refused_and_asked_again(agent: Client) -> None:
    one, two, suggestion = planted()
    page = agent.get(reverse("duplicates"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Quéméner" in text and "gwen@example.org" in text and "written otherwise" in text
    assert "Any two records" in text and "one digit differs" in text and "<svg" in text
    answer = agent.post(reverse("duplicate-join", args=[suggestion.pk]))
    with purpose("service"):
        link = PersonLink.objects.get()
        assert (answer.status_code, answer.url) == (302, f"/people/duplicates/?joined={link.pk}")
        assert record_ids(two.pk) == (one.pk, two.pk)
    assert "Every record stands once" in agent.get(answer.url).content.decode()
    agent.post(f"{reverse('join-undo', args=[link.pk])}?from=duplicates")
    assert "Quéméner" in agent.get(reverse("duplicates")).content.decode()
    answer = agent.post(reverse("duplicate-refuse", args=[suggestion.pk]))
    assert answer.url == f"/people/duplicates/?refused={one.pk}-{two.pk}"
    with purpose("service"):
        assert (SuggestedJoin.objects.count(), RefusedJoin.objects.count()) == (0, 1)
    # A colleague pressed the same a moment later.
    page = agent.post(reverse("duplicate-join", args=[suggestion.pk]), follow=True)
    assert "decided already" in page.content.decode()
    agent.post(f"{reverse('duplicate-reconsider')}?pair={one.pk}-{two.pk}")
    with purpose("service"):
        assert RefusedJoin.objects.count() == 0


def test_the_two_queues(agent: Client) -> None:
    planted(probability=0.7)
    assert "Look at the likely ones" in agent.get(reverse("duplicates")).content.decode()
    assert "Quéméner" in agent.get(reverse("duplicates"), {"queue": "low"}).content.decode()
    assert agent.get(reverse("duplicates"), {"queue": "low", "pair": "²"}).status_code == 200


def test_every_record_of_a_human_leads_to_one_page_that_says_why(agent: Client) -> None:
    one, two, _ = planted()
    third = None
    with purpose("service"):
        third = make_person(given_name="Gwen", family_name="Quéméner", city="Quimper")
    compared = agent.get(reverse("person-compare", args=[one.pk, two.pk]))
    assert "in one record only" in compared.content.decode()
    assert (
        agent.post(reverse("person-compare", args=[one.pk, two.pk]), {"note": "Same voice"}).status_code
        == 302
    )
    again = agent.post(reverse("person-compare", args=[two.pk, one.pk]), follow=True)
    assert "joined already" in again.content.decode()
    assert agent.get(reverse("person", args=[two.pk])).url == reverse("person", args=[one.pk])
    page = agent.get(reverse("person", args=[one.pk])).content.decode()
    assert "Joined from 2 records" in page and "Same voice" in page
    picked = agent.get(reverse("person-join", args=[one.pk]), {"q": "Quéméner"}).content.decode()
    assert reverse("person-compare", args=[one.pk, third.pk]) in picked
    assert reverse("person-compare", args=[one.pk, two.pk]) not in picked
    rows = agent.get(reverse("people"), {"q": "gwen"}).content.decode()
    assert reverse("person", args=[one.pk]) in rows and reverse("person", args=[two.pk]) not in rows
    with purpose("service"):
        link = PersonLink.objects.get()
    assert "Take Gwenaëlle Quéméner and Gwenaelle Quemener apart?" in agent.get(
        reverse("join-end", args=[link.pk])
    ).content.decode().replace("&#x27;", "'")
    agent.post(reverse("join-end", args=[link.pk]), {"reason": "Mother and daughter"})
    with purpose("service"):
        assert (record_ids(two.pk), RefusedJoin.objects.count()) == ((two.pk,), 1)
    page = agent.post(reverse("join-end", args=[link.pk]), follow=True)
    assert "not joined any more" in page.content.decode()


def test_the_queue_costs_the_same_however_many_wait(agent: Client) -> None:
    def cost() -> int:
        agent.get(reverse("duplicates"))
        with CaptureQueriesContext(connection) as queries:
            assert agent.get(reverse("duplicates")).status_code == 200
        return len(queries)

    with purpose("service"):
        make_suggestion()
    of_one = cost()
    with purpose("service"):
        make_suggestion()
        make_suggestion()
    assert cost() == of_one


@pytest.mark.parametrize("role", ["marketer", "community_manager"])
def test_who_may_not_change_records_joins_none(client: Client, role: str) -> None:
    one, two, suggestion = planted()
    client.force_login(make_user(roles=(role,)))
    statuses = {
        client.get(reverse("duplicates")).status_code,
        client.post(reverse("duplicate-join", args=[suggestion.pk])).status_code,
        client.post(reverse("person-compare", args=[one.pk, two.pk])).status_code,
    }
    with purpose("service"):
        held = PersonLink.objects.count()
    may = make_user(roles=(role,)).may("people.edit")
    assert (statuses == {403} and held == 0) or may


def test_in_french(client: Client) -> None:
    planted()
    client.force_login(make_user(roles=("agent",), language="fr"))
    page = client.get(reverse("duplicates")).content.decode()
    assert (
        "Presque certaines" in page
        and "écrit autrement" in page
        and "Une seule personne\u202f: réunir" in page
    )
