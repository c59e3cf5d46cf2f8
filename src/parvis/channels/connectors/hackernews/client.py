"""The only part of the connector that talks to the network: the search, and single items to see what is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from parvis.channels.connectors.hackernews.parse import is_gone, items_of
from parvis.channels.connectors.web import address, ask
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.values import a_count, a_mapping

SEARCH = "https://hn.algolia.com/api/v1"
ITEMS = "https://hacker-news.firebaseio.com/v0"
PAGE_HITS = 100


def read_pages(settings: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor and holds the words."""
    return read_back(partial(listed, settings, now=now), cursor, now=now)


def listed(settings: Settings, key: str, *, now: datetime) -> Listed:
    """One answer; key: the number of the page."""
    tags = {"posts": "story", "comments": "comment"}.get(str(settings.get("mode")), "(story,comment)")
    url = address(
        SEARCH,
        "/search_by_date",
        query=settings.get("query"),
        tags=tags,
        hitsPerPage=PAGE_HITS,
        page=key or "0",
    )
    answer = ask(url, now=now)
    body = a_mapping(answer.body)
    if not isinstance(body.get("hits"), list):
        raise ConnectorError("malformed", "no list of hits", permanent=False)
    items, rejected = sorted_out(items_of(body["hits"], now=now))
    is_more = len(body["hits"]) >= PAGE_HITS and int(key or 0) + 1 < (a_count(body.get("nbPages")) or 0)
    return Listed(items, str(int(key or 0) + 1) if is_more else "", rejected, rate=answer.rate)


def gone_items(ids: list[str], *, now: datetime) -> set[str]:
    """Which items were deleted: asked one by one, as the site offers no other way."""
    return {
        each
        for each in ids
        if each.isdigit() and is_gone(ask(address(ITEMS, f"/item/{each}.json"), now=now).body)
    }
