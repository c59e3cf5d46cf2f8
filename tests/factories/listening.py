"""Mentions for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection as database

from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.database import copy_rows
from parvis.listening.actions.markets import save_market
from parvis.listening.actions.queries import save_query
from parvis.listening.actions.rules import add_exclusion
from parvis.listening.models import Mention, Place, Query
from tests.factories.channels import NOON, make_connection
from tests.factories.people import make_identity

_numbers = count(1)


def make_mention(text: str = "The train is late again.", **fields: Any) -> Mention:
    """One stored mention; `author` is a handle, "" for none. Analysed as negative unless said otherwise."""
    connection: Connection = fields.pop("connection", None) or make_connection()
    author = fields.pop("author", f"author{next(_numbers)}")
    channel = fields.pop("channel", connection.channel)
    sentiment = fields.pop("sentiment", "negative")
    if "identity" not in fields:
        fields["identity"] = make_identity(author, channel=channel) if author else None
    return Mention.objects.create(
        **{
            "connection": connection,
            "channel": channel,
            "external_id": f"mention-{next(_numbers)}",
            "text": text,
            "published_at": NOON,
            "received_at": NOON,
            "language": "en",
            "language_probability": 0.99,
            "sentiment": sentiment,
            "sentiment_probability": 0.8 if sentiment else None,
            "model_version": "tests-1" if sentiment else "",
            **fields,
        }
    )


def make_query(name: str = "", text: str = "train", **fields: Any) -> Query:
    """A saved query; the search over the past that it starts waits for a worker."""
    given = {"by": SYSTEM, "now": NOON, **fields}
    return save_query(None, name=name or f"Query {next(_numbers)}", text=text, **given)


def make_place(key: str = "", **fields: Any) -> Place:
    """A site that was looked at: its feed would be listened to."""
    key = key or f"site{next(_numbers)}.example"
    given = {
        "kind": "site", "address": f"https://{key}/", "first_named_at": NOON, "last_named_at": NOON, "worth": 3.0,
        "look_asked_at": NOON, "looked_at": NOON, "found_kind": "rss", "found_settings": {"url": f"https://{key}/feed"},
        "title": "A magazine",
    }  # fmt: skip
    return Place.objects.create(key=key, **{**given, **fields})


def make_listening() -> dict[str, int]:
    """Queries, a market of two of them and an exclusion, by the names that addresses give their ids."""
    queries = [make_query() for _ in range(3)]
    ids = [query.pk for query in queries]
    market = save_market(None, name="Market", query_ids=ids[:2], ours=ids[:1], by=SYSTEM, now=NOON)
    exclusion = add_exclusion(kind="word", value="giveaway", by=SYSTEM, now=NOON)
    return {
        "query_id": ids[0],
        "other_query_id": ids[1],
        "free_query_id": ids[2],
        "market_id": market.pk,
        "exclusion_id": exclusion.pk,
        "place_id": make_place().pk,
    }


def copy_mentions(total: int, *, connection: Connection, first_at: datetime, step: timedelta) -> None:
    """Many plain mentions at once, one every `step`, in the months they belong to."""
    months = {(first_at + step * total * part / 500).date().replace(day=1) for part in range(501)}
    with database.cursor() as cursor:
        for month in sorted(months):
            cursor.execute("SELECT listening_ensure_month(%s)", [month])
    sentiments = ("negative", "neutral", "positive", "negative", "")
    columns = ("connection_id", "external_id", "channel", "text", "brand", "published_at", "received_at",
               "language", "sentiment")  # fmt: skip
    copy_rows(
        "listening_mention",
        columns,
        (
            (
                connection.pk, f"many-{number}", connection.channel,
                f"Train {number % 997} was late{' because of snow' if number % 500 == 0 else ''}",
                ("North", "South", "East")[number % 3], first_at + step * number, first_at + step * number,
                "en", sentiments[number % 5],
            )
            for number in range(total)
        ),
    )  # fmt: skip
