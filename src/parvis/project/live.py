"""The live process: one Server-Sent Events stream per browser, fed by PostgreSQL's LISTEN/NOTIFY.

One listener per process hands each announcement to the streams whose audiences it names. A stream that was
lost comes back with the id of the last event it saw and gets what it missed from the table. Streams carry
topics and ids only; pages fetch what they may see.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")

import django

django.setup()

import psycopg
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user_model
from django.db import close_old_connections
from django.db.models import Q

from parvis.foundation.clock import utc_now
from parvis.foundation.live import CHANNEL
from parvis.foundation.models import LiveAnnouncement
from parvis.foundation.plugs import plugged
from parvis.project.telemetry import start_telemetry

start_telemetry("live")
logger = logging.getLogger(__name__)
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

# Shorter than the minute after which common proxies close a silent connection.
HEARTBEAT_SECONDS = 20
# How long a stream may go on hearing what its account may no longer hear.
RECHECK_SECONDS = float(os.environ.get("PARVIS_LIVE_RECHECK_SECONDS", "20"))
# A slow browser may fall this far behind; then its stream is closed and it catches up by itself.
MOST_WAITING = 200
MOST_CAUGHT_UP = 500
OVERLAP, OVERLAP_TIME = 50, timedelta(seconds=10)


@dataclass(eq=False)
class Stream:
    audiences: frozenset[str]
    cookie: str
    checked_at: float = field(default_factory=time.monotonic)
    waiting: asyncio.Queue[dict[str, Any] | None] = field(
        default_factory=lambda: asyncio.Queue(maxsize=MOST_WAITING)
    )


class Switchboard:
    """The streams of this process and the one connection that listens for them."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.listener: asyncio.Task[None] | None = None

    def hand_out(self, message: dict[str, Any]) -> None:
        for stream in list(self.streams):
            if message["audience"] in stream.audiences:
                try:
                    stream.waiting.put_nowait(message)
                except asyncio.QueueFull:
                    self.close(stream)

    def close(self, stream: Stream) -> None:
        self.streams.discard(stream)
        with contextlib.suppress(asyncio.QueueEmpty):
            stream.waiting.get_nowait()
        with contextlib.suppress(asyncio.QueueFull):
            stream.waiting.put_nowait(None)

    async def listen(self) -> None:
        """Listen for ever. After a lost database every stream is closed: its browser returns and catches up."""
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(**_address(), autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    async for notice in connection.notifies():
                        self.hand_out(json.loads(notice.payload))
            except (psycopg.Error, OSError) as error:
                logger.warning("live: the database cannot be listened to (%s)", type(error).__name__)
            for stream in list(self.streams):
                self.close(stream)
            await asyncio.sleep(1)


switchboard = Switchboard()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """ASGI: /live is the stream, /healthz says that the process lives."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            switchboard.listener = asyncio.create_task(switchboard.listen())
            await send({"type": "lifespan.startup.complete"})
        else:
            if switchboard.listener:
                switchboard.listener.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _answer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if scope["path"] == "/healthz":
        await _respond(send, 200, b"ok", {})
        return
    origin = headers.get("origin", "")
    if origin and not _is_own_page(origin, headers.get("host", "")):
        await _respond(send, 403, b"This stream belongs to another address.", {})
        return
    cors = {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"} if origin else {}
    if scope["path"] != "/live" or scope["method"] != "GET":
        await _respond(send, 404 if scope["path"] != "/live" else 405, b"", cors)
        return
    audiences = await sync_to_async(_audiences_of)(headers.get("cookie", ""))
    if not audiences:
        # 204 tells an EventSource not to try again: the session is over.
        await _respond(send, 204, b"", cors)
        return
    # A stream that comes back says which event it saw last; a new one, when its page was made.
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("since", [""])[0]
    cookie = headers.get("cookie", "")
    await _stream(receive, send, Stream(audiences, cookie), headers.get("last-event-id") or asked, cors)


async def _stream(
    receive: Receive, send: Send, stream: Stream, last_event_id: str, cors: dict[str, str]
) -> None:
    switchboard.streams.add(stream)
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": _encoded(
                    {
                        "content-type": "text/event-stream",
                        "cache-control": "no-store",
                        "x-accel-buffering": "no",
                        "vary": "Origin",
                        **cors,
                    }
                ),
            }
        )
        # Registered before looking back, so that nothing falls between; what comes twice is harmless.
        missed = await sync_to_async(_missed)(stream.audiences, last_event_id)
        await _write(send, b"retry: 2000\n\n" + b"".join(map(_frame, missed)))
        while not gone.done():
            if not await _is_still_allowed(stream):
                break
            waiter = asyncio.create_task(stream.waiting.get())
            done, _ = await asyncio.wait(
                {waiter, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if waiter not in done:
                waiter.cancel()
                if gone not in done:
                    await _write(send, b": still here\n\n")
                continue
            message = waiter.result()
            if message is None:
                break
            await _write(send, _frame(message))
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        switchboard.streams.discard(stream)
        gone.cancel()


async def _is_still_allowed(stream: Stream) -> bool:
    """Ask again from time to time: an ended session hears nothing more, a new queue or team is heard."""
    if time.monotonic() - stream.checked_at >= RECHECK_SECONDS:
        stream.audiences = await sync_to_async(_audiences_of)(stream.cookie)
        stream.checked_at = time.monotonic()
    return bool(stream.audiences)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _frame(message: dict[str, Any]) -> bytes:
    data = json.dumps({"topic": message["topic"], **message["payload"]})
    return f"id: {message['id']}\nevent: change\ndata: {data}\n\n".encode()


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _respond(send: Send, status: int, body: bytes, headers: dict[str, str]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": _encoded({"content-type": "text/plain; charset=utf-8", "vary": "Origin", **headers}),
        }
    )
    await send({"type": "http.response.body", "body": body})


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def _is_own_page(origin: str, host: str) -> bool:
    """The page's origin as configured; on one's own machine the same host name on the page's port."""
    if settings.ORIGIN:
        return origin == settings.ORIGIN
    page = urlsplit(origin)
    return (
        page.scheme == "http"
        and page.hostname in ("localhost", "127.0.0.1", "::1")
        and page.port == settings.PORT
        and urlsplit(f"//{host}").hostname == page.hostname
    )


def _audiences_of(cookie_header: str) -> frozenset[str]:
    """What the session's account may hear; nothing for a stranger or an account that was disabled."""
    close_old_connections()
    cookie = SimpleCookie(cookie_header).get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return frozenset()
    from importlib import import_module

    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    user = get_user_model().objects.filter(pk=session.get(SESSION_KEY) or 0, is_active=True).first()
    if user is None or not _session_is_current(session, user):
        return frozenset()
    heard: set[str] = set()
    for audiences_of in plugged("LIVE_AUDIENCES"):
        heard |= audiences_of(user)
    return frozenset(heard)


def _session_is_current(session: Any, user: Any) -> bool:
    """A password change ends the sessions made before it."""
    from django.contrib.auth import HASH_SESSION_KEY
    from django.utils.crypto import constant_time_compare

    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())


def _missed(audiences: Iterable[str], last_event_id: str) -> list[dict[str, Any]]:
    """What was announced after the event a browser saw last, or after its page was made."""
    close_old_connections()
    if not last_event_id.isascii() or not last_event_id.isdigit():
        return []
    since = int(last_event_id[:18])
    # Ids are given before commits, so a lower one may have become visible later; what comes twice is harmless.
    just_now = Q(pk__gt=since - OVERLAP, created_at__gt=utc_now() - OVERLAP_TIME)
    rows = LiveAnnouncement.objects.filter(Q(pk__gt=since) | just_now, audience__in=list(audiences))
    return [dict(row) for row in rows.order_by("pk").values("id", "topic", "audience", "payload")[:MOST_CAUGHT_UP]]


def _address() -> dict[str, Any]:
    database = settings.DATABASES["default"]
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {ours: database[django_name] for django_name, ours in names.items() if database[django_name]}
    return {**known, **database["OPTIONS"]}
