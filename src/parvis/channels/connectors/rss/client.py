"""The only part of the connector that talks to the network: asks for the feed, if it has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from parvis.channels.connectors.rss.parse import ParsedFeed, parse_feed
from parvis.channels.logic.items import Page
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.foundation.http import FetchError, Response, fetch

MAX_FEED_BYTES = 8 * 1024 * 1024
TIMEOUT_SECONDS = 30
PAGE_ENTRIES = 500
MAX_WAIT_SECONDS = 24 * 3600
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
    raise _refusal(response, now=now)


def _refusal(response: Response, *, now: datetime) -> ConnectorError:
    status = response.status
    wait = _wait_seconds(response.headers.get("retry-after", ""), now=now)
    if status == 429 or (status == 503 and wait is not None):
        return ConnectorError("rate-limited", f"HTTP {status}", permanent=False, retry_after_seconds=wait)
    if status == 410:
        return ConnectorError("gone", "HTTP 410", permanent=True)
    if status in {401, 407}:
        return ConnectorError("login-refused", f"HTTP {status}", permanent=True)
    # 404 and 403 come and go with deployments and firewalls: worth asking again later.
    code = "not-found" if status == 404 else "refused" if 400 <= status < 500 else "unreachable"
    return ConnectorError(code, f"HTTP {status}", permanent=False, retry_after_seconds=wait)


def _wait_seconds(written: str, *, now: datetime) -> float | None:
    """Retry-After as seconds or as a date (RFC 9110, 10.2.3), at most a day; None when not said."""
    written = written.strip()
    if written.isascii() and written.isdigit():
        return float(min(int(written[:9]), MAX_WAIT_SECONDS))
    try:
        moment = parsedate_to_datetime(written)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return float(min(max(0, (moment - now).total_seconds()), MAX_WAIT_SECONDS))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
