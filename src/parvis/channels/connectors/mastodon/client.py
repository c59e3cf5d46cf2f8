"""The only part of the connector that talks to the network: timelines, search, the stream, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from urllib.parse import quote

from parvis.channels.connectors.mastodon.parse import (
    Place,
    items_of,
    notified,
    place_of,
    profile_said,
    stream_event,
)
from parvis.channels.connectors.web import TIMEOUT_SECONDS, address, ask, tell
from parvis.channels.logic.items import OutboundMessage, Page, SendReceipt
from parvis.channels.logic.paging import Listed, advanced, read_back, sorted_out
from parvis.channels.logic.profiles import PublicProfile
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.refusals import refusal_of
from parvis.channels.logic.values import a_list, a_mapping, a_text
from parvis.foundation.clock import utc_now
from parvis.foundation.http import FetchError
from parvis.foundation.http_stream import OpenAnswer, open_stream

PAGE_STATUSES = 40  # the most that the API gives
# Mastodon says ":thump" every 15 seconds where nothing else is said.
IDLE_SECONDS = 90
MAX_DATA_CHARACTERS = 1_000_000


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor, by the timeline that the settings name."""
    return read_back(partial(_listed, settings, secrets, now=now), cursor, now=now)


def check_server(settings: Settings, secrets: Settings, *, now: datetime) -> None:
    """Raise when the timeline cannot be read."""
    _listed(settings, secrets, "", now=now)


def public_profile(server: str, user: str, *, now: datetime) -> PublicProfile:
    """The profile of an account on its own server, as everybody sees it. Raises ConnectorError."""
    body = ask(address(server, "/api/v1/accounts/lookup", acct=user), now=now).body
    return profile_said(body, fallback=f"{server}/@{quote(user)}")


def gone_statuses(settings: Settings, secrets: Settings, ids: list[str], *, now: datetime) -> set[str]:
    """Which statuses are no longer there. Those that a list lacks (API since 4.3) are asked for one by one."""
    url = address(settings.get("server"), "/api/v1/statuses", **{"id[]": ids})
    body = ask(url, headers=_headers(secrets), now=now).body
    if not isinstance(body, list):
        raise ConnectorError("malformed", "no list of statuses", permanent=False)
    shown = {a_text(a_mapping(each).get("id")) for each in body}
    return {each for each in ids if each not in shown and _is_gone(settings, secrets, each, now=now)}


def _is_gone(settings: Settings, secrets: Settings, status_id: str, *, now: datetime) -> bool:
    url = address(settings.get("server"), f"/api/v1/statuses/{quote(status_id, safe='')}")
    try:
        ask(url, headers=_headers(secrets), now=now)
    except ConnectorError as error:
        if error.code in {"not-found", "gone"}:
            return True
        raise
    return False


def send_status(
    settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime
) -> SendReceipt:
    """Publish an answer. The server knows the key of a repeated one and gives back the same status."""
    recipient = "@" + message.recipient_handle.lstrip("@")
    named = recipient.lower() in message.text.lower()
    answer = tell(
        address(settings.get("server"), "/api/v1/statuses"),
        form={
            "status": message.text if named else f"{recipient} {message.text}",
            "visibility": "public" if settings.get("visibility") == "in_public" else "unlisted",
            **({"in_reply_to_id": message.in_reply_to} if message.in_reply_to.isdigit() else {}),
        },
        headers={**_headers(secrets), "Idempotency-Key": message.external_id},
        now=now,
    )
    published = a_text(a_mapping(answer.body).get("id"))
    if not published:
        raise ConnectorError("malformed", "no status in the answer", permanent=False)
    return SendReceipt(published, a_text(a_mapping(answer.body).get("url"))[:300])


