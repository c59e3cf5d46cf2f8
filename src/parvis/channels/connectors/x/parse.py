"""Posts of the X API v2 into items. Pure."""

from __future__ import annotations

import html
from datetime import datetime
from typing import Any

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_count, a_list, a_mapping, a_moment, a_sum, a_text, post

_COUNTED = ("like_count", "retweet_count", "reply_count", "quote_count")
_NO_LANGUAGE = {"und", "qme", "qst", "qht", "qam", "qct", "zxx", "art"}


def items_of(answer: Any, *, now: datetime) -> list[InboundItem | RejectedRow]:
    """Of a search."""
    given = a_mapping(answer)
    users = {
        a_text(a_mapping(each).get("id")): a_mapping(each)
        for each in a_list(a_mapping(given.get("includes")).get("users"))
    }
    return [
        _post(a_mapping(each), users, position=n, now=now)
        for n, each in enumerate(a_list(given.get("data")), start=1)
    ]


def billed_ids(answer: Any) -> set[str]:
    """What the answer costs: each post, and each author that was shown with them."""
    given = a_mapping(answer)
    posts = {a_text(a_mapping(each).get("id")) for each in a_list(given.get("data"))}
    users = {
        "user:" + a_text(a_mapping(each).get("id"))
        for each in a_list(a_mapping(given.get("includes")).get("users"))
    }
    return (posts | users) - {"", "user:"}


def _post(given: Any, users: Any, *, position: int, now: datetime) -> InboundItem | RejectedRow:
    number, author_id = a_text(given.get("id")), a_text(given.get("author_id"))
    author, counted = users.get(author_id, {}), a_mapping(given.get("public_metrics"))
    referred = {
        a_text(a_mapping(each).get("type")): a_text(a_mapping(each).get("id"))
        for each in a_list(given.get("referenced_tweets"))
    }
    language = a_text(given.get("lang"))
    long_text = a_text(a_mapping(given.get("note_tweet")).get("text"))
    return post(
        external_id=number,
        text=html.unescape(long_text or a_text(given.get("text"))),
        published_at=a_moment(given.get("created_at"), now=now),
        position=position,
        handle=a_text(author.get("username")) or author_id,
        name=a_text(author.get("name")),
        followers=a_count(a_mapping(author.get("public_metrics")).get("followers_count")),
        url=f"https://x.com/i/status/{number}",
        language="" if language in _NO_LANGUAGE else language,
        site="x.com",
        engagement=a_sum(*(counted.get(name) for name in _COUNTED)),
        is_repost="retweeted" in referred,
        in_reply_to=referred.get("replied_to", ""),
    )
