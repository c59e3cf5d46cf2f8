"""Visitors that send contact forms, and open pages that hear of it: asyncio and plain sockets."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "pages.test"
ORIGIN = f"http://{HOST}"
ANSWER_SECONDS = 6.0
# The stream says that it is still there every 20 s; a page that hears nothing for longer comes again.
SILENT_SECONDS = 25.0
_CSRF = "a" * 32


@dataclass
class Writes:
    """accepted: name of the submission → seconds until it was accepted, failures and retries included."""

    accepted: dict[str, float] = field(default_factory=dict)
    attempts: int = 0
    failed_attempts: int = 0
    given_up: set[str] = field(default_factory=set)


async def send_forms(
    writes: Writes, *, slug: str, opening: object, addresses: list[str], pause_seconds: float, until: asyncio.Event
) -> None:
    """One visitor after the other. Unanswered, the same form goes to the next machine, as a proxy would do."""
    while not until.is_set():
        name = uuid.uuid4().hex
        began = time.monotonic()
        turn = random.randrange(len(addresses))
        for number in range(40):
            writes.attempts += 1
            if await _send(addresses[(turn + number) % len(addresses)], slug, opening(name), name):  # type: ignore[operator]
                writes.accepted[name] = time.monotonic() - began
                break
            writes.failed_attempts += 1
            await asyncio.sleep(0.25)
        else:
            writes.given_up.add(name)
        await asyncio.sleep(pause_seconds * random.uniform(0.5, 1.5))


async def _send(address: str, slug: str, opened: str, name: str) -> bool:
    """Whether it was accepted: the page that says thanks."""
    form = {
        "name": "Somebody", "email": f"{name}@example.org", "subject": "Load", "message": f"Where is order {name}?",
        "customer_number": "", "website": "", "opened": opened, "csrfmiddlewaretoken": _CSRF,
    }  # fmt: skip
    body = urlencode(form)
    visitor = ".".join(str(random.randrange(1, 255)) for _ in range(4))
    request = (
        f"POST /contact/{slug}/ HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nX-Forwarded-For: {visitor}\r\n"
        f"Cookie: parvis_csrf={_CSRF}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(address, 8000)
            try:
                writer.write(request.encode())
                await writer.drain()
                head = await reader.readuntil(b"\r\n\r\n")
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return False
    return head.startswith(b"HTTP/1.1 302") and b"/thanks/" in head


@dataclass
class Page:
    """An open page: what it heard, when, and how often its stream was lost."""

    heard: set[int] = field(default_factory=set)
    heard_at: list[float] = field(default_factory=list)
    losses: int = 0


async def keep_page_open(page: Page, *, cookie: str, addresses: list[str], until: asyncio.Event) -> None:
    """Like a browser's EventSource behind a proxy: it comes back, elsewhere, with the last id it heard."""
    last, turn = "0", random.randrange(len(addresses))
    while not until.is_set():
        turn += 1
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, writer = await asyncio.open_connection(addresses[turn % len(addresses)], 8001)
                writer.write(
                    f"GET /live HTTP/1.1\r\nHost: {HOST}\r\nOrigin: {ORIGIN}\r\nCookie: parvis_session={cookie}\r\n"
                    f"Last-Event-ID: {last}\r\n\r\n".encode()
                )
                head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise ConnectionError(head[:40])
            try:
                while not until.is_set():
                    line = await asyncio.wait_for(reader.readline(), SILENT_SECONDS)
                    if not line:
                        break
                    if line.startswith(b"id: "):
                        last = line[4:].strip().decode()
                        page.heard.add(int(last))
                        page.heard_at.append(time.monotonic())
            finally:
                writer.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        if not until.is_set():
            page.losses += 1
            await asyncio.sleep(1)


