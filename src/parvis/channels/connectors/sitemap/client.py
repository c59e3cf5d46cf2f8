"""The only part of the connector that talks to the network: the sitemap, robots.txt, and pages that are new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from parvis.channels.connectors.sitemap.parse import Place, page_item, parse_sitemap
from parvis.channels.logic.items import InboundItem, Page, RejectedRow
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.refusals import refusal_of
from parvis.channels.logic.texts import bounded_id
from parvis.foundation.http import FetchError, Response, fetch

MAX_SITEMAP_BYTES = 16 * 1024 * 1024
MAX_PAGE_BYTES = 2 * 1024 * 1024
TIMEOUT_SECONDS = 30
MOST_CHILDREN = 10
MOST_PAGES = 25  # of one visit: a guest does not empty the house
PAGE_ITEMS = 5
MOST_KNOWN = 2_000
ROBOT = "Parvis"
_SOME_PAST = datetime(1995, 1, 1, tzinfo=UTC)


def read_pages(settings: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """Pages that are new or changed since the cursor, the oldest change first."""
    known: dict[str, str] = dict(cursor.get("known") or {})
    wanted = [each for each in places_of(settings, now=now) if known.get(_key(each)) != _mark(each)]
    wanted.sort(key=lambda each: (each.changed_at or _SOME_PAST, each.url))
    # At the first visit the newest pages; afterwards the oldest of what is new, so that none is passed over.
    wanted = wanted[:MOST_PAGES] if known else wanted[-MOST_PAGES:]
    robots = _robots(str(settings.get("url") or ""), now=now) if wanted else None
    for start in range(0, max(1, len(wanted)), PAGE_ITEMS):
        some = wanted[start : start + PAGE_ITEMS]
        read = [
            (each, _read(each, robots, position=start + n, now=now)) for n, each in enumerate(some, start=1)
        ]
        changed = [item for each, item in read if isinstance(item, InboundItem) and _key(each) in known]
        items = [item for each, item in read if isinstance(item, InboundItem) and _key(each) not in known]
        for each in some:
            known.pop(_key(each), None)
            known[_key(each)] = _mark(each)
        known = dict(list(known.items())[-MOST_KNOWN:])
        yield Page(
            items=tuple(items),
            cursor={"known": dict(known)},
            rejected=tuple(row for _, row in read if isinstance(row, RejectedRow)),
            position_done=min(start + PAGE_ITEMS, len(wanted)),
            position_total=len(wanted),
            changed=tuple(changed),
        )


def places_of(settings: Settings, *, now: datetime) -> list[Place]:
    """What the sitemap names; of an index, what its newest sitemaps name."""
    top = parse_sitemap(_body(str(settings.get("url") or ""), MAX_SITEMAP_BYTES, now=now), now=now)
    places = list(top.places)
    children = sorted(top.children, key=lambda each: each.changed_at or _SOME_PAST, reverse=True)
    for child in children[:MOST_CHILDREN]:
        places += parse_sitemap(_body(child.url, MAX_SITEMAP_BYTES, now=now), now=now).places
    return list({each.url: each for each in places}.values())


def _read(
    place: Place, robots: RobotFileParser | None, *, position: int, now: datetime
) -> InboundItem | RejectedRow | None:
    """The page; nothing for one that robots may not read, or that is not there."""
    if robots is not None and not robots.can_fetch(ROBOT, place.url):
        return None
    try:
        response = _ask(place.url, MAX_PAGE_BYTES, now=now)
    except ConnectorError as error:
        if error.code in {"rate-limited", "unreachable", "timeout"}:
            raise  # the next visit begins with this page
        return None
    content_type = response.headers.get("content-type", "")
    if "html" not in content_type.lower():
        return None
    return page_item(response.body, place=place, content_type=content_type, position=position, now=now)


def _robots(url: str, *, now: datetime) -> RobotFileParser | None:
    """The site's rules for programs; a site without any allows reading."""
    parts = urlsplit(url)
    try:
        body = _body(f"{parts.scheme}://{parts.netloc}/robots.txt", 512 * 1024, now=now)
    except ConnectorError as error:
        if error.code in {"rate-limited", "unreachable", "timeout"}:
            raise
        return None
    rules = RobotFileParser()
    rules.parse(body.decode("utf-8", "replace").splitlines())
    return rules


def _key(place: Place) -> str:
    return bounded_id(place.url)


def _mark(place: Place) -> str:
    return place.changed_at.isoformat() if place.changed_at else ""


def _body(url: str, most: int, *, now: datetime) -> bytes:
    return _ask(url, most, now=now).body


def _ask(url: str, most: int, *, now: datetime) -> Response:
    try:
        response = fetch(url, max_bytes=most, timeout_seconds=TIMEOUT_SECONDS)
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    if not 200 <= response.status < 300:
        raise refusal_of(response.status, response.headers, now=now)
    return response
