"""Today: cards by role, the walk through the demo."""

from __future__ import annotations

import pytest
from django.test import Client

from parvis.foundation.installation import state_fact
from parvis.foundation.jobs import note_failure
from parvis.foundation.logic.today import Card, choose_cards
from tests.factories.accounts import make_user
from tests.foundation.web.dead_jobs import make_dead_job


def card(key: str, level: str = "calm") -> Card:
    return Card(key, key, "1", "A sentence.", "/", "Look", level)  # type: ignore[arg-type]


def test_the_gravest_come_first_seven_at_most_each_once() -> None:
    cards = [card("a"), card("b", "notice"), card("c", "risk"), card("a", "risk"), *map(card, "defghij")]
    assert [chosen.key for chosen in choose_cards(cards)] == ["c", "b", "a", "d", "e", "f", "g"]


@pytest.mark.django_db
def test_an_administrator_sees_what_stopped_and_an_agent_does_not(client: Client) -> None:
    note_failure(make_dead_job(), TimeoutError())
    client.force_login(make_user(roles=("administrator",), name="Ada Lovell"))
    page = client.get("/").content.decode()
    assert "Ada" in page and "Work that stopped" in page and 'href="/settings/jobs/"' in page
    client.force_login(make_user(roles=("agent",)))
    assert "Work that stopped" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_today_in_french(client: Client) -> None:
    client.force_login(make_user(roles=("moderator",), language="fr", name="Inès Roussel"))
    page = client.get("/").content.decode()
    assert '<html lang="fr"' in page and "Inès" in page


@pytest.mark.django_db
def test_the_walk_is_for_the_demo_and_can_be_put_away(client: Client) -> None:
    client.force_login(make_user(roles=("agent",)))
    assert "The loop in five steps" not in client.get("/").content.decode()
    state_fact("is_demo", True)
    page = client.get("/").content.decode()
    assert "The loop in five steps" in page
    # An agent's roles lead to four of the five stops.
    assert page.count("Your roles do not lead there.") == 1
    client.post("/walked/")
    assert "The loop in five steps" not in client.get("/").content.decode()
