"""The guarded way out for answers that do not end: server-sent events, and sockets for WebSockets.

The same rules as foundation.http (the address is checked, pinned, redirects are not followed), with another
clock: connecting takes bounded time, and afterwards silence may last so long and no longer.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from parvis.foundation.http import USER_AGENT, FetchError, fetch_error_of, path_of, reach, target_of

MAX_LINE_BYTES = 1024 * 1024
_READ_BYTES = 64 * 1024


@dataclass
class OpenAnswer:
    """An answer under way. lines() ends with the other side; close() may be called from another thread."""

    status: int
    headers: Mapping[str, str]
    _answer: http.client.HTTPResponse
    _socket: socket.socket

    def lines(self) -> Iterator[bytes]:
        """Line after line, without their ends. Raises FetchError: silence, a broken line, one that never ends."""
        rest = b""
        while True:
            try:
                piece = self._answer.read1(_READ_BYTES)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise fetch_error_of(error, "the stream") from error
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > MAX_LINE_BYTES:
                raise FetchError("too-large", f"a line of more than {MAX_LINE_BYTES} bytes")
            yield from (line.removesuffix(b"\r") for line in lines)

    def read(self, most_bytes: int) -> bytes:
        """The beginning of an answer that is no stream but a refusal."""
        try:
            return self._answer.read1(most_bytes)
        except (OSError, http.client.HTTPException, ValueError):
            return b""

    def close(self) -> None:
        """Hang up; whoever reads meanwhile is woken."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


def open_stream(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    timeout_seconds: float,
    idle_seconds: float,
    allowed_private: Collection[str] | None = None,
) -> OpenAnswer:
    """GET an address whose answer goes on. Raises FetchError. The caller closes it.

    idle_seconds: a silence that lasts longer is a broken line. allowed_private: as for fetch.
    """
    target = target_of(url)
    connected = reach(url, timeout_seconds=timeout_seconds, allowed_private=allowed_private)
    connection = http.client.HTTPConnection(target.hostname or "", target.port or 80)
    try:
        connected.settimeout(timeout_seconds)
        connection.sock = connected
        sent = {
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity",
            "Host": target.netloc,
            **(headers or {}),
        }
        connection.request("GET", path_of(target), headers=sent)
        answer = connection.getresponse()
        connected.settimeout(idle_seconds)
    except (OSError, http.client.HTTPException, ValueError) as error:
        connected.close()
        raise fetch_error_of(error, target.hostname or "") from error
    found = {name.lower(): value for name, value in answer.getheaders()}
    return OpenAnswer(answer.status, found, answer, connected)


def open_socket(
    url: str, *, timeout_seconds: float, allowed_private: Collection[str] | None = None
) -> socket.socket:
    """A socket for a ws:// or wss:// address, checked like any other. Raises FetchError."""
    if not url.lower().startswith(("ws://", "wss://")):
        raise FetchError("address-forbidden", "only ws and wss", permanent=True)
    return reach("http" + url[2:], timeout_seconds=timeout_seconds, allowed_private=allowed_private)
