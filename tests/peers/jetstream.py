"""A small server that speaks Jetstream: plays back from a cursor, then tells what is written."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

POSTS = "app.bsky.feed.post"


@dataclass
class JetstreamPeer:
    """events: everything so far. opened: the query of each connection, as it comes."""

    url: str = ""
    address: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    opened: queue.Queue[dict[str, list[str]]] = field(default_factory=queue.Queue)
    listeners: list[queue.Queue[str | bytes | None]] = field(default_factory=list)

    def commit(
        self, key: str, text: str = "", *, operation: str = "create", did: str = "did:plc:ana", **record: Any
    ) -> None:
        """One write; its time is its place in the order."""
        event: dict[str, Any] = {
            "did": did,
            "time_us": 1_770_000_000_000_000 + 60_000_000 * len(self.events),
            "kind": "commit",
            "commit": {"rev": "r", "operation": operation, "collection": POSTS, "rkey": key, "cid": "bafy"},
        }
        if operation != "delete":
            event["commit"]["record"] = {"text": text, "createdAt": "2026-02-02T02:40:00Z", **record}
        self.events.append(event)
        self.say(json.dumps(event))

    def say(self, message: str | bytes | None) -> None:
        """To whoever listens; None hangs up."""
        for each in list(self.listeners):
            each.put(message)


@contextmanager
def jetstream() -> Iterator[JetstreamPeer]:
    peer = JetstreamPeer()

    def handle(socket: ServerConnection) -> None:
        assert socket.request is not None
        query = parse_qs(urlsplit(socket.request.path).query)
        waiting: queue.Queue[str | bytes | None] = queue.Queue()
        since = int(query.get("cursor", ["0"])[0])
        peer.listeners.append(waiting)
        with suppress(ConnectionClosed):
            if since:
                for event in [each for each in peer.events if each["time_us"] >= since]:
                    socket.send(json.dumps(event))
            peer.opened.put(query)
            while (message := waiting.get()) is not None:
                socket.send(message)
        peer.listeners.remove(waiting)

    with serve(handle, "127.0.0.1", 0) as server:
        peer.address = f"127.0.0.1:{server.socket.getsockname()[1]}"
        peer.url = f"ws://{peer.address}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield peer
        peer.say(None)
        server.shutdown()
        thread.join()
