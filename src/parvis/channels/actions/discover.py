"""Looking at an address that was named somewhere: is it something that could be listened to, and what does it say?

Nothing is stored. Asks at most three times, through the guarded network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from parvis.channels.logic.autodiscovery import looks_like_feed, signs_of
from parvis.channels.logic.items import InboundItem
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.refusals import refusal_of
from parvis.channels.reads.connectors import connector
from parvis.foundation.http import FetchError, Response, fetch

MAX_PAGE_BYTES = 4 * 1024 * 1024
TIMEOUT_SECONDS = 20
_ACCEPT = "text/html, application/rss+xml, application/atom+xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Discovered:
    """kind and settings: of the connection that would listen there. items: its newest posts."""

    kind: str
    settings: dict[str, Any]
    title: str
    items: tuple[InboundItem, ...]


def look_at(address: str, *, now: datetime) -> Discovered:
    """What stands at an address. Raises ConnectorError; code "no-feed": a page that offers nothing to listen to."""
    page = _ask(address, now=now)
    if looks_like_feed(page.body, page.headers.get("content-type", "")):
        return _tried("rss", {"url": page.url}, "", now=now)
    signs = signs_of(page.body, url=page.url, headers=page.headers)
    parts = urlsplit(page.url)
    ways: list[tuple[str, dict[str, Any]]] = []
    if signs.software:
        settings = {"url": f"{parts.scheme}://{parts.netloc}"}
        ways.append(
            (signs.software, {**settings, "mode": "latest"} if signs.software == "discourse" else settings)
        )
    ways += [("rss", {"url": feed}) for feed in signs.feeds[:1]]
    refused = ConnectorError("no-feed", "the page names no feed", permanent=True)
    for kind, settings in ways:
        try:
            return _tried(kind, settings, signs.title, now=now)
        except ConnectorError as error:
            refused = error
    raise refused


def _tried(kind: str, settings: dict[str, Any], title: str, *, now: datetime) -> Discovered:
    """The newest posts, as the connector itself would bring them."""
    ask = connector(kind).fetch
    assert ask is not None
    page = next(iter(ask(settings, {}, {}, now=now)), None)
    return Discovered(kind, settings, title, page.items if page else ())


def _ask(address: str, *, now: datetime) -> Response:
    try:
        response = fetch(
            address, headers={"Accept": _ACCEPT}, max_bytes=MAX_PAGE_BYTES, timeout_seconds=TIMEOUT_SECONDS
        )
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    if response.status != 200:
        raise refusal_of(response.status, response.headers, now=now)
    return response
