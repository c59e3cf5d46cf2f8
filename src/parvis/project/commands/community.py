"""Bring a community in from elsewhere, or take this one out: JSON Lines, or a Discourse backup. Interrupted, the
import is begun again and goes on; repeated, it brings nothing twice. Nobody is told of old texts by mail."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from parvis.project.paths import installation_paths
from parvis.project.problems import Problem

_SHOWN_FAULTS = 10
SENTENCES = {
    "not-json": "This is no JSON object.",
    "too-long": "The line is longer than a million characters.",
    "shape": "This field is missing, unknown or not as the format says: {about}.",
    "unknown-board": "No board above is called {about}.",
    "unknown-member": "No member above is called {about}.",
    "unknown-question": "No question above is called {about}.",
    "unknown-answer": "No answer above is called {about}.",
    "comment-on-comment": "A comment stands under an answer, not under a comment: {about}.",
    "other-question": "This answer is no answer to that question: {about}.",
    "accepted-before": "Another answer is accepted already for {about}.",
    "own-text": "Nobody votes for what they wrote themselves: {about}.",
}

EPILOGUE = """\
examples:
  parvis community import forum.jsonl.gz --origin old-forum
  parvis community import site-2026-03-01.tar.gz --origin discourse      a Discourse backup
  parvis community export > community.jsonl
  parvis community export --with-addresses > community.jsonl             members' mail addresses too

The format, a line for each kind: docs/operator/community-exchange.md
output of import: one JSON object; lines that were left out also on standard error.
exit codes: 0 everything taken in · 1 failed · 3 some lines were left out
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    bring = acts.add_parser("import", help="JSON Lines, plain or gzip, or a Discourse backup (.tar.gz)")
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument(
        "--origin", required=True, metavar="NAME", help="what the source is called, always the same"
    )
    out = acts.add_parser("export", help="boards, members, questions, answers, votes to standard output")
    out.add_argument("--with-addresses", action="store_true", help="members' mail addresses too")


def execute(arguments: argparse.Namespace) -> int:
    from parvis.project.django_session import open_django

    if arguments.act == "export":
        open_django(installation_paths())
        return _export(with_addresses=arguments.with_addresses)
    file = arguments.file.expanduser().absolute()
    if not file.is_file():
        raise Problem(f"There is no file {arguments.file}.")
    with _lines(file) as lines:
        open_django(installation_paths())
        return _import(lines, origin=arguments.origin)


def _import(lines: Iterable[str], *, origin: str) -> int:
    from parvis.community.actions.bring_in import OriginRefused, bring_in
    from parvis.foundation.clock import utc_now

    try:
        outcome = bring_in(lines, origin=origin, now=utc_now(), on_batch=_show_progress)
    except OriginRefused:
        raise Problem("--origin takes a name of 1 to 40 characters, and not web, mail or inbox.") from None
    except (EOFError, OSError, UnicodeDecodeError) as error:
        raise Problem(f"The file could not be read to its end: {error}.") from error
    for fault in outcome.faults[:_SHOWN_FAULTS]:
        print(f"line {fault.line}: {SENTENCES[fault.code].format(about=fault.about)}", file=sys.stderr)
    if outcome.fault_count > _SHOWN_FAULTS:
        print(f"and {outcome.fault_count - _SHOWN_FAULTS} more", file=sys.stderr)
    print(json.dumps({"origin": origin, "lines": outcome.lines, "new": dict(outcome.new), "known": outcome.known,
                      "left_out": outcome.fault_count}))  # fmt: skip
    return 3 if outcome.fault_count else 0


def _export(*, with_addresses: bool) -> int:
    from parvis.community.reads.exchange import exported
    from parvis.foundation.access import purpose

    with purpose("membership"):
        for line in exported(with_addresses=with_addresses):
            sys.stdout.write(f"{line}\n")
    return 0


def _show_progress(outcome: Any) -> None:
    if sys.stderr.isatty():
        print(f"\r{outcome.lines:,} lines", end="", file=sys.stderr, flush=True)


@contextmanager
def _lines(file: Path) -> Iterator[Iterable[str]]:
    """The lines of our format in the file; a Discourse backup is read as them."""
    if tarfile.is_tarfile(file):
        yield _lines_of_backup(file)
        return
    with file.open("rb") as plain:
        is_zipped = plain.read(2) == b"\x1f\x8b"
    with gzip.open(file, "rt", encoding="utf-8") if is_zipped else file.open(encoding="utf-8") as lines:
        yield lines


def _lines_of_backup(file: Path) -> Iterator[str]:
    from parvis.community.logic.discourse import lines_of

    with tarfile.open(file) as archive:
        found = [one for one in archive if Path(one.name).name in ("dump.sql.gz", "dump.sql")]
        if not found:
            raise Problem(f"{file.name} holds no dump.sql.gz: this is no Discourse backup.")
        yield from (json.dumps(line, ensure_ascii=False) for line in lines_of(_opener(archive, found[0])))


def _opener(archive: tarfile.TarFile, part: tarfile.TarInfo) -> Callable[[], Iterable[str]]:
    def opened() -> Iterable[str]:
        stream = archive.extractfile(part)
        assert stream is not None
        raw: Any = gzip.GzipFile(fileobj=stream) if part.name.endswith(".gz") else stream
        # A line ends with a line feed and nothing else: a carriage return is part of what somebody wrote.
        return io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="\n")

    return opened
