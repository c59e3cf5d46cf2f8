"""The only part of the connector that talks to the network: asks for the feed, if it has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b

from parvis.channels.connectors.rss.parse import ParsedFeed, parse_feed
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.refusals import refusal_of
from parvis.foundation.http import FetchError, Response, fetch

MAX_FEED_BYTES = 8 * 1024 * 1024
TIMEOUT_SECONDS = 30
PAGE_ENTRIES = 500
_ACCEPT = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.1"


def read_pages(settings: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """The entries of a feed that changed since the cursor; nothing for one that did not."""
    asked = {"Accept": _ACCEPT}
    if cursor.get("url") == settings.get("url"):
        if cursor.get("etag"):
            asked["If-None-Match"] = str(cursor["etag"])
        if cursor.get("last_modified"):
            asked["If-Modified-Since"] = str(cursor["last_modified"])
    response = _ask(settings, asked, now=now)
    if response.status == 304:
        return
    digest = blake2b(response.body, digest_size=16).hexdigest()
    is_same = cursor.get("url") == settings.get("url") and cursor.get("digest") == digest
    if is_same:
        return  # a server that knows neither ETag nor dates, and nothing new
    feed = _parse(response, now=now)
    done_cursor = {
        "url": settings.get("url"),
        "etag": response.headers.get("etag", "")[:500],
        "last_modified": response.headers.get("last-modified", "")[:100],
        "digest": digest,
    }
    starts = range(0, max(1, len(feed.items)), PAGE_ENTRIES)
    for start in starts:
        is_last = start + PAGE_ENTRIES >= len(feed.items)
        yield Page(
            items=feed.items[start : start + PAGE_ENTRIES],
            # Killed before the last page, the feed is asked for again whole; the ledger drops repeats.
            cursor=done_cursor if is_last else dict(cursor),
            rejected=feed.rejected if start == 0 else (),
            position_done=min(start + PAGE_ENTRIES, len(feed.items)),
            position_total=len(feed.items),
        )


def check_feed(settings: Settings, *, now: datetime) -> ParsedFeed:
    """The feed as it is now; raises ConnectorError with what is wrong."""
    return _parse(_ask(settings, {"Accept": _ACCEPT}, now=now), now=now)


def _parse(response: Response, *, now: datetime) -> ParsedFeed:
    content_type = response.headers.get("content-type", "")
    return parse_feed(response.body, url=response.url, content_type=content_type, now=now)


def _ask(settings: Settings, headers: Mapping[str, str], *, now: datetime) -> Response:
    try:
        response = fetch(
            str(settings.get("url") or ""),
            headers=headers,
            max_bytes=MAX_FEED_BYTES,
            timeout_seconds=TIMEOUT_SECONDS,
        )
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    if response.status in {200, 203, 304}:
        return response
    raise refusal_of(response.status, response.headers, now=now)
