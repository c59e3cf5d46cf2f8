"""What is fetched, what is refused, and that nothing comes back larger or later than asked."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.foundation.http import FetchError, Response, fetch, is_public_address, post
from tests.peers.certificates import make_certificate
from tests.peers.feeds import FeedServer, Reply, feed_server
from tests.peers.receiver import receiver


@pytest.fixture(scope="module")
def web() -> Iterator[FeedServer]:
    with feed_server() as server:
        yield server


def get(url: str, web: FeedServer, **wanted: Any) -> Response:
    return fetch(
        url, **{"max_bytes": 1_000_000, "timeout_seconds": 10, "allowed_private": [web.address], **wanted}
    )


def refusal(url: str, **wanted: Any) -> tuple[str, bool]:
    with pytest.raises(FetchError) as caught:
        fetch(url, **{"max_bytes": 1_000_000, "timeout_seconds": 10, "allowed_private": (), **wanted})
    return caught.value.code, caught.value.permanent


@pytest.mark.parametrize("packing", ["", "gzip", "deflate", "raw-deflate"])
def test_a_page_is_fetched_whole(web: FeedServer, packing: str) -> None:
    body = "Été à Orléans. ".encode() * 9_000
    url = web.put("/page", Reply(body, packing=packing))
    response = get(url, web, headers={"X-Sent": "yes"})
    assert (response.status, response.body, response.url) == (200, body, url)
    asked = web.requests[-1][1]
    assert (asked["host"], asked["x-sent"], asked["connection"]) == (web.address, "yes", "close")


def test_statuses_are_answers(web: FeedServer) -> None:
    gone = web.put("/gone", Reply(b"no more", 410, headers={"Retry-After": "7"}))
    response = get(gone, web)
    assert (response.status, response.headers["retry-after"]) == (410, "7")


def test_letters_outside_ascii_are_escaped(web: FeedServer) -> None:
    web.put("/caf%C3%A9?q=%C3%A9", Reply(b"ok"))
    assert get(web.url("/café?q=é"), web).body == b"ok"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert is_public_address(address) is False


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public_address(address) is True


@given(st.ip_addresses())
def test_every_address_has_an_answer(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    is_wrapped = getattr(address, "ipv4_mapped", None) is not None
    if is_public_address(str(address)) and not is_wrapped:
        assert not (
            address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
        )


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "address-forbidden"),
        ("ftp://example.org/", "address-forbidden"),
        ("gopher://example.org/", "address-forbidden"),
        ("http://user:secret@example.org/", "address-forbidden"),
        ("http://", "malformed-address"),
        ("http:///path", "malformed-address"),
        ("http://[::1", "malformed-address"),
        ("http://a b/", "malformed-address"),
        ("http://example.org:99999/", "malformed-address"),
        ("http://" + "é" * 300 + "/", "malformed-address"),
        ("", "address-forbidden"),
    ],
)
def test_addresses_that_are_none_are_refused_for_good(url: str, code: str) -> None:
    assert refusal(url) == (code, True)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "127.1",
        "2130706433",
        "0x7f.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_this_machine_is_refused_however_it_is_written(web: FeedServer, host: str) -> None:
    before = len(web.requests)
    port = web.address.split(":")[1]
    assert refusal(f"http://{host}:{port}/page") == ("address-forbidden", True)
    assert len(web.requests) == before


def test_one_allowed_port_opens_no_other(web: FeedServer) -> None:
    assert refusal("http://127.0.0.1:1/", allowed_private=[web.address]) == ("address-forbidden", True)


def test_the_list_of_the_installation_holds_by_default(web: FeedServer, settings: Any) -> None:
    url = web.put("/page", Reply(b"ok"))
    assert refusal(url, allowed_private=None) == ("address-forbidden", True)
    settings.FETCH_ALLOWED_PRIVATE = (web.address,)
    assert fetch(url, max_bytes=10, timeout_seconds=5).body == b"ok"


def test_redirects_are_followed_and_counted(web: FeedServer) -> None:
    for n in range(8):
        web.put(
            f"/step{n}",
            Reply(b"end" if n == 7 else b"", 200 if n == 7 else 302, headers={"Location": f"/step{n + 1}"}),
        )
    assert get(web.url("/step2"), web).body == b"end"  # five redirects
    with pytest.raises(FetchError, match="too-many-redirects"):
        get(web.url("/step1"), web)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/x",
        "file:///etc/passwd",
        "http://[::1]:1/",
        "//127.0.0.1:1/",
    ],
)
def test_redirects_inside_are_refused(web: FeedServer, location: str) -> None:
    url = web.put("/away", Reply(b"", 302, headers={"Location": location}))
    with pytest.raises(FetchError) as caught:
        get(url, web)
    assert (caught.value.code, caught.value.permanent) == ("address-forbidden", True)


def test_secrets_do_not_follow_a_redirect_elsewhere(web: FeedServer) -> None:
    with feed_server() as other:
        other.put("/there", Reply(b"ok"))
        url = web.put("/moved", Reply(b"", 301, headers={"Location": other.url("/there")}))
        headers = {"Authorization": "Bearer s3cret", "X-Plain": "1"}
        fetch(
            url, headers=headers, max_bytes=9, timeout_seconds=9, allowed_private=[web.address, other.address]
        )
    assert web.requests[-1][1]["authorization"] == "Bearer s3cret"
    assert ("authorization" in other.requests[-1][1], other.requests[-1][1]["x-plain"]) == (False, "1")


def test_the_name_is_resolved_once_and_the_checked_address_is_used(
    web: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(web.address.split(":")[1])
    answers = [("93.184.215.14", "127.0.0.1")]
    asked: list[str] = []

    def resolver(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port)) for answer in answers[0]]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    # One address outside and one inside: a name that points both ways is refused before any connection.
    assert refusal(f"http://rebind.example:{port}/") == ("address-forbidden", True)
    assert asked == ["rebind.example"]


def too_large(web: FeedServer, reply: Reply) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get(web.put("/large", reply), web)
    assert (caught.value.code, caught.value.permanent) == ("too-large", True)
    assert time.monotonic() - begun < 5


def test_a_body_that_declares_too_much_is_not_read(web: FeedServer) -> None:
    too_large(web, Reply(declared_length=100 * 1024 * 1024, pieces=lambda: iter([b"x"])))


def test_a_body_without_end_is_cut(web: FeedServer) -> None:
    too_large(web, Reply(pieces=lambda: repeat(b"x" * 65_536)))


def test_a_packed_bomb_is_cut(web: FeedServer) -> None:
    bomb = zlib.compress(b"\0" * 200_000_000, level=9)  # 200 MB in 195 KB
    too_large(web, Reply(bomb, headers={"Content-Encoding": "deflate"}))


def test_dripping_bytes_do_not_stretch_the_deadline(web: FeedServer) -> None:
    def drip() -> Iterator[bytes]:
        while not web.stopping.wait(0.05):
            yield b"x"

    url = web.put("/drip", Reply(pieces=drip))
    begun = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get(url, web, timeout_seconds=0.4)
    assert (caught.value.code, caught.value.permanent) == ("timeout", False)
    assert time.monotonic() - begun < 2


def test_headers_that_drip_do_not_stretch_it_either() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            client.recv(4096)
            client.sendall(b"HTTP/1.1 200 OK\r\n")
            try:
                while not is_over.wait(0.05):
                    client.sendall(b"X")
            except OSError:
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    assert refusal(f"http://{address}/", timeout_seconds=0.4, allowed_private=[address]) == ("timeout", False)
    is_over.set()
    thread.join()
    listener.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\nplain",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk",
        b"",
    ],
)
def test_broken_answers_are_said(answer: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        client, _ = listener.accept()
        with client:
            client.recv(65_536)
            client.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    code, is_permanent = refusal(f"http://{address}/", allowed_private=[address])
    thread.join()
    listener.close()
    assert (code in {"malformed-response", "unreachable"}, is_permanent) == (True, False)


def test_nobody_there_is_said() -> None:
    probe = socket.create_server(("127.0.0.1", 0))
    address = f"127.0.0.1:{probe.getsockname()[1]}"
    probe.close()
    assert refusal(f"http://{address}/", allowed_private=[address]) == ("unreachable", False)


def test_an_unknown_name_is_said() -> None:
    assert refusal("http://nobody.invalid/") == ("name-unknown", False)


def test_certificates_are_checked_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain, private = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    with feed_server(wrap_socket=lambda plain: context.wrap_socket(plain, server_side=True)) as secured:
        secured.put("/", Reply(b"private"))
        port = secured.address.split(":")[1]
        url, allowed = f"https://localhost:{port}/", [f"localhost:{port}", secured.address]
        assert refusal(url, allowed_private=allowed) == ("certificate-refused", False)
        monkeypatch.setenv("SSL_CERT_FILE", str(chain))
        assert fetch(url, max_bytes=99, timeout_seconds=9, allowed_private=allowed).body == b"private"
        # The certificate is for localhost, not for the number.
        assert refusal(f"https://{secured.address}/", allowed_private=allowed) == (
            "certificate-refused",
            False,
        )


def test_a_body_is_posted_and_a_redirect_is_an_answer() -> None:
    with receiver() as there:
        there.answers = [(200, b"thanks"), (307, b"")]

        def send(body: bytes) -> Response:
            return post(
                there.url, body=body, headers={"X-Sent": "yes"}, max_bytes=100, timeout_seconds=10,
                allowed_private=[there.address],
            )  # fmt: skip

        answers = [send("Été".encode()), send(b"again")]
    assert [(answer.status, answer.body) for answer in answers] == [(200, b"thanks"), (307, b"")]
    assert [told.body for told in there.requests] == ["Été".encode(), b"again"]
    assert there.requests[0].headers["x-sent"] == "yes"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x", "http://localhost:9/x", "file:///etc/passwd", "http://a@b/"])
def test_nothing_is_posted_inside(url: str) -> None:
    with pytest.raises(FetchError, match="address-forbidden"):
        post(url, body=b"x", max_bytes=100, timeout_seconds=10, allowed_private=())
