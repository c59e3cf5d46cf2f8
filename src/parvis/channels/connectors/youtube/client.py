"""The only part of the connector that talks to the network. Each call takes a unit of the key's quota first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from parvis.channels.connectors.web import Answer, address, ask
from parvis.channels.connectors.youtube.parse import ids_of, items_of
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Purse, PurseEmpty, Settings
from parvis.channels.logic.terms import listed as listed_terms
from parvis.channels.logic.values import a_mapping, a_text

API = "https://www.googleapis.com/youtube/v3"
PAGE_THREADS = 100
UNITS_A_CALL = 1  # commentThreads.list and comments.list


def read_pages(
    settings: Settings, secrets: Settings, cursor: Cursor, *, purse: Purse | None, now: datetime
) -> Iterator[Page]:
    """What was said since the cursor: of a channel's videos, or of each video that is named."""
    videos = listed_terms(settings.get("video_ids"))
    for asked in [{"videoId": each} for each in videos] or [
        {"allThreadsRelatedToChannelId": str(settings.get("channel_id") or "")}
    ]:
        (place,) = asked.values()
        if not place:
            raise ConnectorError("settings", "a channel or videos", permanent=True)
        places = dict(cursor.get("places") or {})

        def listed(key: str, asked: dict[str, str] = asked) -> Listed:
            return _listed(settings, secrets, asked, key, purse=purse, now=now)

        for page in read_back(listed, places.get(place) or {}, now=now, keeps_what_was_paid=True):
            places[place] = page.cursor
            cursor = {"places": dict(places)}
            yield _with(page, cursor)


def gone_comments(
    settings: Settings, secrets: Settings, ids: list[str], *, purse: Purse | None, now: datetime
) -> set[str]:
    """Which comments are gone. At most 50."""
    url = address(API, "/comments", part="id", id=",".join(ids), maxResults=100, key=secrets.get("api_key"))
    answer = _ask(url, purse=purse, now=now)
    if not isinstance(a_mapping(answer.body).get("items"), list):
        raise ConnectorError("malformed", "no list of comments", permanent=False)
    return set(ids) - ids_of(a_mapping(answer.body).get("items"))


def _listed(
    settings: Settings,
    secrets: Settings,
    asked: dict[str, str],
    key: str,
    *,
    purse: Purse | None,
    now: datetime,
) -> Listed:
    url = address(
        API,
        "/commentThreads",
        part="snippet,replies",
        order="time",
        textFormat="plainText",
        maxResults=PAGE_THREADS,
        pageToken=key,
        key=secrets.get("api_key"),
        **asked,
    )
    answer = _ask(url, purse=purse, now=now)
    body = a_mapping(answer.body)
    if not isinstance(body.get("items"), list):
        raise ConnectorError("malformed", "no list of comments", permanent=False)
    items, rejected = sorted_out(items_of(body["items"], now=now))
    return Listed(items, a_text(body.get("nextPageToken")), rejected, rate=answer.rate)


def _ask(url: str, *, purse: Purse | None, now: datetime) -> Answer:
    """Also an answer that refuses counts, as the site counts it."""
    if purse is not None and not purse.reserve(UNITS_A_CALL):
        raise PurseEmpty
    return ask(url, now=now)


def _with(page: Page, cursor: Cursor) -> Page:
    return Page(
        page.items,
        dict(cursor),
        page.rejected,
        page.position_done,
        page.position_total,
        rate=page.rate,
        has_gap=page.has_gap,
    )
