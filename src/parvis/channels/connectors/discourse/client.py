"""The only part of the connector that talks to the network: latest posts, search, single posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from parvis.channels.connectors.discourse.parse import deleted_of, is_gone, items_of
from parvis.channels.connectors.web import address, ask
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.values import a_list, a_mapping, a_text


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    return read_back(partial(listed, settings, secrets, now=now), cursor, now=now)


def listed(settings: Settings, secrets: Settings, key: str, *, now: datetime) -> Listed:
    """One answer; key: the post before which older ones lie, or the page of a search."""
    base = str(settings.get("url") or "")
    is_search = settings.get("mode") == "search"
    if is_search:
        url = address(base, "/search.json", q=f"{settings.get('query') or ''} order:latest", page=key or "1")
    else:
        url = address(base, "/posts.json", before=key)
    answer = ask(url, headers=headers_of(settings, secrets), now=now)
    body = a_mapping(answer.body)
    posts = body.get("posts") if is_search else body.get("latest_posts")
    if not isinstance(posts, list):
        raise ConnectorError("malformed", "no list of posts", permanent=False)
    items, rejected = sorted_out(items_of(body, base=base, now=now))
    return Listed(items, _next(body, posts, key, is_search), rejected, deleted_of(body), answer.rate)


def gone_posts(settings: Settings, secrets: Settings, ids: list[str], *, now: datetime) -> set[str]:
    """Which posts are gone: asked one by one, as a forum offers no other way."""
    gone = set()
    for each in filter(str.isdigit, ids):
        try:
            url = address(settings.get("url"), f"/posts/{each}.json")
            shown = ask(url, headers=headers_of(settings, secrets), now=now).body
            if is_gone(shown):
                gone.add(each)
        except ConnectorError as error:
            if error.code not in {"not-found", "gone"}:
                raise
            gone.add(each)
    return gone


def headers_of(settings: Settings, secrets: Settings) -> dict[str, str]:
    """Of a key that the forum's administrators gave; most forums show their posts without one."""
    key = str(secrets.get("api_key") or "")
    return {"Api-Key": key, "Api-Username": str(settings.get("api_user") or "system")} if key else {}


def _next(body: object, posts: list[object], key: str, is_search: bool) -> str:
    if is_search:
        is_more = a_mapping(a_mapping(body).get("grouped_search_result")).get("more_full_page_results")
        return str(int(key or 1) + 1) if is_more else ""
    ids = [int(number) for each in a_list(posts) if (number := a_text(a_mapping(each).get("id"))).isdigit()]
    return str(min(ids)) if ids and key != str(min(ids)) else ""
