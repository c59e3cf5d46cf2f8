"""The only part of the connector that talks to the network: asks for the page or the file, if it has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import blake2b

from parvis.channels.connectors.reviews.parse import reviews_of
from parvis.channels.logic.items import InboundItem, Page, RejectedRow
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.refusals import rate_of, refusal_of
from parvis.foundation.http import FetchError, Response, fetch

MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_SECONDS = 30
MOST_KNOWN = 5_000


def read_pages(settings: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """Reviews that were not there before. A file that is the same as last time is not read."""
    response = ask(settings, now=now)
    digest = blake2b(response.body, digest_size=16).hexdigest()
    if cursor.get("digest") == digest:
        return
    items, rejected = parsed(response, now=now)
    # Late reviews of another day are new too: a page is compared as a whole, not by time.
    listed = Listed(items, rejected=rejected, rate=rate_of(response.headers, now=now))
    state = {"seen": cursor.get("seen") or []}
    for page in read_back(lambda key: listed, state, now=now):
        is_last = page.position_done == page.position_total
        yield Page(
            page.items,
            {"seen": page.cursor["seen"], **({"digest": digest} if is_last else {})},
            page.rejected,
            page.position_done,
            page.position_total,
            rate=page.rate,
        )


def parsed(response: Response, *, now: datetime) -> tuple[list[InboundItem], list[RejectedRow]]:
    content_type = response.headers.get("content-type", "")
    return sorted_out(reviews_of(response.body, content_type=content_type, url=response.url, now=now))


def ask(settings: Settings, *, now: datetime) -> Response:
    """The page or file. Raises ConnectorError."""
    try:
        response = fetch(str(settings.get("url") or ""), max_bytes=MAX_BYTES, timeout_seconds=TIMEOUT_SECONDS)
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    if not 200 <= response.status < 300:
        raise refusal_of(response.status, response.headers, now=now)
    return response
