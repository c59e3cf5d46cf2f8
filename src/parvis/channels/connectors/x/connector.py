"""The `x` connector as the rest of Parvis sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parvis.channels.connectors.x.client import read_pages
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import (
    Connector,
    ConnectorError,
    Cursor,
    Meter,
    Purse,
    SettingField,
    Settings,
)
from parvis.channels.logic.values import a_count

USD_PER_THOUSAND = 5  # what others paid in 2026; the contract says what you pay


def fetch(
    settings: Settings, secrets: Settings, cursor: Cursor, *, purse: Purse, now: datetime
) -> Iterator[Page]:
    """What the search finds since the cursor, as long as the month's budget lasts."""
    return read_pages(settings, secrets, cursor, purse=purse, now=now)


def check(settings: Settings, secrets: Settings) -> None:
    """Raise when something is missing. Nothing is asked of X: an answer would cost."""
    if not secrets.get("bearer_token") or not settings.get("query"):
        raise ConnectorError("settings", "a token and a search", permanent=True)
    if posts_a_month(settings) < 10:
        raise ConnectorError("settings", "the budget is less than one answer costs", permanent=True)


def posts_a_month(settings: Settings) -> int:
    """How many objects the month's budget pays for."""
    budget = a_count(settings.get("monthly_budget_usd")) or 0
    price = a_count(settings.get("usd_per_thousand")) or USD_PER_THOUSAND
    return budget * 1000 // price


CONNECTOR = Connector(
    kind="x",
    icon="brand-x",
    fields=(
        SettingField("query"),
        SettingField("monthly_budget_usd", "number", default=10),
        SettingField("usd_per_thousand", "number", default=USD_PER_THOUSAND),
        SettingField("with_authors", "boolean", required=False, default=False),
        SettingField("bearer_token", "password", secret=True),
    ),
    fetch_paid=fetch,
    meter=Meter("month", posts_a_month),
    check=check,
    check_is_local=True,
    poll_seconds=3600,
)
