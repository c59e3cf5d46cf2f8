"""Posts of a NodeBB forum into items. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_sum, a_text, plain_text, post


def items_of(posts: Any, *, base: str, now: datetime) -> list[InboundItem | RejectedRow]:
    """Posts that are there."""
    given = ((n, a_mapping(each)) for n, each in enumerate(a_list(posts), start=1))
    return [_post(each, base=base, position=n, now=now) for n, each in given if not is_gone(each)]


def deleted_of(posts: Any) -> list[str]:
    """Ids of posts that are shown as deleted."""
    return [a_text(a_mapping(each).get("pid")) for each in a_list(posts) if is_gone(a_mapping(each))]


def is_gone(given: Any) -> bool:
    """NodeBB says it as a number or as a truth."""
    return a_mapping(given).get("deleted") in (1, True)


def _post(given: Any, *, base: str, position: int, now: datetime) -> InboundItem | RejectedRow:
    user, topic = a_mapping(given.get("user")), a_mapping(given.get("topic"))
    number = a_text(given.get("pid"))
    text = plain_text(given.get("content"))
    return post(
        external_id=number,
        text=text,
        published_at=a_moment(given.get("timestampISO") or given.get("timestamp"), now=now),
        position=position,
        handle=a_text(user.get("username")),
        name=a_text(user.get("displayname")),
        title=a_text(topic.get("title")) if text else "",
        url=f"{base.rstrip('/')}/post/{number}",
        site=(urlsplit(base).netloc or "").lower(),
        engagement=a_sum(given.get("upvotes"), given.get("replies")),
        in_reply_to=a_text(given.get("toPid")),
    )
