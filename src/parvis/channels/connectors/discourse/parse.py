"""Posts of a Discourse forum into items. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_sum, a_text, plain_text, post


def items_of(answer: Any, *, base: str, now: datetime) -> list[InboundItem | RejectedRow]:
    """Of /posts.json or /search.json: both name topics, each in its own way."""
    given = a_mapping(answer)
    topics = {a_text(a_mapping(each).get("id")): a_mapping(each) for each in a_list(given.get("topics"))}
    found = []
    for position, each in enumerate(_posts(given), start=1):
        one = a_mapping(each)
        if is_gone(one) or one.get("post_type") not in (None, 1):
            continue
        topic = topics.get(a_text(one.get("topic_id")), {})
        found.append(_post(one, topic, base=base, position=position, now=now))
    return found


def deleted_of(answer: Any) -> list[str]:
    """Ids of posts that are shown as deleted."""
    return [
        a_text(a_mapping(each).get("id")) for each in _posts(a_mapping(answer)) if is_gone(a_mapping(each))
    ]


def is_gone(post_given: Any) -> bool:
    """Deleted by its author or by the forum, or hidden."""
    given = a_mapping(post_given)
    return bool(given.get("deleted_at")) or given.get("user_deleted") is True or given.get("hidden") is True


def _posts(given: Any) -> list[Any]:
    return a_list(given.get("latest_posts")) or a_list(given.get("posts"))


def _post(given: Any, topic: Any, *, base: str, position: int, now: datetime) -> InboundItem | RejectedRow:
    number, topic_id = a_text(given.get("post_number")), a_text(given.get("topic_id"))
    slug = a_text(given.get("topic_slug")) or a_text(topic.get("slug")) or "-"
    title = a_text(given.get("topic_title")) or a_text(topic.get("title"))
    return post(
        external_id=a_text(given.get("id")),
        text=a_text(given.get("raw")) or plain_text(given.get("cooked")) or plain_text(given.get("blurb")),
        published_at=a_moment(given.get("created_at"), now=now),
        position=position,
        handle=a_text(given.get("username")),
        name=a_text(given.get("name")),
        title=title if a_text(given.get("id")) and _has_words(given) else "",
        url=f"{base.rstrip('/')}/t/{slug}/{topic_id}/{number}",
        site=(urlsplit(base).netloc or "").lower(),
        engagement=a_sum(given.get("like_count"), given.get("reply_count")),
    )


def _has_words(given: Any) -> bool:
    """A title alone is no post: it stands above every answer of its topic."""
    return bool(a_text(given.get("raw")) or a_text(given.get("cooked")) or a_text(given.get("blurb")))
