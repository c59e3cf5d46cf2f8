"""A receiver of webhooks on loopback: it keeps what it was told and answers as the test says."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Told:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """answers: (status, body) of the next requests; afterwards 200 and nothing."""

    address: str
    requests: list[Told] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.address}/hook"


@contextmanager
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            found.requests.append(Told({name.lower(): value for name, value in self.headers.items()}, body))
            status, answer = found.answers.pop(0) if found.answers else (200, b"")
            self.send_response(status)
            if status in (301, 302, 307, 308):
                self.send_header("Location", f"http://{found.address}/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *given: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
