"""The inbox's address as filters, and the links that change one of them."""

from __future__ import annotations

from collections.abc import Mapping

from parvis.accounts.models import User
from parvis.conversations.logic.status import OPEN, STATUSES
from parvis.conversations.reads.inbox import Filters
from parvis.foundation.logic.typed import id_typed

SENTIMENTS = ("negative", "neutral", "positive", "not_analysed")
NAMES = ("queue", "status", "assignee", "channel", "sentiment", "waiting", "q")


def filters_of(given: Mapping[str, str], user: User) -> Filters:
    """What cannot be read falls back on the default: a mistyped address still shows a list."""
    assignee = given.get("assignee", "")
    status = given.get("status", "")
    sentiment = given.get("sentiment", "")
    text = given.get("q", "").strip()[:200]
    waiting = given.get("waiting") == "1"
    return Filters(
        queue_id=id_typed(given.get("queue", "")) or None,
        # Who searches, or asks for those who wait, means all of them unless they say otherwise.
        status=status if status in (*STATUSES, "any") else ("any" if text or waiting else OPEN),
        assignee=user.pk if assignee == "me" else "none" if assignee == "none" else "any",
        channel=given.get("channel", "").replace("\x00", "")[:40],
        sentiment=sentiment if sentiment in SENTIMENTS else "",
        waiting=waiting,
        text=text,
    )


def query_of(given: Mapping[str, str]) -> dict[str, str]:
    """The part of a query string that filters, to be carried from page to page."""
    return {name: given[name] for name in NAMES if given.get(name)}
