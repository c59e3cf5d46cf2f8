"""How long a search of the community takes: `python -m bench.community_search [--topics N] [--posts M]`.

Fills a database of its own with N questions and M posts on each (the question counts), whose words are as
frequent as those of a language (Zipf), then searches as a visitor: words of a title, a frequent word, a middling
one, a rare one. Prints milliseconds a search (median, 95th percentile) and the processors' milliseconds of it.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import psycopg

from bench.scratch import scratch_database

SYLLABLES = "ba be bo ca ce co da de do fa fe fo ga gi go la le lo ma mi mo na ni no pa pe po ra re ro sa se so ta ti to va ve vo za zi".split()  # noqa: E501
WORDS = 40_000
POST_WORDS, TITLE_WORDS = 45, 7
NOW = "2026-06-01 12:00:00+00"


class Language:
    """Words drawn with frequencies 1 / (rank + 2.7)."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.words = [self._word(rank) for rank in range(WORDS)]
        self.sums = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))

    def _word(self, rank: int) -> str:
        number, parts = rank + 50, []
        while number:
            number, part = divmod(number, len(SYLLABLES))
            parts.append(SYLLABLES[part])
        return "".join(parts) + "n"

    def text(self, count: int) -> str:
        total = self.sums[-1]
        return " ".join(self.words[bisect(self.sums, self.draw.random() * total)] for _ in range(count))


def fill(owner_url: str, *, topics: int, posts: int) -> list[str]:
    """Questions with their answers. Returns titles to take words from."""
    language, titles = Language(7), []
    with psycopg.connect(owner_url, autocommit=True) as server:
        server.execute(
            "INSERT INTO community_board (name, slug, about, language, position, is_private, is_closed, created_at)"
            " VALUES ('Board', 'bench', '', '', 0, false, false, %s)",
            [NOW],
        )
        server.execute(
            "INSERT INTO community_member (name, name_key, about, language, picture, trust, is_trust_fixed,"
            " is_super_user, question_count, answer_count, accepted_count, helpful_count, joined_at, session_epoch)"
            " SELECT 'Member ' || n, 'member' || n, '', 'en', '', 1, false, false, 0, 0, 0, 0, %s, 0"
            " FROM generate_series(1, 500) n",
            [NOW],
        )
        board = server.execute("SELECT max(id) FROM community_board").fetchone()[0]  # type: ignore[index]
        member = server.execute("SELECT min(id) FROM community_member").fetchone()[0]  # type: ignore[index]
        columns = (
            "id, board_id, author_id, title, slug, text, html, language, tags, state, asked_at, active_at,"
            " answer_count, last_position, me_too_count, view_count, origin"
        )

        def questions() -> Iterator[tuple[object, ...]]:
            for number in range(1, topics + 1):
                title, text = language.text(TITLE_WORDS), language.text(POST_WORDS)
                titles.append(title)
                at = f"2026-{1 + number % 5:02}-{1 + number % 28:02} 10:00:00+00"
                yield (number, board, member + number % 500, title, f"q-{number}", text, text, "en", "{}", "open",
                       at, at, posts - 1, posts - 1, 0, 0, "web")  # fmt: skip

        _copy(server, "community_question", columns, questions())
        columns = (
            "question_id, author_id, position, text, html, language, state, helpful_count, written_at, origin"
        )

        def answers() -> Iterator[tuple[object, ...]]:
            for position in range(1, posts):
                for number in range(1, topics + 1):
                    text = language.text(POST_WORDS)
                    yield (number, member + (number * position) % 500, position, text, text, "en", "shown", 0, NOW,
                           "web")  # fmt: skip

        _copy(server, "community_answer", columns, answers())
        server.execute("VACUUM ANALYZE community_question")
        server.execute("VACUUM ANALYZE community_answer")
    return titles


def _copy(server: psycopg.Connection, table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
    with server.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        buffer = io.StringIO()
        for row in rows:
            buffer.write("\t".join(str(value) for value in row) + "\n")
            if buffer.tell() > 1_000_000:
                copy.write(buffer.getvalue())
                buffer = io.StringIO()
        copy.write(buffer.getvalue())


def measure(titles: list[str], *, seconds: float) -> None:
    from django.test import Client

    from parvis.community.reads.search import search
    from parvis.community.reads.similar import similar

    draw, language = random.Random(3), Language(7)

    def of_title(count: int) -> str:
        return " ".join(draw.sample(draw.choice(titles).split(), count))

    kinds = {
        "two words of a title": lambda: of_title(2),
        "three words of a title": lambda: of_title(3),
        "a frequent word": lambda: language.words[draw.randrange(0, 10)],
        "a middling word": lambda: language.words[draw.randrange(200, 800)],
        "a rare word": lambda: language.words[draw.randrange(20_000, 39_000)],
    }
    for name, words in kinds.items():
        _timed(f"search, {name}", lambda words=words: search(None, words()), seconds=seconds)
    _timed("similar, a title", lambda: similar(None, draw.choice(titles)), seconds=seconds)
    client = Client(SERVER_NAME="localhost")
    _timed("page, two words of a title", lambda: _read(client, of_title(2)), seconds=seconds)


def _read(client: Any, typed: str) -> None:
    assert client.get("/community/", {"q": typed}).status_code == 200


def _timed(name: str, act: Callable[[], object], *, seconds: float) -> None:
    """Prints the clock's and, as other work on the machine does not change it, the processors' time of one act."""
    act()
    times: list[float] = []
    began_cpu, end = _processor_seconds(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    cpu = (_processor_seconds() - began_cpu) * 1000 / len(times)
    times.sort()
    median, late = times[len(times) // 2] * 1000, times[int(len(times) * 0.95)] * 1000
    print(f"{name:32} {median:7.2f} ms  p95 {late:7.2f} ms  processor {cpu:6.2f} ms", flush=True)


def _processor_seconds() -> float:
    """Of this process and of the database's process that serves it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--posts", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=3.0)
    given = parser.parse_args()
    with scratch_database("bench_search") as (owner_url, _):
        began = time.perf_counter()
        titles = fill(owner_url, topics=given.topics, posts=given.posts)
        print(
            f"{given.topics:,} questions × {given.posts} posts, filled in {time.perf_counter() - began:.0f} s"
        )
        measure(titles, seconds=given.seconds)


if __name__ == "__main__":
    main()
