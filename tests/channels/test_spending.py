"""Reading that costs: never more than the budget, counted once a day, kept over a restart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database

from parvis.channels.actions.fetch import fetch_connection
from parvis.channels.actions.spend import purse_of
from parvis.channels.connectors.x import client as x_client
from parvis.channels.logic.meters import period_start
from parvis.channels.logic.protocol import ConnectorError, Meter
from parvis.channels.models import Connection, Receipt, SourceState, Spending, SpentOnce
from parvis.channels.reads.connectors import connector
from tests.factories.channels import make_connection
from tests.peers.json_web import Fault, JsonWeb, json_web

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HUNDRED = Meter("month", lambda settings: 100)


def spent() -> int:
    return sum(Spending.objects.values_list("units", flat=True))


@pytest.mark.django_db
def test_what_is_reserved_and_not_used_is_given_back():
    purse = purse_of(make_connection("x"), HUNDRED, now=NOON)
    assert purse.reserve(60) == 60
    purse.settle(60, ids=["a", "b", "a"])
    assert spent() == 2
    assert purse.reserve(200) == 98
    assert purse.reserve(1) == 0


@pytest.mark.django_db
def test_the_same_post_is_paid_once_a_day_and_again_on_another():
    connection = make_connection("x")
    for now, units in ((NOON, 2), (NOON + timedelta(hours=1), 2), (NOON + timedelta(days=1), 4)):
        purse = purse_of(connection, HUNDRED, now=now)
        purse.settle(purse.reserve(10), ids=["a", "b"])
        assert spent() == units
    purse_of(connection, HUNDRED, now=NOON + timedelta(days=3))
    assert not SpentOnce.objects.exists()  # ids are not kept longer than they are needed


@pytest.mark.django_db
def test_a_killed_worker_leaves_its_reservation_spent():
    connection = make_connection("x")
    assert purse_of(connection, HUNDRED, now=NOON).reserve(70) == 70
    assert purse_of(Connection.objects.get(), HUNDRED, now=NOON + timedelta(days=9)).reserve(70) == 30
    assert purse_of(connection, HUNDRED, now=NOON + timedelta(days=31)).reserve(70) == 70


@pytest.mark.parametrize(
    ("meter", "now", "start"),
    [
        (Meter("month", lambda s: 1), datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC), "2026-03-01"),
        (
            Meter("month", lambda s: 1, zone="America/Los_Angeles"),
            datetime(2026, 3, 1, 7, tzinfo=UTC),
            "2026-02-01",
        ),
        (
            Meter("day", lambda s: 1, zone="America/Los_Angeles"),
            datetime(2026, 3, 1, 9, tzinfo=UTC),
            "2026-03-01",
        ),
    ],
)
def test_a_period_begins_by_the_channels_own_clock(meter: Meter, now: datetime, start: str):
    assert period_start(meter, now).isoformat() == start


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_cannot_overspend():
    connection = make_connection("x")
    taken: list[int] = []
    start = threading.Barrier(8)

    def work() -> None:
        purse = purse_of(connection, HUNDRED, now=NOON)
        start.wait()
        for _ in range(10):
            taken.append(purse.reserve(7))
        database.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert (sum(taken), spent()) == (100, 100)


@pytest.fixture
def network(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[JsonWeb]:
    with json_web() as web:
        settings.FETCH_ALLOWED_PRIVATE = (web.address,)
        monkeypatch.setattr(x_client, "API", web.url)
        yield web


def answer_with(web: JsonWeb, *ids: int) -> None:
    posts = [
        {"id": str(n), "text": f"post {n}", "author_id": "1", "created_at": "2026-03-02T11:00:00Z"}
        for n in ids
    ]
    web.answers["/2/tweets/search/recent"] = lambda query: {"data": posts, "meta": {}}


def connect(budget: int) -> Connection:
    given = {"query": "train", "monthly_budget_usd": budget, "usd_per_thousand": 100}
    return make_connection("x", settings=given, secrets={"bearer_token": "t"})


@pytest.mark.django_db(transaction=True)
def test_reading_stops_when_the_budget_is_used_and_says_until_when(network: JsonWeb):
    connection = connect(3)  # thirty posts
    answer_with(network, *range(25))
    fetch_connection(connection.pk, now=NOON)
    assert (spent(), Receipt.objects.count(), network.requests[-1][1].count("max_results=30")) == (25, 25, 1)
    with pytest.raises(ConnectorError) as caught:
        fetch_connection(connection.pk, now=NOON + timedelta(hours=1))
    assert (caught.value.code, len(network.requests)) == ("budget-used", 1)
    connection.refresh_from_db()
    assert (connection.error_code, connection.error_detail) == ("budget-used", "until 2026-04-01")
    assert SourceState.objects.get().next_try_at == datetime(2026, 4, 1, tzinfo=UTC)
    assert spent() == 25
    answer_with(network, *range(100, 105))
    fetch_connection(connection.pk, now=datetime(2026, 4, 1, 0, 5, tzinfo=UTC))
    assert Receipt.objects.count() == 30


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_costs_nothing_and_what_is_lost_on_the_way_does(network: JsonWeb):
    connection = connect(10)
    for fault, units in ((Fault(429, b"{}", {"Retry-After": "60"}), 0), (Fault(200, b'{"data": [{'), 100)):
        network.fault = fault
        with pytest.raises(ConnectorError):
            fetch_connection(connection.pk, now=NOON)
        assert spent() == units


@pytest.mark.django_db
def test_names_of_authors_cost_as_much_as_posts(network: JsonWeb):
    purse = purse_of(make_connection("x"), Meter("month", lambda s: 1000), now=NOON)
    answer = {
        "data": [{"id": "1", "text": "a", "author_id": "7"}, {"id": "2", "text": "b", "author_id": "7"}],
        "includes": {"users": [{"id": "7", "username": "ana", "name": "Ana"}]},
    }
    network.answers["/2/tweets/search/recent"] = lambda query: answer
    known = connector("x")
    assert known.fetch_paid is not None
    pages = known.fetch_paid(
        {"query": "x", "with_authors": True}, {"bearer_token": "t"}, {}, purse=purse, now=NOON
    )
    assert [item.author.handle for page in pages for item in page.items] == ["ana", "ana"]
    assert spent() == 3


@pytest.mark.django_db
def test_what_was_paid_for_is_kept_when_the_money_runs_out_on_the_way(network: JsonWeb):
    """Twenty-five posts are affordable: two answers of ten, the third is refused, the rest is a gap."""

    def page(query: dict[str, list[str]]) -> dict[str, Any]:
        start = 10 * int(query.get("next_token", ["0"])[0])
        posts = [
            {"id": str(900 - n), "text": f"post {n}", "created_at": f"2026-03-02T11:{59 - n}:00Z"}
            for n in range(start, start + 10)
        ]
        return {"data": posts, "meta": {"next_token": str(start // 10 + 1)}}

    network.answers["/2/tweets/search/recent"] = page
    purse = purse_of(make_connection("x"), Meter("month", lambda s: 25), now=NOON)
    known = connector("x")
    assert known.fetch_paid is not None
    cursor = {"newest": "2026-03-02T11:00:00+00:00", "seen": []}
    pages = list(known.fetch_paid({"query": "x"}, {"bearer_token": "t"}, cursor, purse=purse, now=NOON))
    assert sum(len(page.items) for page in pages) == 20
    assert pages[0].has_gap
    assert spent() == 20
