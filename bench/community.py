"""How fast the community's pages are: `python -m bench.community [--topics N] [--posts M]`.

Starts the pages as `parvis run` does, on a database of its own with N questions × M posts, and asks for them over real
HTTP, uncached, eight at once, from one more process on the same machine. Prints, for the list, a question's page, the
search and a reply, as a visitor and as a member: answers a second, median and 95th percentile in milliseconds, the
processors' milliseconds a request (pages and database), and for comparison the same of a page that does nothing.
After the replies, every one that was accepted is looked for in the database.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg

from bench.community_search import fill
from bench.scratch import scratch_database

AT_ONCE = 8
WRITERS = 6_000
CSRF = "b" * 32


def serve(app_url: str, *, port: int) -> subprocess.Popen[bytes]:
    """The pages, with as many processes and threads as `parvis run` takes on two cores."""
    return subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
         "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
         "parvis.project.wsgi:application"],
        env={**os.environ, "PARVIS_PORT": str(port), "PARVIS_ORIGIN": f"http://127.0.0.1:{port}"},
        start_new_session=True,
    )  # fmt: skip


def processor_seconds(of_pages: int, database: str) -> float:
    """Of the pages' processes and of the database's that serve them."""
    total = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        is_ours = int(fields[2]) == of_pages or (words.startswith("postgres:") and f" {database} " in words)
        if is_ours:
            total += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return total


async def drive(port: int, make: Callable[[int], bytes], *, seconds: float) -> dict[str, Any]:
    """Eight connections, each asking again as soon as it is answered. make: the bytes of request number n."""
    times: list[float] = []
    codes: dict[int, int] = {}
    size = 0
    end = time.perf_counter() + seconds
    numbers = iter(range(10**9))

    async def one() -> None:
        nonlocal size
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            asked = time.perf_counter()
            writer.write(make(next(numbers)))
            head = await reader.readuntil(b"\r\n\r\n")
            lower = head.lower()
            if b"content-length:" in lower:
                length = int(lower.partition(b"content-length:")[2].split(b"\r\n")[0])
                await reader.readexactly(length)
                size = length
            elif b"transfer-encoding: chunked" in lower:
                while chunk := int((await reader.readline()).strip(), 16):
                    await reader.readexactly(chunk + 2)
                await reader.readline()
            times.append(time.perf_counter() - asked)
            code = int(head[9:12])
            codes[code] = codes.get(code, 0) + 1
            if b"connection: close" in lower:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    took = time.perf_counter() - began
    times.sort()
    return {"n": len(times), "a_second": len(times) / took, "p50": times[len(times) // 2] * 1000,
            "p95": times[int(len(times) * 0.95)] * 1000, "codes": codes, "bytes": size}  # fmt: skip


def request(path: str, *, cookie: str = "", body: str = "") -> bytes:
    head = f"{'POST' if body else 'GET'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n"
    if cookie:
        head += f"Cookie: {cookie}\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"{head}\r\n{body}".encode()


def writers(owner_url: str) -> list[int]:
    """Members with a history, so that no limit for newcomers stands in the way; their ids."""
    with psycopg.connect(owner_url, autocommit=True) as server:
        rows = server.execute(
            "INSERT INTO community_member (name, name_key, about, language, picture, trust, is_trust_fixed,"
            " is_super_user, question_count, answer_count, accepted_count, helpful_count, joined_at, session_epoch)"
            " SELECT 'Writer ' || n, 'writer' || n, '', 'en', '', 2, false, false, 3, 9, 1, 1,"
            " '2025-01-01', 0 FROM generate_series(1, %s) n RETURNING id",
            [WRITERS],
        ).fetchall()
    return [row[0] for row in rows]


def cookies(members: list[int]) -> list[str]:
    from django.core import signing

    return [f"parvis_member={signing.dumps([pk, 0], salt='community.member')}" for pk in members]


@contextmanager
def pages(app_url: str) -> Any:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = serve(app_url, port=port)
    try:
        for _ in range(400):
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)


def measure(
    port: int, pid: int, *, owner_url: str, topics: int, titles: list[str], seconds: float
) -> list[dict[str, Any]]:
    members = cookies(writers(owner_url))
    draw = random.Random(5)
    mark = f"bench {draw.random()}"

    def topic(number: int) -> str:
        which = draw.randrange(1, topics + 1)
        return f"/community/questions/{which}/q-{which}/"

    def words() -> str:
        return " ".join(draw.sample(draw.choice(titles).split(), 2))

    def reply(number: int) -> bytes:
        # Each writer once in a good while: the limits of flow stay on.
        cookie = f"{members[number % len(members)]}; parvis_csrf={CSRF}"
        body = urlencode(
            {"text": f"{mark} {number}", "once": f"{mark} {number}", "csrfmiddlewaretoken": CSRF}
        )
        which = draw.randrange(1, topics + 1)
        return request(f"/community/questions/{which}/answer/", cookie=cookie, body=body)

    kinds: list[tuple[str, Callable[[int], bytes], int]] = [
        ("a page that does nothing", lambda n: request("/healthz"), 200),
        ("list, visitor", lambda n: request("/community/"), 200),
        ("list, member", lambda n: request("/community/", cookie=members[n % 500]), 200),
        ("question, visitor", lambda n: request(topic(n)), 200),
        ("question, member", lambda n: request(topic(n), cookie=members[n % 500]), 200),
        ("search, visitor", lambda n: request(f"/community/?q={quote(words())}"), 200),
        (
            "search, member",
            lambda n: request(f"/community/?q={quote(words())}", cookie=members[n % 500]),
            200,
        ),
        ("reply", reply, 302),
    ]
    found = []
    for name, make, code in kinds:
        asyncio.run(drive(port, make if name != "reply" else kinds[1][1], seconds=1))  # warm
        before = processor_seconds(pid, "bench_community")
        one = asyncio.run(drive(port, make, seconds=seconds))
        one["cpu_ms"] = (processor_seconds(pid, "bench_community") - before) * 1000 / one["n"]
        print(f"{name:26} {one['a_second']:7.0f}/s  median {one['p50']:6.1f}  p95 {one['p95']:6.1f} ms  "
              f"processor {one['cpu_ms']:5.1f} ms  {one['bytes'] / 1000:5.1f} kB  {one['codes']}", flush=True)
        found.append({"what": name, **one, "is_right": set(one["codes"]) == {code}})
    with psycopg.connect(owner_url) as server:
        kept = server.execute(
            "SELECT count(*) FROM community_answer WHERE text LIKE %s", [f"{mark}%"]
        ).fetchone()
    accepted = found[-1]["codes"].get(302, 0)
    print(f"replies accepted {accepted}, found afterwards {kept[0] if kept else 0}")
    found[-1]["is_right"] &= kept is not None and kept[0] == accepted
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--posts", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=5.0)
    given = parser.parse_args()
    with scratch_database("bench_community") as (owner_url, app_url):
        began = time.perf_counter()
        titles = fill(owner_url, topics=given.topics, posts=given.posts)
        print(f"{given.topics:,} questions × {given.posts} posts, filled in {time.perf_counter() - began:.0f} s;"
              f" load {os.getloadavg()[0]:.1f}")  # fmt: skip
        with pages(app_url) as (port, pid):
            found = measure(
                port, pid, owner_url=owner_url, topics=given.topics, titles=titles, seconds=given.seconds
            )
    print(
        json.dumps([{key: one[key] for key in ("what", "a_second", "p50", "p95", "cpu_ms")} for one in found])
    )
    return 0 if all(one["is_right"] for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
