"""Which records are one person: quality and speed of `parvis resolve`, beside equality of what people compare.

python -m bench.resolve [--shared DIR] [--million | --online]: data/febrl lies there. `--online` is bench.lookup with
1,000,000 persons in PostgreSQL. `--million` builds the index that one new
record is looked up in, of 1,000,000 made-up French records; it takes minutes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bench import lookup
from parvis.people.logic.resolution.index import Index
from parvis.people.logic.resolution.table import RawColumn, Records
from tests.people.resolution import french_records

Row = list[str]
SURE, LEAST_PRECISION, LEAST_RECALL, MOST_SECONDS, MOST_LOOKUP_MS = 0.99, 0.999, 0.985, 30.0, 20.0


def febrl_entity(record: str) -> str:
    return record.split("-")[1]


def french_entity(record: str) -> str:
    return record[1:]


def resolve(left: Path, right: Path | None, out: Path) -> float:
    words = [
        sys.executable,
        "-m",
        "parvis.project.command_line",
        "resolve",
        "--left",
        str(left),
        "--out",
        str(out),
    ]
    started = time.perf_counter()
    subprocess.run(words + (["--right", str(right)] if right else []), check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def true_pairs(left: list[Row], right: list[Row] | None, entity: Callable[[str], str]) -> int:
    many = Counter(entity(row[0]) for row in left)
    if right is None:
        return sum(n * (n - 1) // 2 for n in many.values())
    return sum(many[entity(row[0])] for row in right)


def by_equality(left: list[Row], right: list[Row] | None, columns: tuple[int, ...]) -> list[tuple[str, str]]:
    """What a spreadsheet does: surname, given name and date of birth are equal and none is missing."""

    def key(row: Row) -> tuple[str, ...] | None:
        values = tuple(row[at].strip().casefold() for at in columns)
        return values if all(values) else None

    held: dict[tuple[str, ...], list[str]] = {}
    pairs = []
    for row in left:
        if (found := key(row)) is not None:
            if right is None:
                pairs += [(other, row[0]) for other in held.get(found, [])]
            held.setdefault(found, []).append(row[0])
    for row in right or []:
        if (found := key(row)) is not None:
            pairs += [(other, row[0]) for other in held.get(found, [])]
    return pairs


def measured(
    name: str,
    left: list[Row],
    right: list[Row] | None,
    entity: Callable[[str], str],
    folder: Path,
    columns: tuple[int, ...],
    headers: tuple[Row, Row],
    asked: bool,
) -> bool:
    files = []
    for side, rows, header in (("left", left, headers[0]), ("right", right, headers[1])):
        if rows is not None:
            files.append(folder / f"{side}.csv")
            with files[-1].open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([header, *rows])
    out = folder / "links.jsonl"
    seconds = resolve(files[0], files[1] if right else None, out)
    sure = [match for line in out.open() if (match := json.loads(line))["probability"] >= SURE]
    true = true_pairs(left, right, entity)
    hits = sum(entity(match["left"]) == entity(match["right"]) for match in sure)
    precision, recall = hits / max(len(sure), 1), hits / true
    plain = by_equality(left, right, columns)
    plain_hits = sum(entity(one) == entity(other) for one, other in plain)
    good = precision >= LEAST_PRECISION and recall >= LEAST_RECALL and seconds <= MOST_SECONDS
    verdict = ("reached" if good else "MISSED") if asked else "no mark set"
    print(
        f"{name:<34} {seconds:6.1f} s  precision {precision:.5f}  recall {recall:.4f} ({hits} of {true})"
        f"  by equality: {plain_hits / max(len(plain), 1):.5f} {plain_hits / true:.4f}  {verdict}"
    )
    return good or not asked


def million(many: int = 1_000_000) -> bool:
    """One new record against a million: median, 95th and 99th hundredth of 500 look-ups."""
    columns = {
        field: RawColumn()
        for field in (
            "surname",
            "given_name",
            "date_of_birth",
            "address_1",
            "postcode",
            "city",
            "phone",
            "email",
        )
    }
    ids = []
    asked: list[Row] = []
    for part in range(0, many, 20_000):
        first, second = french_records.made(20_000, seed=part)
        asked += second[:10]
        for at, row in enumerate(first):
            ids.append(str(part + at))
            for value, column in zip(row[1:], columns.values(), strict=True):
                column.add(value)
    started = time.perf_counter()
    index = Index(Records(ids, columns))
    built = time.perf_counter() - started
    taken, found = [], 0
    for row in asked:
        started = time.perf_counter()
        found += bool(index.find(dict(zip(columns, row[1:], strict=True)), at_least=SURE))
        taken.append((time.perf_counter() - started) * 1000)
    middle, high, highest = np.percentile(taken, (50, 95, 99))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    good = bool(high <= MOST_LOOKUP_MS)
    print(
        f"index of {many:,}: built in {built:.0f} s, {memory:.1f} GB at most; one look-up {middle:.1f} ms, "
        f"p95 {high:.1f} ms, p99 {highest:.1f} ms; {found} of {len(asked)} found  {'reached' if good else 'MISSED'}"
    )
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--online", action="store_true")
    arguments = parser.parse_args()
    if arguments.online:
        return 0 if lookup.measured(1_000_000) else 1
    if arguments.million:
        return 0 if million() else 1
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in (1, 2, 3):
            source = arguments.shared / "data" / "febrl" / f"dataset{number}.csv.gz"
            if not source.exists():
                print(f"{source.name} is not there; passed over")
                continue
            with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
                header, *rows = csv.reader(file, skipinitialspace=True)
            columns = tuple(header.index(name) for name in ("surname", "given_name", "date_of_birth"))
            first = [row for row in rows if row[0].endswith("-org")]
            second = [row for row in rows if not row[0].endswith("-org")]
            for what, one, other in (("within", rows, None), ("originals to duplicates", first, second)):
                good &= measured(
                    f"febrl {number}, {what}",
                    one,
                    other,
                    febrl_entity,
                    folder,
                    columns,
                    (header, header),
                    True,
                )
        for seed in (101, 102):
            first, second = french_records.made(5_000, seed=seed)
            headers = list(french_records.HEADER), list(french_records.HEADER_AGAIN)
            good &= measured(
                f"made-up French households {seed}",
                first,
                second,
                french_entity,
                folder,
                (1, 2, 3),
                headers,
                False,
            )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