class TimelineStream:
    """Server-sent events of a timeline, as pages of one event each."""

    def __init__(self, answer: OpenAnswer, place: Place, cursor: Cursor) -> None:
        self._answer = answer
        self._place = place
        self._cursor = dict(cursor)

    def __iter__(self) -> Iterator[Page]:
        name, data, size = "", list[str](), 0
        try:
            for line in self._answer.lines():
                field, _, value = line.decode("utf-8", "replace").partition(":")
                value = value.removeprefix(" ")
                if field == "event":
                    name = value
                elif field == "data":
                    data.append(value)
                    size += len(value)
                    if size > MAX_DATA_CHARACTERS:
                        raise ConnectorError("too-large", "an event of the stream", permanent=False)
                elif not line:
                    if data:
                        yield self._page(name, "\n".join(data))
                    name, data, size = "", [], 0
        except FetchError as error:
            raise ConnectorError(error.code, error.detail, permanent=False) from error

    def close(self) -> None:
        self._answer.close()

    def _page(self, name: str, data: str) -> Page:
        event = stream_event(name, data, place=self._place, now=utc_now())
        items = (event.item,) if event.item else ()
        self._cursor = advanced(self._cursor, items)
        return Page(
            items=items,
            cursor=self._cursor,
            rejected=(event.rejected,) if event.rejected else (),
            changed=(event.changed,) if event.changed else (),
            deleted=(event.deleted,) if event.deleted else (),
        )


def open_timeline(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> TimelineStream:
    """The stream of the timeline. Raises ConnectorError."""
    what = _timeline(settings, secrets)
    path, query = {
        "public": ("public", {}),
        "local": ("public/local", {}),
        "mentions": ("user/notification", {}),
    }.get(what, ("hashtag", {"tag": _tag(settings)}))
    try:
        answer = open_stream(
            address(_streaming_base(settings, now=now), f"/api/v1/streaming/{path}", **query),
            headers={**_headers(secrets), "Accept": "text/event-stream"},
            timeout_seconds=TIMEOUT_SECONDS,
            idle_seconds=IDLE_SECONDS,
        )
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    if answer.status != 200:
        answer.close()
        raise refusal_of(answer.status, answer.headers, now=now)
    return TimelineStream(answer, _place(settings), cursor)


def _streaming_base(settings: Settings, *, now: datetime) -> str:
    """Large servers stream from a name of their own, which they tell."""
    server = str(settings.get("server") or "")
    try:
        told = a_mapping(ask(address(server, "/api/v2/instance"), now=now).body)
    except ConnectorError:
        return server
    base = a_text(a_mapping(a_mapping(told.get("configuration")).get("urls")).get("streaming"))
    return "http" + base[2:] if base.startswith(("ws://", "wss://")) else server


def _listed(settings: Settings, secrets: Settings, key: str, *, now: datetime) -> Listed:
    """One answer; key: the id before which the next older statuses lie, or how many were read of a search."""
    what, server, place = _timeline(settings, secrets), settings.get("server"), _place(settings)
    asked: dict[str, object] = {"limit": PAGE_STATUSES, "max_id": key}
    if what == "mentions":
        url = address(server, "/api/v1/notifications", **{"types[]": "mention"}, **asked)
    elif what == "search":
        asked = {"q": settings.get("term"), "type": "statuses", "limit": PAGE_STATUSES, "offset": key}
        url = address(server, "/api/v2/search", **asked)
    elif what == "hashtag":
        url = address(server, f"/api/v1/timelines/tag/{quote(_tag(settings), safe='')}", **asked)
    else:
        url = address(server, "/api/v1/timelines/public", local="true" if what == "local" else None, **asked)
    answer = ask(url, headers=_headers(secrets), now=now)
    body = a_mapping(answer.body).get("statuses") if what == "search" else answer.body
    if not isinstance(body, list):
        raise ConnectorError("malformed", "no list of statuses", permanent=False)
    read = notified if what == "mentions" else items_of
    items, rejected = sorted_out(read(body, place=place, now=now))
    next_key = ""
    if len(body) >= PAGE_STATUSES:
        last = a_text(a_mapping(a_list(body)[-1]).get("id"))
        next_key = str(int(key or 0) + len(body)) if what == "search" else last
    return Listed(items, next_key, rejected, rate=answer.rate)


def _timeline(settings: Settings, secrets: Settings) -> str:
    what = str(settings.get("timeline") or "hashtag")
    if what in {"hashtag", "search"} and not _tag(settings):
        raise ConnectorError("settings", "a hashtag or words to search for", permanent=True)
    if what in {"search", "mentions"} and not secrets.get("access_token"):
        raise ConnectorError("settings", "an access token is needed", permanent=True)
    return what


def _tag(settings: Settings) -> str:
    return str(settings.get("term") or "").strip().lstrip("#")


def _place(settings: Settings) -> Place:
    return place_of(str(settings.get("server") or ""), str(settings.get("account") or ""))


def _headers(secrets: Settings) -> dict[str, str]:
    token = str(secrets.get("access_token") or "")
    return {"Authorization": f"Bearer {token}"} if token else {}
