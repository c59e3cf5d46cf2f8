"""Listings of Reddit into items. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_sum, a_text, post

_TAKEN_BACK = {"[deleted]", "[removed]", "[ removed by reddit ]"}


def children(listing: Any) -> list[Any]:
    """The things of a listing."""
    return [a_mapping(each) for each in a_list(a_mapping(a_mapping(listing).get("data")).get("children"))]


def items_of(listing: Any, *, now: datetime) -> list[InboundItem | RejectedRow]:
    """Posts and comments that are still there."""
    given = ((n, a_mapping(each.get("data"))) for n, each in enumerate(children(listing), start=1))
    return [_thing(each, position=n, now=now) for n, each in given if not is_gone(each)]


def gone_of(listing: Any) -> list[str]:
    """Names of what its author, a moderator or the site took back."""
    found = (a_mapping(each.get("data")) for each in children(listing))
    return [a_text(each.get("name")) for each in found if is_gone(each)]


def is_gone(thing: Any) -> bool:
    words = {a_text(thing.get(field)).strip().lower() for field in ("selftext", "body", "author")}
    return bool(words & _TAKEN_BACK) or bool(a_text(thing.get("removed_by_category")))


def _thing(given: Any, *, position: int, now: datetime) -> InboundItem | RejectedRow:
    body = a_text(given.get("body"))
    title = a_text(given.get("title"))
    path = a_text(given.get("permalink"))
    community = a_text(given.get("subreddit"))
    return post(
        external_id=a_text(given.get("name")),
        text=body or a_text(given.get("selftext")) or title,
        published_at=a_moment(given.get("created_utc"), now=now),
        position=position,
        handle=a_text(given.get("author")),
        title=title or (a_text(given.get("link_title")) if body else ""),
        url=f"https://www.reddit.com{path}" if path.startswith("/") else "",
        site=f"reddit.com/r/{community}"[:200] if community else "reddit.com",
        engagement=a_sum(given.get("ups"), given.get("num_comments")),
        is_repost=bool(a_list(given.get("crosspost_parent_list"))),
        in_reply_to=a_text(given.get("parent_id")),
    )
