"""Match posts: which saved queries mean each of them. JSON Lines in, JSON Lines out, in the same order. It needs
no database and keeps nothing. The language of queries is described in docs/user/en/queries.md."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parvis.listening.logic.query.lines import BadQuery
    from parvis.project.problems import Problem

CONTEXT, LONGEST_SHOWN = 40, 160  # characters of a query shown before and after its fault
ONE_LINE = {ord(sign): " " for sign in "\n\r\t"}

EPILOGUE = """\
examples:
  parvis match --queries queries.jsonl < posts.jsonl > matched.jsonl
  parvis match --queries queries.jsonl --explain posts.jsonl | jq -c 'select(.queries != [])'
  parvis enrich --keep < posts.jsonl | parvis match --queries queries.jsonl --jobs 2

A line of queries.jsonl is {"id", "query"}, or {"name", "query"} for what other queries call $name.
A line of posts is {"id", "text"} and, where known, title, author, url, links, source, language, country, followers,
engagement, is_repost, sentiment, intents. Out comes {"id", "queries"}; with --explain also "spans", one
{"query", "field", "start", "end"} for each place.
A post that cannot be read becomes {"id", "error"} in its place.
exit codes: 0 every post matched · 1 a query is no query · 2 used wrongly · 3 some posts could not be read
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="standard input unless given")
    parser.add_argument("--queries", type=Path, required=True, metavar="FILE", help="the queries, one a line")
    parser.add_argument(
        "--explain", action="store_true", help="add where in the post each query found its words"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes; 1 unless given")


def execute(arguments: argparse.Namespace) -> int:
    from parvis.listening.logic.query.lines import BadQuery, read_queries
    from parvis.listening.match_stream import EXIT_BROKEN_LINES, Source, match_stream, without_collector
    from parvis.project.command_line import PARTLY_DONE
    from parvis.project.problems import Problem

    if arguments.jobs < 1:
        raise Problem("The number of jobs must be 1 or more.")
    with contextlib.ExitStack() as files:
        source: Source = sys.stdin.buffer  # type: ignore[assignment]  # always a BufferedReader
        try:
            with arguments.queries.open("rb") as lines, without_collector():
                queries = read_queries(lines)
            if arguments.file:
                source = files.enter_context(arguments.file.open("rb"))
        except OSError as error:
            raise Problem(f"{error.filename} cannot be read: {error.strerror}.") from error
        except BadQuery as bad:
            raise _problem(bad, arguments.queries) from None
        code = match_stream(
            source,
            sys.stdout.buffer.write,
            queries=queries,
            explain=arguments.explain,
            jobs=arguments.jobs,
            flush=sys.stdout.buffer.flush,
        )
    return PARTLY_DONE if code == EXIT_BROKEN_LINES else code


def _problem(bad: BadQuery, file: Path) -> Problem:
    """The place in the file, the sentence, the query with its fault marked, and the mend."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(
            USE_I18N=False
        )  # the command line speaks English, and this command reads no settings
    from parvis.listening.web.query_words import mend_sentence, query_sentence
    from parvis.project.problems import Problem

    where = f"{file.name}, line {bad.line}"
    if bad.error is None:
        return Problem(f"{where}: {bad.reason}.")
    sentence = query_sentence(bad.error, translate=str)
    start = max(0, bad.error.start - CONTEXT)
    shown = bad.text[start : bad.error.end + CONTEXT][:LONGEST_SHOWN]
    length = max(1, min(bad.error.end, start + LONGEST_SHOWN) - bad.error.start)
    marks = " " * (bad.error.start - start) + "^" * length
    lines = (
        f"{where}, character {bad.error.start + 1}: {sentence}",
        f"  {shown.translate(ONE_LINE)}",
        f"  {marks}",
    )
    return Problem("\n".join(lines), mend_sentence(bad.error, bad.text, translate=str))
