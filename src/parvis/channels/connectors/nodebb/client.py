"""The only part of the connector that talks to the network: recent posts, single posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from urllib.parse import quote

from parvis.channels.connectors.nodebb.parse import deleted_of, is_gone, items_of
from parvis.channels.connectors.web import address, ask
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.values import a_mapping

PAGE_POSTS = 20  # what a forum gives if nobody changed it
MOST_LISTED = 25


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_back(partial(listed, settings, secrets, now=now), cursor, now=now, most_listed=MOST_LISTED)


def listed(settings: Settings, secrets: Settings, key: str, *, now: datetime) -> Listed:
    """One answer; key: the number of the page."""
    base = str(settings.get("url") or "")
    url = address(base, "/api/recent/posts/month", page=key or "1")
    answer = ask(url, headers=_headers(secrets), now=now)
    if not isinstance(answer.body, list):
        raise ConnectorError("malformed", "no list of posts", permanent=False)
    items, rejected = sorted_out(items_of(answer.body, base=base, now=now))
    next_key = str(int(key or 1) + 1) if len(answer.body) >= PAGE_POSTS else ""
    return Listed(items, next_key, rejected, deleted_of(answer.body), answer.rate)


def gone_posts(settings: Settings, secrets: Settings, ids: list[str], *, now: datetime) -> set[str]:
    """Which posts are gone, asked one by one."""
    gone = set()
    for each in ids:
        try:
            url = address(settings.get("url"), f"/api/v3/posts/{quote(each, safe='')}")
            body = a_mapping(ask(url, headers=_headers(secrets), now=now).body)
            if is_gone(body.get("response")):
                gone.add(each)
        except ConnectorError as error:
            if error.code not in {"not-found", "gone"}:
                raise
            gone.add(each)
    return gone


def _headers(secrets: Settings) -> dict[str, str]:
    key = str(secrets.get("api_key") or "")
    return {"Authorization": f"Bearer {key}"} if key else {}
