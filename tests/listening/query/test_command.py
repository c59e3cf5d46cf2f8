"""`parvis match` as a program: lines in, lines out, the exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from parvis.listening.logic.query.lines import BadQuery, read_queries
from parvis.listening.match_stream import LONGEST_LINE, match_stream

QUERIES = [
    {"name": "brand", "query": "tram OR bus"},
    {"id": "late", "query": "$brand late"},
    {"id": 7, "query": "lang:pt OR intent:complaint"},
]


def lines(records: Sequence[Mapping[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def matched(posts: bytes, queries: bytes | None = None, **options: Any) -> tuple[int, list[Any]]:
    out: list[bytes] = []
    read = read_queries(io.BytesIO(lines(QUERIES) if queries is None else queries))
    code = match_stream(io.BytesIO(posts), out.append, queries=read, complain=lambda _: None, **options)
    return code, [json.loads(line) for line in b"".join(out).splitlines()]


def test_posts_come_out_in_order_with_their_id_and_the_ids_of_their_queries() -> None:
    posts = [
        {"id": 1, "text": "The TRAM is late"},
        {"id": "two", "text": "nothing", "url": None, "followers": 3, "anything": {"else": [1]}},
        {"text": "late bus", "title": None, "intents": {"complaint": 0.5, "question": 0.9}},
        {"id": None, "text": "x", "intents": {"complaint": 0.49}},
        {"id": 1.50, "text": "x", "lang": "pt-BR", "intents": ["complaint"]},
        {"id": 12345678901234567890123, "text": "x", "language": "fr", "lang": "pt"},
    ]
    assert matched(lines(posts)) == (0, [
        {"id": 1, "queries": ["late"]},
        {"id": "two", "queries": []},
        {"id": None, "queries": ["late", 7]},
        {"id": None, "queries": []},
        {"id": 1.5, "queries": [7]},
        {"id": 12345678901234567890123, "queries": []},
    ])  # fmt: skip


def test_the_fields_of_enrich_are_asked() -> None:
    labelled = {
        "id": 1, "text": "tram", "language": "fr", "language_probability": 0.9, "sentiment": "negative",
        "sentiment_scores": {"negative": 0.8}, "intents": {"complaint": 0.7}, "entities": [{"text": "x"}],
    }  # fmt: skip
    queries = lines([{"id": "q", "query": "lang:fr sentiment:negative intent:complaint"}])
    assert matched(lines([labelled]), queries) == (0, [{"id": 1, "queries": ["q"]}])


def test_explained_posts_say_where() -> None:
    code, answers = matched(
        lines([{"id": 1, "text": "Late: the tram", "title": "Tram"}, {"id": 2, "text": "x"}]), explain=True
    )
    assert code == 0
    assert answers[0]["spans"] == [
        {"query": "late", "field": "title", "start": 0, "end": 4},
        {"query": "late", "field": "text", "start": 0, "end": 4},
        {"query": "late", "field": "text", "start": 10, "end": 14},
    ]
    assert answers[1] == {"id": 2, "queries": []}


BROKEN = [
    (b'{"id": 3, "text": "late bus"', None, "not JSON"),
    (b"[1]", None, "not a JSON object"),
    (b'{"id": "x"}', "x", "no field"),
    (b'{"id": 4, "text": 5}', 4, "no field"),
    (b'{"id": 5, "text": "x", "followers": "many"}', 5, "followers"),
    (b'{"id": 6, "text": "x", "links": "https://x.test"}', 6, "links"),
    (b'{"id": NaN, "text": "x"}', None, "NaN"),
    (b"[" * 100_000, None, "nested too deeply"),
    (b"\x00\xff\xfe", None, "not JSON"),
]


@pytest.mark.parametrize(("line", "post_id", "reason"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_line_has_its_error_in_its_place(line: bytes, post_id: object, reason: str) -> None:
    good = b'{"id": 1, "text": "late bus"}'
    code, answers = matched(b"\n".join((good, line, b"", good)))
    assert code == 1
    assert [answer.get("queries") for answer in answers] == [["late"], None, ["late"]]
    assert answers[1]["id"] == post_id
    assert reason in answers[1]["error"]


def test_bytes_and_halves_of_characters_do_not_break_a_line() -> None:
    odd = [
        b'\xef\xbb\xbf{"id": 1, "text": "late bus"}',
        b'{"id": 2, "text": "late \xff bus"}',
        b'{"id": 3, "text": "late \\ud83d bus"}\r',
        b'{"id": "\\ud83d", "text": "late bus"}',
    ]
    code, answers = matched(b"\n".join(odd))
    assert code == 0
    assert [answer["queries"] for answer in answers] == [["late"]] * 4
    assert answers[3]["id"] == "\ud83d"


def test_lines_longer_than_a_block_are_whole_and_endless_ones_end() -> None:
    long = {"id": 1, "text": "late " * 500_000 + "bus"}
    assert matched(lines([long, long])) == (0, [{"id": 1, "queries": ["late"]}] * 2)

    class Endless(io.RawIOBase):
        left = LONGEST_LINE * 2

        def read1(self, size: int = -1, /) -> bytes:
            self.left -= size
            return b"x" * size if self.left > 0 else b""

    out: list[bytes] = []
    assert match_stream(Endless(), out.append, queries=[], complain=lambda _: None) == 1
    assert len(out) == 1


def test_several_processes_answer_the_same_in_the_same_order() -> None:
    posts = (
        lines([{"id": number, "text": f"late bus {number} {'x' * 900}"} for number in range(5_000)])
        + b"broken\n"
    )
    assert matched(posts, jobs=2) == matched(posts)


@pytest.mark.parametrize(
    ("queries", "line", "reason"),
    [
        (b'{"id": 1, "query": "a"}\n{"id": 2}', 2, "no object"),
        (b"not json", 1, "not JSON"),
        (b'{"query": "a"}', 1, 'no field "id"'),
        (b'{"id": [1], "query": "a"}', 1, 'no field "id"'),
        (b'\n{"id": 1, "query": "a"}\n{"id": 1, "query": "b"}', 3, "used before"),
        (b'{"id": 1, "query": "a"}\n\n{"id": 2, "query": "(a"}', 3, "parenthesis-open"),
        (b'{"id": 1, "query": "$x"}', 1, "unknown-name"),
    ],
)
def test_a_line_that_is_no_query_stops_with_its_place(queries: bytes, line: int, reason: str) -> None:
    with pytest.raises(BadQuery) as raised:
        read_queries(io.BytesIO(queries))
    assert raised.value.line == line
    assert reason in raised.value.reason


def run(folder: Path, queries: bytes, posts: bytes, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "queries.jsonl").write_bytes(queries)
    (folder / "posts.jsonl").write_bytes(posts)
    with (folder / "posts.jsonl").open("rb") as opened:
        return subprocess.run(
            [Path(sys.executable).with_name("parvis"), "match", "--queries", "queries.jsonl", *options],
            cwd=folder, stdin=opened, capture_output=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip


def test_the_program(tmp_path: Path) -> None:
    done = run(tmp_path, lines(QUERIES), b'{"id": 1, "text": "late bus"}\noops\n')
    assert done.returncode == 3
    assert [json.loads(line).get("queries") for line in done.stdout.splitlines()] == [["late"], None]
    assert "1 line(s) could not be read" in done.stderr


def test_the_program_shows_the_fault_of_a_query_and_its_mend(tmp_path: Path) -> None:
    done = run(tmp_path, b'{"id": 1, "query": "tram AND (late NEAR bus)"}', b'{"id": 1, "text": "x"}\n')
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "parvis: queries.jsonl, line 1, character 16: Say how many words apart, as in NEAR/5.",
        "  tram AND (late NEAR bus)",
        "                 ^^^^",
        "        Write instead: NEAR/5",
    ]


def test_the_program_without_its_file_of_queries(tmp_path: Path) -> None:
    done = run(tmp_path, b"", b"", "--queries", "nowhere.jsonl")
    assert done.returncode == 1
    assert "nowhere.jsonl cannot be read" in done.stderr
