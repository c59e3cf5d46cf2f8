"""Label texts: JSON Lines in ({"id", "text"}), JSON Lines out, in the same order. Language, sentiment, emotion,
intents, toxicity, entities and personal data. It needs no database and keeps nothing."""

import argparse
import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

EPILOGUE = """\
examples:
  parvis enrich < texts.jsonl > labels.jsonl
  parvis enrich texts.jsonl --keep | jq -r 'select(.sentiment == "negative") | .text'
  parvis enrich texts.jsonl --languages fr,en --jobs 4
  parvis enrich texts.jsonl --targets "Acme,Acme Air" --explain

A line that cannot be read becomes {"id", "error"} in its place.
exit codes: 0 every line labelled · 2 used wrongly · 3 some lines could not be read
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="standard input unless given")
    parser.add_argument("--languages", metavar="CODES", help="the languages to tell apart, as fr,en")
    parser.add_argument("--keep", action="store_true", help="pass the other fields of each line through")
    parser.add_argument("--targets", metavar="NAMES", help="brands or products: adds the sentiment towards each")
    parser.add_argument("--explain", action="store_true", help="add the words that weighed most (much slower)")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes; 1 unless given")


def execute(arguments: argparse.Namespace) -> int:
    from parvis.enrichment.logic.labels import DEFAULT_LANGUAGES
    from parvis.enrichment.stream import EXIT_BROKEN_LINES, enrich_stream
    from parvis.project.command_line import PARTLY_DONE
    from parvis.project.problems import Problem

    languages: tuple[str, ...] = DEFAULT_LANGUAGES
    if arguments.languages is not None:
        languages = _listed(arguments.languages)
    with contextlib.ExitStack() as files:
        source = sys.stdin.buffer
        if arguments.file:
            try:
                source = files.enter_context(_open_with_progress(arguments.file))
            except OSError as error:
                raise Problem(f"{arguments.file} cannot be read: {error.strerror}.") from error
        code = enrich_stream(
            source,
            sys.stdout.buffer.write,
            languages=languages,
            keep=arguments.keep,
            targets=_listed(arguments.targets),
            explain=arguments.explain,
            jobs=arguments.jobs,
        )
        sys.stdout.buffer.flush()
    return PARTLY_DONE if code == EXIT_BROKEN_LINES else code


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(",") if part.strip())


def _open_with_progress(file: Path) -> contextlib.AbstractContextManager[BinaryIO]:
    """The file, with a bar on standard error where somebody looks at it."""
    if not sys.stderr.isatty():
        return file.open("rb")
    from rich.console import Console
    from rich.progress import open as open_with_bar

    return open_with_bar(file, "rb", description=file.name, console=Console(stderr=True))
