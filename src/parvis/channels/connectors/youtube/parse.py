"""Comment threads of the YouTube Data API into items. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.values import a_count, a_list, a_mapping, a_moment, a_text, plain_text, post


def items_of(threads: Any, *, now: datetime) -> list[InboundItem | RejectedRow]:
    """Comments and the answers that are shown with them."""
    return [
        _comment(comment, video=video, position=n, now=now)
        for n, each in enumerate(a_list(threads), start=1)
        for video, comment in _comments(a_mapping(each))
    ]


def ids_of(comments: Any) -> set[str]:
    """Ids of the comments that an answer shows."""
    return {a_text(a_mapping(each).get("id")) for each in a_list(comments)}


def _comments(thread: Any) -> Iterator[tuple[str, Any]]:
    snippet = a_mapping(thread.get("snippet"))
    video = a_text(snippet.get("videoId"))
    yield video, a_mapping(snippet.get("topLevelComment"))
    for answer in a_list(a_mapping(thread.get("replies")).get("comments")):
        yield video, a_mapping(answer)


def _comment(given: Any, *, video: str, position: int, now: datetime) -> InboundItem | RejectedRow:
    snippet = a_mapping(given.get("snippet"))
    number = a_text(given.get("id"))
    channel = a_text(a_mapping(snippet.get("authorChannelId")).get("value"))
    name = a_text(snippet.get("authorDisplayName"))
    return post(
        external_id=number,
        text=a_text(snippet.get("textOriginal")) or plain_text(snippet.get("textDisplay")),
        published_at=a_moment(snippet.get("publishedAt"), now=now),
        position=position,
        handle=channel or name,
        name=name,
        url=f"https://www.youtube.com/watch?v={video}&lc={number}" if video else "",
        site="youtube.com",
        engagement=a_count(snippet.get("likeCount")),
        in_reply_to=a_text(snippet.get("parentId")),
    )
