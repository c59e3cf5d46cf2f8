"""Find questions that ask the same in other words. JSON Lines in, JSON Lines out, in the same order. It needs no
database and keeps nothing. English and French."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TOP = 10

EPILOGUE = """\
examples:
  parvis similar --corpus faq.jsonl < queries.jsonl > results.jsonl
  parvis similar --corpus faq.jsonl --top 3 queries.jsonl | jq -c '[.id, .results[0].id]'

A line of the corpus is {"id", "question"} and, where known, "answer". A line of queries is {"id", "text"}.
Out comes {"id", "results": [{"id", "score"}]}, the best first. A query that cannot be read becomes {"id", "error"}
in its place.
exit codes: 0 every query answered · 1 the corpus cannot be read · 2 used wrongly · 3 some queries could not be read
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="standard input unless given")
    parser.add_argument(
        "--corpus", type=Path, required=True, metavar="FILE", help="the questions, one a line"
    )
    parser.add_argument(
        "--top", type=int, default=TOP, metavar="K", help=f"results a query; {TOP} unless given"
    )


def execute(arguments: argparse.Namespace) -> int:
    from parvis.enrichment.similar_stream import EXIT_BROKEN_LINES, BrokenLine, read_corpus, similar_stream
    from parvis.project.command_line import PARTLY_DONE
    from parvis.project.problems import Problem

    if arguments.top < 1:
        raise Problem("The number of results must be 1 or more.")
    with contextlib.ExitStack() as files:
        source: Iterable[bytes] = sys.stdin.buffer
        try:
            with arguments.corpus.open("rb") as lines:
                index = read_corpus(lines)
            if arguments.file:
                source = files.enter_context(arguments.file.open("rb"))
        except OSError as error:
            raise Problem(f"{error.filename} cannot be read: {error.strerror}.") from error
        except BrokenLine as broken:
            raise Problem(f"{arguments.corpus.name}, {broken}.") from None
        code = similar_stream(source, sys.stdout.buffer.write, index=index, top=arguments.top)
    return PARTLY_DONE if code == EXIT_BROKEN_LINES else code
