"""`parvis similar`: questions as JSON Lines in, those of a corpus that ask the same out, in the same order.

A line that cannot be read becomes {"id", "error"} in its place and the exit code is 1 at the end.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from parvis.enrichment.logic.similar.index import SimilarIndex

EXIT_BROKEN_LINES = 1
DIGITS = 6  # of a score


class BrokenLine(Exception):
    """A line that holds no readable record; carries the id where there is one."""

    def __init__(self, reason: str, record_id: object = None) -> None:
        super().__init__(reason)
        self.record_id = record_id


def _to_stderr(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def read_corpus(lines: Iterable[bytes]) -> SimilarIndex[str | int]:
    """The index over a corpus. A line that cannot be read raises BrokenLine with its number: half a corpus misleads."""
    index: SimilarIndex[str | int] = SimilarIndex()
    for number, record in _numbered(lines):
        try:
            found = _record(record)
            id = _id(found)
            question = _text(found, "question")
            answer = _text(found, "answer") if found.get("answer") is not None else ""
        except BrokenLine as broken:
            raise BrokenLine(f"line {number}: {broken}") from None
        if id in index:
            raise BrokenLine(f"line {number}: the id {json.dumps(id)} is there twice")
        index.add(id, question, answer)
    return index


def similar_stream(
    lines: Iterable[bytes],
    write: Callable[[bytes], object],
    *,
    index: SimilarIndex[Any],
    top: int,
    complain: Callable[[str], object] = _to_stderr,
) -> int:
    """Answer every query and write the results; returns the exit code (0, or 1 where lines were broken)."""
    broken_lines = 0
    for _, line in _numbered(lines):
        answer: dict[str, object]
        try:
            record = _record(line)
            record_id = _id(record)
            text = _text(record, "text")
            answer = {
                "id": record_id,
                "results": [
                    {"id": one.id, "score": round(one.score, DIGITS)} for one in index.search(text, top=top)
                ],
            }
        except BrokenLine as broken:
            broken_lines += 1
            answer = {"id": broken.record_id, "error": str(broken)}
        write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    if broken_lines:
        complain(f"{broken_lines} line(s) could not be read; each has an error line in the output.")
    return EXIT_BROKEN_LINES if broken_lines else 0


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        reason = (
            error.msg if isinstance(error, json.JSONDecodeError) else "nested too deep or a number too long"
        )
        raise BrokenLine(f"no JSON: {reason}") from None
    if not isinstance(record, dict):
        raise BrokenLine("not a JSON object")
    return record


def _id(record: dict[str, Any]) -> str | int:
    found = record.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise BrokenLine('"id" is neither text nor a whole number')
    return found


def _text(record: dict[str, Any], name: str) -> str:
    found = record.get(name)
    if not isinstance(found, str):
        shown = record.get("id")
        shown = shown if isinstance(shown, str | int) and not isinstance(shown, bool) else None
        raise BrokenLine(f'"{name}" is missing or no text', shown)
    return found
