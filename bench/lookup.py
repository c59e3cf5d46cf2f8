"""One new record compared with all persons of an installation, beside a search for its name.

python -m bench.lookup [--persons N]: made-up French persons in PostgreSQL, written by COPY, with the keys that
actions/duplicates.py would write. The look-ups are the same persons written down a second time, with slips.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import psycopg

from bench.scratch import scratch_database

MOST_MS, LOOKUPS, PART = 20.0, 500, 20_000
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def records(many: int) -> Iterator[tuple[list[list[str]], list[list[str]]]]:
    """Parts of records as first written, and some of the same as written again."""
    from tests.people.resolution import french_records

    size = min(PART, many)
    for seed in range(0, many, size):
        first, second = french_records.made(size, seed=seed)
        yield first, second[: LOOKUPS * size // many]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    return 0 if measured(parser.parse_args().persons) else 1


def measured(many: int) -> bool:
    with scratch_database("bench_lookup") as (owner_url, _):
        from django.db import connection

        from parvis.foundation.access import purpose
        from parvis.people.actions.match_weights import learn_weights
        from parvis.people.reads.alike import records_alike
        from parvis.people.reads.search import found_ids

        started = time.perf_counter()
        asked = fill(owner_url, many)
        filled = time.perf_counter() - started
        started = time.perf_counter()
        learn_weights(now=NOW)
        learned = time.perf_counter() - started
        taken: list[float] = []
        worked: list[float] = []
        by_name: list[float] = []
        found = sure = wrong = 0
        with purpose("service"):
            for warm in asked[:20]:
                records_alike(held(warm[1]))
            for person_id, row in asked:
                started, began = time.perf_counter(), time.process_time()
                alike = records_alike(held(row))
                taken.append((time.perf_counter() - started) * 1000)
                worked.append((time.process_time() - began) * 1000)
                found += any(one.person_id == person_id for one in alike)
                likely = [one.person_id for one in alike if one.probability >= 0.99]
                sure += person_id in likely
                wrong += len(likely) - (person_id in likely)
                started = time.perf_counter()
                found_ids(f"{row[2]} {row[1]}", most=5)
                by_name.append((time.perf_counter() - started) * 1000)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_total_relation_size('people_match_key') / 1e6")
            (size,) = cursor.fetchone()
    middle, high, highest = np.percentile(taken, (50, 95, 99))
    good = bool(high <= MOST_MS)
    print(
        f"one new record against {many:,} persons: {middle:.1f} ms, p95 {high:.1f} ms, p99 {highest:.1f} ms; "
        f"own work {np.median(worked):.1f}, p95 {np.percentile(worked, 95):.1f} ms"
        f"  (a search for the name: {np.median(by_name):.1f} ms)  {'reached' if good else 'MISSED'}"
    )
    print(
        f"  of {len(asked)} known persons {found} suggested, {sure} at 0.99 with {wrong} wrong; "
        f"weights learned in {learned:.0f} s; keys {size:.0f} MB; filled in {filled:.0f} s"
    )
    return good


def held(row: list[str]):  # type: ignore[no-untyped-def]
    from parvis.people.logic.resolution.online import Held

    return Held(row[1], row[2], row[6], (row[8],) if row[8] else (), (row[7],) if row[7] else ())


def fill(owner_url: str, many: int) -> list[tuple[int, list[str]]]:
    """Persons 1 … many; returns what is looked up: (id, as written again)."""
    from parvis.people.logic.contact_points import NotAnAddress, normalised
    from parvis.people.reads.addresses import address_hash
    from parvis.people.reads.alike import keys_of

    asked: list[tuple[int, list[str]]] = []
    base = 0
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")  # keys are written below, not by jobs
        for first, second in records(many):
            numbers = {row[0][1:]: base + at for at, row in enumerate(first, 1)}
            with owner.cursor() as cursor:
                with cursor.copy(
                    "COPY people_person (id, given_name, family_name, language, city, is_restricted, created_at,"
                    " origin) FROM STDIN"
                ) as copy:
                    for at, row in enumerate(first, base + 1):
                        copy.write_row((at, row[2], row[1], "fr", row[6], False, NOW, "import"))
                with cursor.copy(
                    "COPY people_contact_point (person_id, kind, value, value_hash, is_verified, created_at) FROM STDIN"
                ) as copy:
                    for at, row in enumerate(first, base + 1):
                        for kind, value in (("email", row[8]), ("phone", row[7])):
                            try:
                                form = normalised(kind, value)
                            except NotAnAddress:
                                continue
                            copy.write_row((at, kind, form, address_hash(kind, form), False, NOW))
                with cursor.copy("COPY people_match_key (key, person_id) FROM STDIN") as copy:
                    for at, row in enumerate(first, base + 1):
                        for key in keys_of(held(row)):
                            copy.write_row((key, at))
            asked += [(numbers[row[0][1:]], row) for row in second]
            base += len(first)
        for table in ("people_person", "people_contact_point", "people_match_key"):
            owner.execute(f"VACUUM ANALYZE {table}")
    return asked


if __name__ == "__main__":
    raise SystemExit(main())
