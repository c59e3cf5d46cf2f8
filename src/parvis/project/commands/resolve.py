"""Say which records are the same person: between two CSV files, or inside one. It needs no database and no known
links: it learns from the records what agreement is worth. How: docs/method/people.md."""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

if TYPE_CHECKING:
    from parvis.people.logic.resolution.matching import Match
    from parvis.people.logic.resolution.table import Records

EPILOGUE = """\
examples:
  parvis resolve --left shop.csv --right newsletter.csv --out links.jsonl
  parvis resolve --left customers.csv --out duplicates.jsonl
  parvis resolve --left a.csv --right b.csv --map given_name=Vorname --map surname=Nachname --out -

The first column is the record's id. The others are recognised by header (English, French) or by what stands in
them, or mapped; a mapping holds for each file that has such a column. Fields:
  given_name surname full_name date_of_birth identifier email phone phone_2 street_number address_1 address_2 city
  postcode state country gender
A column of another name is compared as text where both files have it.
A line of the output is {"left", "right", "probability", "reasons"}; a reason is {"field", "level", "weight"}, its
weight in bits; all of them together are log2 of the odds. From 0.99 on a pair may be taken as certain enough to
act on; below, somebody should look.
exit codes: 0 done · 1 a file cannot be used, with one sentence why · 2 used wrongly
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--left", type=Path, required=True, metavar="FILE", help="CSV, plain or gzip")
    parser.add_argument("--right", type=Path, metavar="FILE", help="without it, duplicates inside --left")
    parser.add_argument("--out", required=True, metavar="FILE", help="JSON Lines; - for standard output")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column holds a field"
    )
    parser.add_argument(
        "--one-to-one", action="store_true", help="each record in one pair at the most, the likeliest first"
    )
    parser.add_argument(
        "--engine",
        choices=("own", "splink", "spark"),
        default="own",
        help="splink: for whole bases, on DuckDB (extra parvis[splink]); spark: the same on Spark (and parvis[spark])",
    )
    parser.add_argument(
        "--cluster",
        metavar="URL",
        help="with spark: its address, as spark://host:7077; this machine unless given",
    )
    parser.add_argument(
        "--at-least", type=float, default=0.5, metavar="P", help="least probability written; 0.5 unless given"
    )


def execute(arguments: argparse.Namespace) -> int:
    from parvis.people.logic.resolution.blocking import TooManyPairs
    from parvis.people.logic.resolution.reading import brought_together
    from parvis.project.problems import Problem

    if not 0 < arguments.at_least < 1:
        raise Problem("--at-least must be above 0 and below 1.")
    if arguments.cluster and arguments.engine != "spark":
        raise Problem("--cluster goes with --engine spark.")
    mapped = _mapped(arguments.map)
    out = None if arguments.out == "-" else Path(arguments.out)
    for file in (arguments.left, arguments.right):
        if out and file and out.exists() and file.exists() and out.samefile(file):
            raise Problem(f"{out} is one of the files to read; --out must name another.")
    left = _read(arguments.left, mapped)
    right = _read(arguments.right, mapped) if arguments.right else None
    if right is not None:
        left, right = brought_together(left, right)
    _refuse_if_nothing_tells(arguments, left, right, mapped)
    written = 0
    try:
        with _output(out) as lines:
            for match in _matches(arguments, left, right):
                line = {
                    "left": match.left,
                    "right": match.right,
                    "probability": round(match.probability, 9),
                    "reasons": [
                        {"field": reason.field, "level": reason.level, "weight": reason.weight}
                        for reason in match.reasons
                    ],
                }
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
                written += 1
    except TooManyPairs as error:
        raise Problem(f"{error} Give more columns that tell people apart, or smaller files.") from error
    print(f"{written:,} pairs at {arguments.at_least:g} or above.", file=sys.stderr)
    return 0


def _matches(arguments: argparse.Namespace, left: Records, right: Records | None) -> Iterator[Match]:
    from parvis.people.logic.resolution.matching import likeliest_each, matches
    from parvis.project.whole_bases import compare_whole

    if arguments.engine == "own":
        return matches(left, right, at_least=arguments.at_least, one_to_one=arguments.one_to_one)
    found = compare_whole(
        left, right, at_least=arguments.at_least, engine=arguments.engine, cluster=arguments.cluster
    )
    return likeliest_each(found, is_one_file=right is None) if arguments.one_to_one else iter(found)


def _mapped(words: list[str]) -> dict[str, str]:
    from parvis.people.logic.resolution.reading import field_named
    from parvis.project.problems import Problem

    mapped = {}
    for word in words:
        name, _, column = word.partition("=")
        field = field_named(name)
        if not field or not column.strip():
            raise Problem(f"--map {word}: write FIELD=COLUMN with one of the fields that --help lists.")
        mapped[field] = column.strip()
    return mapped


def _read(path: Path, mapped: Mapping[str, str]) -> Records:
    from parvis.people.logic.resolution.reading import NotRecords, read_records
    from parvis.project.problems import Problem

    try:
        with path.open("rb") as file:
            if file.read(2) == b"\x1f\x8b":
                file.seek(0)
                with gzip.open(file) as unpacked:
                    return read_records(cast(BinaryIO, unpacked), mapped=mapped)
            file.seek(0)
            return read_records(file, mapped=mapped)
    except NotRecords as error:
        raise Problem(f"{path} {error}.") from error
    except (OSError, EOFError) as error:
        raise Problem(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _refuse_if_nothing_tells(
    arguments: argparse.Namespace, left: Records, right: Records | None, mapped: Mapping[str, str]
) -> None:
    """A mapping that fits nowhere, and files that share too little, are refused before any work."""
    from parvis.people.logic.resolution.reading import compared_fields
    from parvis.project.problems import Problem

    for field, column in mapped.items():
        if not any(field in file.columns for file in (left, right) if file is not None):
            raise Problem(f"No file has a column {column!r} for {field}.")
    fields = compared_fields(left, right)
    if len(fields) >= 2 or {"email", "phone", "identifier"} & set(fields):
        return
    files = " and ".join(str(file) for file in (arguments.left, arguments.right) if file)
    found = f"only {fields[0]} is" if fields else "nothing is"
    raise Problem(
        f"In {files} {found} recognised as telling people apart.", "Name the columns with --map FIELD=COLUMN."
    )


@contextlib.contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    """The file appears when it is whole: half a list of links would pass for all of them."""
    from parvis.project.problems import Problem

    if path is None:
        yield sys.stdout
        return
    whole = path.is_file() or not path.exists()  # a pipe or device takes lines as they come
    partial = path.with_name(f".{path.name}.{os.getpid()}") if whole else path
    try:
        with partial.open("w", encoding="utf-8") as lines:
            yield lines
        if whole:
            partial.replace(path)
    except OSError as error:
        raise Problem(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        if whole:
            partial.unlink(missing_ok=True)
