"""The only part of the connector that talks to the network: XRPC, and the WebSocket of a Jetstream."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from parvis.channels.connectors.bluesky.parse import (
    POSTS,
    Wanted,
    found_posts,
    jetstream_event,
    post_address,
    record_key,
)
from parvis.channels.connectors.web import TIMEOUT_SECONDS, address, ask, tell_json
from parvis.channels.logic.items import OutboundMessage, Page, SendReceipt
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.profiles import PublicProfile
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.terms import listed, pattern_of
from parvis.channels.logic.values import a_mapping, a_text
from parvis.foundation.clock import utc_now
from parvis.foundation.http import USER_AGENT, FetchError
from parvis.foundation.http_stream import open_socket

PAGE_POSTS = 100
PUBLIC_SERVICE = "https://public.api.bsky.app"
JETSTREAM = "wss://jetstream2.us-east.bsky.network"
MAX_MESSAGE_BYTES = 512 * 1024
PING_SECONDS = 20
# How often the place is told although nothing that is wanted was heard.
PLACE_SECONDS = 2.0
# Looked at again after a break: Jetstream asks for a little, as several of its servers do not agree exactly.
OVERLAP_US = 5_000_000


def public_profile(handle: str, *, now: datetime) -> PublicProfile:
    """The profile of an account, as everybody sees it. Raises ConnectorError."""
    body = a_mapping(ask(address(PUBLIC_SERVICE, "/xrpc/app.bsky.actor.getProfile", actor=handle), now=now).body)
    words = (a_text(body.get("displayName")), a_text(body.get("description")))
    return PublicProfile(f"https://bsky.app/profile/{a_text(body.get('handle')) or handle}", "\n".join(words))


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What a search finds that is newer than the cursor. A stream looks back by itself: nothing then."""
    if settings.get("mode") == "stream":
        return
    service, headers = _session(settings, secrets, now=now)
    our_did = _our_did(settings, now=now)
    yield from read_back(partial(_search, settings, service, headers, our_did, now=now), cursor, now=now)


def check_service(settings: Settings, secrets: Settings, *, now: datetime) -> None:
    """Raise when the search refuses us, or the stream cannot be opened."""
    if settings.get("mode") == "stream":
        open_jetstream(settings, secrets, {}, now=now).close()
        return
    service, headers = _session(settings, secrets, now=now)
    _search(settings, service, headers, "", "", now=now)


def gone_posts(settings: Settings, secrets: Settings, uris: list[str], *, now: datetime) -> set[str]:
    """Which posts are no longer shown: deleted, or their account closed. At most 25."""
    service, headers = _session(settings, secrets, now=now)
    answer = ask(address(service, "/xrpc/app.bsky.feed.getPosts", uris=uris), headers=headers, now=now)
    posts = a_mapping(answer.body).get("posts")
    if not isinstance(posts, list):
        raise ConnectorError("malformed", "no list of posts", permanent=False)
    return set(uris) - {a_text(a_mapping(each).get("uri")) for each in posts}


def send_post(
    settings: Settings, secrets: Settings, message: OutboundMessage, *, now: datetime
) -> SendReceipt:
    """Publish an answer below the post it answers. Its key is made of our own id, so that it appears once."""
    if not secrets.get("app_password"):
        raise ConnectorError("cannot-send", "an app password is needed", permanent=True)
    service, headers = _session(settings, secrets, now=now)
    did = _our_did(settings, now=now)
    key = record_key(message.external_id)
    record: dict[str, Any] = {"$type": POSTS, "text": message.text, "createdAt": now.isoformat()}
    if message.in_reply_to.startswith("at://"):
        parent, root = _thread(service, headers, message.in_reply_to, now=now)
        record["reply"] = {"root": root, "parent": parent}
    answer = tell_json(
        address(service, "/xrpc/com.atproto.repo.putRecord"),
        {"repo": did, "collection": POSTS, "rkey": key, "record": record},
        headers=headers,
        now=now,
    )
    uri = a_text(a_mapping(answer.body).get("uri"))
    if not uri:
        raise ConnectorError("malformed", "no post in the answer", permanent=False)
    return SendReceipt(uri, post_address(uri)[:300])


class Jetstream:
    """The posts of the network as they are written, those that are wanted."""

    def __init__(self, socket: ClientConnection, wanted: Wanted, cursor: Cursor) -> None:
        self._socket = socket
        self._wanted = wanted
        self._cursor = dict(cursor)

    def __iter__(self) -> Iterator[Page]:
        told_at = time.monotonic()
        try:
            for message in self._socket:
                event = jetstream_event(message, wanted=self._wanted, now=utc_now())
                if event.time_us is not None:
                    self._cursor = {**self._cursor, "time_us": event.time_us}
                is_news = event.item or event.changed or event.deleted or event.rejected
                if is_news or time.monotonic() - told_at > PLACE_SECONDS:
                    told_at = time.monotonic()
                    yield Page(
                        items=(event.item,) if event.item else (),
                        cursor=self._cursor,
                        rejected=(event.rejected,) if event.rejected else (),
                        changed=(event.changed,) if event.changed else (),
                        deleted=(event.deleted,) if event.deleted else (),
                    )
        except (WebSocketException, OSError) as error:
            raise ConnectorError("unreachable", type(error).__name__, permanent=False) from error

    def close(self) -> None:
        with suppress(WebSocketException, OSError):
            self._socket.close()


