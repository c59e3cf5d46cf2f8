"""A small web server on loopback that answers as the real web does: caches, redirects, packs, drips."""

from __future__ import annotations

import gzip
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One answer. pieces replaces body by a generator (endless or slow ones, for instance)."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    packing: str = ""  # "gzip" or "deflate" or "raw-deflate"
    pieces: Callable[[], Iterator[bytes]] | None = None
    declared_length: int | None = None


@dataclass
class FeedServer:
    """What the test sees: the address, the answers by path, the requests in order."""

    address: str  # host:port
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    def put(self, path: str, reply: Reply) -> str:
        self.replies[path] = reply
        return self.url(path)


@contextmanager
def feed_server(*, wrap_socket: Callable[[Any], Any] | None = None) -> Iterator[FeedServer]:
    """Serve on a free port of 127.0.0.1 until the end of the block."""
    server = FeedServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            server.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            reply = server.replies.get(self.path, Reply(b"nothing here", 404, "text/plain"))
            with suppress(ConnectionError, TimeoutError):  # the client hangs up, as it should on too much
                self._answer(reply)
            self.close_connection = True

        def _answer(self, reply: Reply) -> None:
            if reply.etag and self.headers.get("If-None-Match") == reply.etag:
                self.send_response(304)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = _packed(reply)
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            if reply.etag:
                self.send_header("ETag", reply.etag)
            if reply.packing:
                self.send_header("Content-Encoding", reply.packing.removeprefix("raw-"))
            if reply.declared_length is not None or reply.pieces is None:
                self.send_header("Content-Length", str(reply.declared_length or len(body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.pieces() if reply.pieces else [body]:
                if server.stopping.is_set():
                    return
                self.wfile.write(piece)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that hangs up is what many tests are about

    listener = Server(("127.0.0.1", 0), Handler)
    if wrap_socket is not None:
        listener.socket = wrap_socket(listener.socket)
    server.address = f"127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        listener.shutdown()
        listener.server_close()
        thread.join()


def _packed(reply: Reply) -> bytes:
    if reply.packing == "gzip":
        return gzip.compress(reply.body)
    if reply.packing == "deflate":
        return zlib.compress(reply.body)
    if reply.packing == "raw-deflate":
        return zlib.compress(reply.body)[2:-4]
    return reply.body
