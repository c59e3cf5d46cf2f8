"""What is known of how well a source hears, on its screen and for programs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.channels.actions.fetch import note_failure, receive_page
from parvis.channels.logic.coverage import COVERAGE
from parvis.channels.logic.items import Page, RateBudget
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.models import Connection, Spending
from parvis.channels.reads.connectors import connector, connector_kinds
from parvis.channels.reads.due import due_connections
from parvis.channels.reads.health import health_of, healths_of
from tests.factories.channels import NOON, make_connection, make_item

pytestmark = pytest.mark.django_db


def test_lag_rate_gap_and_success_are_those_of_the_last_page():
    connection = make_connection("mastodon", settings={"server": "https://x.example"})
    item = make_item(published_at=NOON - timedelta(seconds=90))
    rate = RateBudget(12, 300, NOON + timedelta(minutes=5))
    receive_page(connection, Page((item,), {}, rate=rate, has_gap=True), now=NOON)
    health = health_of(connection, now=NOON)
    assert (health.lag_seconds, health.rate_left, health.rate_limit) == (90, 12, 300)
    assert (health.gap_at, health.succeeded_at, health.newest_at) == (NOON, NOON, item.published_at)
    assert health_of(connection, now=NOON + timedelta(minutes=6)).rate_left is None  # filled up again
    older = make_item(published_at=NOON - timedelta(days=3))
    receive_page(connection, Page((older,), {}), now=NOON + timedelta(hours=1))
    assert health_of(connection, now=NOON).newest_at == item.published_at


def test_a_channel_that_asks_to_stay_away_is_not_asked_before():
    connection = make_connection("rss", settings={"url": "https://x.example"})
    error = ConnectorError("rate-limited", permanent=False, retry_after_seconds=7200)
    note_failure(connection, error, now=NOON)
    later = NOON + timedelta(hours=1)
    health = health_of(Connection.objects.get(), now=later)
    assert (health.rate_left, health.next_try_at) == (0, NOON + timedelta(hours=2))
    assert due_connections(now=later) == []
    assert due_connections(now=NOON + timedelta(hours=3)) == [connection]


def test_what_was_spent_is_that_of_the_period():
    connection = make_connection("x", settings={"monthly_budget_usd": 10, "usd_per_thousand": 5})
    Spending.objects.create(connection=connection, period_start="2026-02-01", units=900)
    Spending.objects.create(connection=connection, period_start="2026-03-01", units=7)
    health = health_of(connection, now=NOON)
    assert (health.spent, health.spent_limit, health.spent_period) == (7, 2000, "month")
    assert health_of(make_connection("rss"), now=NOON).spent is None


def test_many_cost_as_many_queries_as_one(django_assert_num_queries):
    connections = [make_connection(kind) for kind in ("x", "x", "rss", "mastodon", "youtube")]
    with django_assert_num_queries(2):
        assert len(healths_of(connections, now=NOON)) == 5


@pytest.mark.parametrize("kind", connector_kinds())
def test_every_source_says_what_it_does_not_see(kind: str):
    known = connector(kind)
    is_source = known.poll_seconds is not None
    assert not is_source or kind in COVERAGE
    assert set(COVERAGE) <= set(connector_kinds())
