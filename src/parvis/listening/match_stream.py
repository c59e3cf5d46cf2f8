"""`parvis match`: posts as JSON Lines in, the queries that mean each of them out, in the same order.

A line that cannot be read becomes {"id", "error"} in its place and the exit code tells at the end.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import msgspec

from parvis.foundation.logic.in_order import in_order
from parvis.listening.logic.query.lines import BrokenLine, Line, read_line, read_lines
from parvis.listening.logic.query.matcher import Matcher
from parvis.listening.logic.query.nodes import Node

BLOCK_BYTES = 1 << 20
BLOCKS_LEARNT_FROM = 2_000  # at the most, where each holds a line or two
LONGEST_LINE = 32 << 20
EXIT_BROKEN_LINES = 1

Queries = Sequence[tuple[Any, Node]]
Answer = tuple[bytes, int]


class Source(Protocol):
    """Standard input or a file, in bytes."""

    def read1(self, size: int = ..., /) -> bytes: ...


def _to_stderr(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def match_stream(
    source: Source,
    write: Callable[[bytes], object],
    *,
    queries: Queries,
    explain: bool = False,
    jobs: int = 1,
    flush: Callable[[], object] = lambda: None,
    complain: Callable[[str], object] = _to_stderr,
) -> int:
    """Match every line and write the results; returns the exit code (0, or 1 where lines were broken).

    `explain` adds where in each post the queries found what they look for. `jobs`: processes.
    """
    broken = 0
    for answer, broken_here in _answers(_blocks(source), queries, explain, jobs):
        write(answer)
        flush()
        broken += broken_here
    if broken:
        complain(f"{broken} line(s) could not be read; each has an error line in the output.")
    return EXIT_BROKEN_LINES if broken else 0


def _blocks(source: Source) -> Iterator[bytes]:
    """Whole lines, as many as have come in; a live stream is not kept waiting for a full block."""
    parts: list[bytes] = []
    size = 0
    while chunk := source.read1(BLOCK_BYTES):
        end = chunk.rfind(b"\n") + 1
        if not end:
            parts.append(chunk)
            size += len(chunk)
            if size > LONGEST_LINE:
                parts, size = [b"".join(parts)[:LONGEST_LINE]], LONGEST_LINE
            continue
        yield b"".join((*parts, chunk[:end]))
        parts, size = ([chunk[end:]], len(chunk) - end) if end < len(chunk) else ([], 0)
    if parts:
        yield b"".join(parts)


def _answers(blocks: Iterator[bytes], queries: Queries, explain: bool, jobs: int) -> Iterator[Answer]:
    """Answers in the order of the blocks, from one process or several."""
    if jobs == 1:
        yield from map(_Matching(queries, explain).answer, blocks)
        return
    yield from in_order(_answer_there, blocks, jobs=jobs, begin=_begin, given=(queries, explain))


_there: list[_Matching] = []


def _begin(queries: Queries, explain: bool) -> None:
    _there[:] = [_Matching(queries, explain)]


def _answer_there(block: bytes) -> Answer:
    return _there[0].answer(block)


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """While many objects are made that all stay, looking for those that do not takes half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Matching:
    """The matcher of one process, with what is written for each query."""

    def __init__(self, queries: Queries, explain: bool) -> None:
        self.matcher = Matcher()
        with without_collector():
            for query_id, node in queries:
                self.matcher.add(query_id, node)
        self.ids = [query_id for query_id, _ in queries]
        self.written = [json.dumps(query_id).encode() for query_id in self.ids]
        self.explain = explain
        self.blocks = 0

    def answer(self, block: bytes) -> Answer:
        """The lines of one block answered, and how many of them were broken."""
        try:
            lines: Sequence[Line | BrokenLine] = read_lines(block)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            lines = _one_by_one(block)
        if self.blocks < BLOCKS_LEARNT_FROM:
            self.blocks += 1
            with without_collector():
                self.matcher.learn_by_the_way([line for line in lines if isinstance(line, Line)])
            gc.freeze()  # the queries stay, so the collector need not walk them again and again
        out: list[bytes | msgspec.Raw] = []
        numbers_of, written = self.matcher.numbers, self.written
        broken = 0
        for line in lines:
            if isinstance(line, BrokenLine):
                broken += 1
                reason = json.dumps(str(line), ensure_ascii=False).encode("utf-8", "replace")
                out += (b'{"id":', line.id, b',"error":', reason, b"}\n")
                continue
            numbers = numbers_of(line)
            if not numbers:
                out += (b'{"id":', line.id, b',"queries":[]}\n')
                continue
            out += (
                b'{"id":',
                line.id,
                b',"queries":[',
                b",".join([written[number] for number in numbers]),
                b"]",
            )
            if self.explain:
                out += (b',"spans":', self._spans(line, numbers))
            out.append(b"}\n")
        return b"".join(out), broken

    def _spans(self, line: Line, numbers: Sequence[int]) -> bytes:
        spans = [
            {"query": self.ids[number], "field": field, "start": start, "end": end}
            for number in numbers
            for field, start, end in self.matcher.spans(self.ids[number], line)
        ]
        return json.dumps(spans).encode()


def _one_by_one(block: bytes) -> list[Line | BrokenLine]:
    lines: list[Line | BrokenLine] = []
    for line in block.split(b"\n"):
        if not line.strip():
            continue
        try:
            lines.append(read_line(line))
        except BrokenLine as broken:
            lines.append(broken.with_traceback(None))
    return lines