def open_jetstream(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Jetstream:
    """Open where the cursor ends, or at the present. Raises ConnectorError."""
    since = cursor.get("time_us")
    url = address(
        settings.get("jetstream_url") or JETSTREAM,
        "/subscribe",
        wantedCollections=POSTS,
        cursor=max(1, int(since) - OVERLAP_US) if isinstance(since, int) else None,
    )
    wanted = Wanted(
        pattern_of(listed(settings.get("terms"))),
        frozenset(each.lower() for each in listed(settings.get("languages"))),
        _our_did(settings, now=now),
    )
    try:
        connected = open_socket(url, timeout_seconds=TIMEOUT_SECONDS)
    except FetchError as error:
        raise ConnectorError(error.code, error.detail, permanent=error.permanent) from error
    target = urlsplit(url)
    # The socket is checked, connected and encrypted already; the name is only for the greeting.
    greeted = f"ws://{target.netloc}{target.path}?{target.query}"
    try:
        socket = connect(
            greeted,
            sock=connected,
            proxy=None,
            compression=None,
            open_timeout=TIMEOUT_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            close_timeout=2,
            max_size=MAX_MESSAGE_BYTES,
            user_agent_header=USER_AGENT,
        )
    except (WebSocketException, OSError, ValueError) as error:
        connected.close()
        raise ConnectorError("unreachable", type(error).__name__, permanent=False) from error
    return Jetstream(socket, wanted, cursor)


def _search(
    settings: Settings, service: str, headers: dict[str, str], our_did: str, key: str, *, now: datetime
) -> Listed:
    url = address(
        service,
        "/xrpc/app.bsky.feed.searchPosts",
        q=settings.get("terms"),
        sort="latest",
        limit=PAGE_POSTS,
        cursor=key,
    )
    answer = ask(url, headers=headers, now=now)
    body = a_mapping(answer.body)
    if not isinstance(body.get("posts"), list):
        raise ConnectorError("malformed", "no list of posts", permanent=False)
    items, rejected = sorted_out(found_posts(body["posts"], our_did=our_did, now=now))
    return Listed(items, a_text(body.get("cursor")), rejected, rate=answer.rate)


def _session(settings: Settings, secrets: Settings, *, now: datetime) -> tuple[str, dict[str, str]]:
    """The service to ask, and the headers of a log-in where one is given."""
    password = str(secrets.get("app_password") or "")
    if not password:
        return str(settings.get("service") or PUBLIC_SERVICE), {}
    service = str(settings.get("service") or "https://bsky.social")
    answer = tell_json(
        address(service, "/xrpc/com.atproto.server.createSession"),
        {"identifier": str(settings.get("account") or "").lstrip("@"), "password": password},
        now=now,
    )
    token = a_text(a_mapping(answer.body).get("accessJwt"))
    if not token:
        raise ConnectorError("login-refused", "no token in the answer", permanent=True)
    return service, {"Authorization": f"Bearer {token}"}


def _our_did(settings: Settings, *, now: datetime) -> str:
    """The account's lasting name; "" where no account of ours is named."""
    account = str(settings.get("account") or "").strip().lstrip("@")
    if not account or account.startswith("did:"):
        return account
    service = settings.get("service") or PUBLIC_SERVICE
    answer = ask(address(service, "/xrpc/com.atproto.identity.resolveHandle", handle=account), now=now)
    return a_text(a_mapping(answer.body).get("did"))


def _thread(
    service: str, headers: dict[str, str], uri: str, *, now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """The post that is answered and the one that began the thread, each with the hash that names its version."""
    parts = uri.split("/")
    if len(parts) != 5:
        raise ConnectorError("malformed", "no post is named", permanent=True)
    url = address(
        service, "/xrpc/com.atproto.repo.getRecord", repo=parts[2], collection=parts[3], rkey=parts[4]
    )
    body = a_mapping(ask(url, headers=headers, now=now).body)
    parent = {"uri": a_text(body.get("uri")), "cid": a_text(body.get("cid"))}
    root = a_mapping(a_mapping(a_mapping(body.get("value")).get("reply")).get("root"))
    known = {"uri": a_text(root.get("uri")), "cid": a_text(root.get("cid"))}
    return parent, known if all(known.values()) else parent
