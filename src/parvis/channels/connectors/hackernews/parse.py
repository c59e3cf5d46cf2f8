"""Hits of Hacker News's search into items. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_sum, a_text, plain_text, post

SITE = "news.ycombinator.com"


def items_of(hits: Any, *, now: datetime) -> list[InboundItem | RejectedRow]:
    """Stories and comments."""
    return [_hit(each, position=n, now=now) for n, each in enumerate(a_list(hits), start=1)]


def is_gone(item: Any) -> bool:
    """Whether an item as the site's own API shows it was deleted, or hidden by its readers."""
    given = a_mapping(item)
    return not given or given.get("deleted") is True or given.get("dead") is True


def _hit(hit: Any, *, position: int, now: datetime) -> InboundItem | RejectedRow:
    given = a_mapping(hit)
    number = a_text(given.get("objectID"))
    comment = plain_text(given.get("comment_text"))
    title = "" if comment else a_text(given.get("title"))
    return post(
        external_id=number,
        text=comment or plain_text(given.get("story_text")) or title,
        published_at=a_moment(given.get("created_at_i") or given.get("created_at"), now=now),
        position=position,
        handle=a_text(given.get("author")),
        title=title,
        url=f"https://{SITE}/item?id={number}",
        site=SITE,
        engagement=a_sum(given.get("points"), given.get("num_comments")),
        in_reply_to=a_text(given.get("parent_id")),
    )
