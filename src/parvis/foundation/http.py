"""The one way out to an address that a human or a payload supplied.

Such an address may point inside: at this machine, at the private network, at a cloud's metadata service.
So the name is resolved once, every address it has must be public, the connection goes to exactly the
address that was checked (a second look-up could answer differently), and a redirect begins all of it
again. What comes back is bounded in bytes, before and after unpacking, and the whole takes bounded time.

http.client rather than a larger library: the socket is ours, so nothing can reconnect behind our back.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.conf import settings

from parvis.foundation.spans import span

MAX_REDIRECTS = 5
USER_AGENT = "Parvis (self-hosted social CRM)"

_REDIRECTS = {301, 302, 303, 307, 308}
_READ_BYTES = 64 * 1024
_SECRET_HEADERS = {"authorization", "cookie", "proxy-authorization"}
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits
_DEFAULT_PORTS = {"http": 80, "https": 443}


class FetchError(Exception):
    """No answer that can be used. permanent: asking again the same way cannot help.

    Codes: malformed-address, address-forbidden, name-unknown, unreachable, certificate-refused, timeout,
    too-large, too-many-redirects, malformed-response.
    """

    def __init__(self, code: str, detail: str = "", *, permanent: bool = False) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Response:
    """What the server answered, whatever the status. Names of headers are in lower case; url is the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    max_bytes: int,
    timeout_seconds: float,
    allowed_private: Collection[str] | None = None,
) -> Response:
    """GET an address; raises FetchError.

    allowed_private: "host:port" entries that may lie inside; by default the installation's own list
    (PARVIS_FETCH_ALLOW), which is empty unless the operator fills it.
    """
    allowed = settings.FETCH_ALLOWED_PRIVATE if allowed_private is None else allowed_private
    deadline = time.monotonic() + timeout_seconds
    sent = dict(headers or {})
    for _ in range(MAX_REDIRECTS + 1):
        target = target_of(url)
        response = _ask(target, sent, max_bytes=max_bytes, deadline=deadline, allowed=allowed)
        location = response.headers.get("location", "")
        if response.status not in _REDIRECTS or not location:
            return response
        url = urljoin(response.url, location)
        if _origin_of(target_of(url)) != _origin_of(target):
            # What was meant for one server is not shown to the next.
            sent = {name: value for name, value in sent.items() if name.lower() not in _SECRET_HEADERS}
    raise FetchError("too-many-redirects", f"more than {MAX_REDIRECTS}", permanent=True)


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str] | None = None,
    max_bytes: int,
    timeout_seconds: float,
    allowed_private: Collection[str] | None = None,
) -> Response:
    """POST to an address; raises FetchError. A redirect is an answer and is not followed: what was meant for one
    server is not sent to the next. allowed_private: as for fetch."""
    allowed = settings.FETCH_ALLOWED_PRIVATE if allowed_private is None else allowed_private
    deadline = time.monotonic() + timeout_seconds
    return _ask(
        target_of(url),
        headers or {},
        max_bytes=max_bytes,
        deadline=deadline,
        allowed=allowed,
        method="POST",
        sent_body=body,
    )


def is_public_address(written: str) -> bool:
    """True for an IP address that anybody on the internet could reach; what is wrapped inside counts."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped
        if address in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public_address(str(wrapped))
        if address.sixtofour is not None or address.teredo is not None or address.is_site_local:
            return False
    return (
        address.is_global
        and not address.is_private
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and not address.is_loopback
        and not address.is_link_local
    )


def target_of(url: str) -> SplitResult:
    try:
        target = urlsplit(url.strip())
        port = target.port
    except ValueError as error:
        raise FetchError("malformed-address", "the address cannot be read", permanent=True) from error
    if target.scheme not in _DEFAULT_PORTS:
        raise FetchError("address-forbidden", "only http and https", permanent=True)
    if not target.hostname or port == 0 or any(ord(sign) < 33 for sign in target.netloc):
        raise FetchError("malformed-address", "the address names no server", permanent=True)
    if "@" in target.netloc:
        raise FetchError("address-forbidden", "no name and password inside an address", permanent=True)
    return target


def _origin_of(target: SplitResult) -> tuple[str, str, int]:
    return target.scheme, _host_of(target), target.port or _DEFAULT_PORTS[target.scheme]


def _host_of(target: SplitResult) -> str:
    host = (target.hostname or "").rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise FetchError("malformed-address", "the server's name cannot be read", permanent=True) from error


def _told(ask: Callable[..., Response]) -> Callable[..., Response]:
    """Around a question: which server was asked and what it answered, for whoever listens to spans."""

    def asked(target: SplitResult, *given: Any, method: str = "GET", **named: Any) -> Response:
        _, host, port = _origin_of(target)
        noted: dict[str, str | int] = {
            "http.request.method": method, "server.address": host, "server.port": port,
        }  # fmt: skip
        with span(method, kind="client", noted=noted) as told:
            response = ask(target, *given, method=method, **named)
            told.note("http.response.status_code", response.status)
            return response

    return asked


@_told
def _ask(
    target: SplitResult,
    headers: Mapping[str, str],
    *,
    max_bytes: int,
    deadline: float,
    allowed: Collection[str],
    method: str = "GET",
    sent_body: bytes | None = None,
) -> Response:
    _scheme, host, port = _origin_of(target)
    connection = http.client.HTTPConnection(host, port)
    inner: socket.socket | None = None
    try:
        inner = _reach(target, deadline=deadline, allowed=allowed)
        connection.sock = _TimedSocket(inner, deadline)
        connection.request(
            method,
            path_of(target),
            body=sent_body,
            headers={
                "User-Agent": USER_AGENT,
                "Accept-Encoding": "gzip, deflate",
                **headers,
                "Connection": "close",
            },
        )
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = b"" if answer.status in _REDIRECTS else _read_body(answer, found, max_bytes=max_bytes)
        return Response(answer.status, found, body, target.geturl())
    except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
        raise fetch_error_of(error, host) from error
    finally:
        if inner is not None:
            inner.close()


def fetch_error_of(error: Exception, host: str) -> FetchError:
    """What went wrong on the way, in our words; codes as FetchError lists them."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("certificate-refused", error.verify_message or "")
    if isinstance(error, TimeoutError):
        return FetchError("timeout", f"{host} took too long")
    if isinstance(error, OSError):
        return FetchError("unreachable", error.strerror or type(error).__name__)
    return FetchError("malformed-response", type(error).__name__)


