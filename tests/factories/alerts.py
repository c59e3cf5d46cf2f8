"""Alert rules, and hours of mentions for them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.db import connection as database

from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.database import copy_rows
from parvis.listening.actions.alert_rules import save_alert_rule, switch_alert_rule
from parvis.listening.actions.campaigns import save_campaign
from parvis.listening.models import Alarm, AlertRule, Campaign, Query
from tests.factories.channels import NOON


def make_alert_rule(query: Query | None = None, *, is_on: bool = True, **fields: Any) -> AlertRule:
    now = fields.pop("now", NOON)
    given = {"kinds": ["volume_up", "negative_up"], "by": SYSTEM, "now": now, **fields}
    rule = save_alert_rule(None, query_id=query.pk if query else None, **given)
    if is_on:
        switch_alert_rule(rule, is_on=True, by=SYSTEM, now=now)
        rule.refresh_from_db()
    return rule


def make_alarm(rule: AlertRule | None = None, **fields: Any) -> Alarm:
    rule = rule or AlertRule.objects.filter(removed_at=None).first() or make_alert_rule()
    given = {
        "kind": "volume_up", "at": NOON, "observed": 120, "expected": 20.5, "low": 9, "high": 36,
        "severity": "strong", "reason_code": "far_above_usual", "raised_at": NOON,
        "facts": {"hours": 3, "since": NOON.isoformat(), "mode": "seasonal", "days_of_history": 88.0,
                  "chance_a_day": 0.00004},
        "query": rule.query, "query_version": rule.query.version if rule.query else None, **fields,
    }  # fmt: skip
    return Alarm.objects.create(rule=rule, **given)


def make_campaign(**fields: Any) -> Campaign:
    given = {
        "name": "Spring", "query_id": None, "first": NOON.date() - timedelta(days=20),
        "last": NOON.date() - timedelta(days=10), "by": SYSTEM, "now": NOON, **fields,
    }  # fmt: skip
    return save_campaign(None, **given)


def hear(connection: Connection, *, hours: dict[datetime, int], sentiment: str = "neutral") -> None:
    """So many mentions in each of these hours."""
    columns = (
        "connection_id",
        "external_id",
        "channel",
        "text",
        "published_at",
        "received_at",
        "language",
        "sentiment",
    )
    with database.cursor() as cursor:
        for month in sorted({hour.date().replace(day=1) for hour in hours}):
            cursor.execute("SELECT listening_ensure_month(%s)", [month])
    copy_rows(
        "listening_mention",
        columns,
        (
            (connection.pk, f"{sentiment}-{hour:%Y%m%d%H}-{number}-{random.random()}", connection.channel,
             f"The train, for the {number}th time", hour + timedelta(seconds=number % 3600), hour, "en", sentiment)
            for hour, count in hours.items()
            for number in range(count)
        ),
    )  # fmt: skip


def murmur(*, end: datetime, days: int, an_hour: int = 6, seed: int = 7) -> dict[datetime, int]:
    """An ordinary past up to `end`: more by day than by night, and never twice the same."""
    dice = random.Random(seed)
    hours = [end - timedelta(hours=step) for step in range(days * 24, 0, -1)]
    return {
        hour: sum(dice.random() < 0.5 for _ in range(an_hour * (2 if 7 <= hour.hour < 22 else 1)))
        for hour in hours
    }
