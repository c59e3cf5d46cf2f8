"""A loopback server for JSON APIs: answers made by functions, faults on demand, event streams and posts noted."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Query = dict[str, list[str]]
END_OF_STREAM = b""


@dataclass
class Fault:
    """An answer in place of every other."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_endless: bool = False


@dataclass
class JsonWeb:
    """answers: path → function of the query that gives the body; the longest path that fits is taken."""

    address: str = ""
    answers: dict[str, Callable[[Query], Any]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    requests: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)
    published: dict[str, Any] = field(default_factory=dict)  # what was sent, by its key
    streams: dict[str, list[queue.Queue[bytes]]] = field(default_factory=dict)
    opened: queue.Queue[str] = field(default_factory=queue.Queue)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def emit(self, path: str, piece: bytes) -> None:
        """Write to every open stream of the path; END_OF_STREAM closes them."""
        for each in self.streams.get(path, []):
            each.put(piece)

    def event(self, path: str, name: str, data: str) -> None:
        self.emit(path, f"event: {name}\ndata: {data}\n\n".encode())


@contextmanager
def json_web() -> Iterator[JsonWeb]:
    """Serve on a free port of 127.0.0.1 until the end of the block."""
    web = JsonWeb()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve("GET", "")

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            self._serve("POST", self.rfile.read(length).decode())

        def _serve(self, method: str, body: str) -> None:
            asked = urlsplit(self.path)
            web.requests.append((method, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.close_connection = True
            with suppress(ConnectionError, TimeoutError):
                if web.fault is not None:
                    self._fail(web.fault)
                elif asked.path in web.streams:
                    self._stream(asked.path)
                else:
                    self._answer(asked.path, parse_qs(asked.query) | parse_qs(body))

        def _answer(self, path: str, query: Query) -> None:
            fitting = max((each for each in web.answers if path.startswith(each)), key=len, default=None)
            if fitting is None:
                self._write(404, b"{}", {})
                return
            found = web.answers[fitting](query)
            if isinstance(found, Fault):
                self._fail(found)
                return
            body = found if isinstance(found, bytes) else json.dumps(found).encode()
            self._write(200, body, web.headers)

        def _fail(self, fault: Fault) -> None:
            if not fault.is_endless:
                self._write(fault.status, fault.body, fault.headers)
                return
            self.send_response(fault.status)
            self.end_headers()
            while not web.stopping.is_set():
                self.wfile.write(b'["' + b"x" * 65536)

        def _write(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, path: str) -> None:
            pieces: queue.Queue[bytes] = queue.Queue()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            web.streams[path].append(pieces)
            web.opened.put(path)
            try:
                while not web.stopping.is_set():
                    try:
                        piece = pieces.get(timeout=0.05)
                    except queue.Empty:
                        continue
                    if piece == END_OF_STREAM:
                        break
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    self.wfile.flush()
            finally:
                web.streams[path].remove(pieces)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # a client that hangs up is what many tests are about

    listener = Server(("127.0.0.1", 0), Handler)
    web.address = f"127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.stopping.set()
        listener.shutdown()
        listener.server_close()
        thread.join()