def path_of(target: SplitResult) -> str:
    """What is asked of the server, with every sign that must not stand in a request line encoded."""
    path = quote(target.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return path + ("?" + quote(target.query, safe="/%:@!$&'()*+,;=~-._?[]") if target.query else "")


def reach(
    url: str, *, timeout_seconds: float, allowed_private: Collection[str] | None = None
) -> socket.socket:
    """A connected (and for https encrypted) socket to an address that was checked; raises FetchError.

    For what speaks longer than one answer: see foundation.http_stream. allowed_private: as for fetch.
    """
    allowed = settings.FETCH_ALLOWED_PRIVATE if allowed_private is None else allowed_private
    target = target_of(url)
    try:
        return _reach(target, deadline=time.monotonic() + timeout_seconds, allowed=allowed)
    except OSError as error:
        raise fetch_error_of(error, target.hostname or "") from error


def _reach(target: SplitResult, *, deadline: float, allowed: Collection[str]) -> socket.socket:
    """Resolve once, refuse what lies inside, connect to exactly what was checked. Raises FetchError, OSError."""
    scheme, host, port = _origin_of(target)
    addresses = _resolve(host, port, deadline=deadline)
    is_allowed = f"{host}:{port}" in allowed
    if not is_allowed and not all(is_public_address(address) for address in addresses):
        raise FetchError("address-forbidden", f"{host} lies inside a private network", permanent=True)
    connected = _connect(addresses, port, deadline=deadline)
    if scheme == "http":
        return connected
    try:
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
    except BaseException:
        connected.close()
        raise


def _resolve(host: str, port: int, *, deadline: float) -> list[str]:
    """All addresses of a name, asked once. In a thread, as the system's resolver knows no deadline."""
    answers: queue.Queue[list[str] | Exception] = queue.Queue()

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        answer = answers.get(timeout=max(0.001, deadline - time.monotonic()))
    except queue.Empty:
        raise FetchError("timeout", f"the name {host} was not resolved in time") from None
    if isinstance(answer, Exception) or not answer:
        raise FetchError("name-unknown", host)
    return answer


def _connect(addresses: list[str], port: int, *, deadline: float) -> socket.socket:
    """A connection to the first checked address that answers."""
    last: OSError = OSError("no address")
    for address in addresses:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        try:
            return socket.create_connection((address, port), timeout=remaining)
        except OSError as error:
            last = error
    raise last


def _read_body(answer: http.client.HTTPResponse, headers: Mapping[str, str], *, max_bytes: int) -> bytes:
    if (answer.length or 0) > max_bytes:
        raise FetchError("too-large", f"more than {max_bytes} bytes", permanent=True)
    unpack = _unpacker_of(headers.get("content-encoding", ""))
    body, received = bytearray(), 0
    while piece := answer.read1(_READ_BYTES):
        received += len(piece)
        body += unpack(piece, max_bytes + 1 - len(body)) if unpack else piece
        if len(body) > max_bytes or received > max_bytes:
            raise FetchError("too-large", f"more than {max_bytes} bytes", permanent=True)
    if answer.length:
        raise FetchError("malformed-response", f"{answer.length} bytes are missing")
    return bytes(body)


class _Unpacker:
    """gzip (several members too) and deflate with or without its header, never beyond a limit."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=47)
        self._is_begun = False

    def __call__(self, packed: bytes, limit: int) -> bytes:
        unpacked = bytearray()
        while packed and len(unpacked) < limit:
            if self._stream.eof:
                self._stream = zlib.decompressobj(wbits=47)
            try:
                unpacked += self._stream.decompress(packed, limit - len(unpacked))
            except zlib.error:
                if self._is_begun:
                    raise
                self._stream = zlib.decompressobj(wbits=-15)
                unpacked += self._stream.decompress(packed, limit - len(unpacked))
            self._is_begun = True
            packed = self._stream.unconsumed_tail or self._stream.unused_data
        return bytes(unpacked)


def _unpacker_of(encoding: str) -> _Unpacker | None:
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return None
    if name in {"gzip", "x-gzip", "deflate"}:
        return _Unpacker()
    raise FetchError("malformed-response", f"content encoding {name[:40]} was not asked for")


class _TimedSocket:
    """The three methods that http.client needs of a socket. Every step gets what is left of one deadline,
    so that dripping bytes cannot stretch it; closing is left to whoever opened the socket."""

    def __init__(self, inner: socket.socket, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._set_remaining()
        self._inner.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedBytes(self), _READ_BYTES)

    def receive_into(self, buffer: memoryview) -> int:
        self._set_remaining()
        return self._inner.recv_into(buffer)

    def close(self) -> None:
        pass

    def _set_remaining(self) -> None:
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._inner.settimeout(remaining)


class _TimedBytes(io.RawIOBase):
    def __init__(self, source: _TimedSocket) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._source.receive_into(buffer)
