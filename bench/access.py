"""What row-level security costs: the same queries with the policy and without it, at a million persons.

python -m bench.access [--persons N]

Without: as the owner, whom the policies do not bind, in the same state of the same tables. One person in two agreed
to offers by e-mail, some of whom the word is over, some of whom took it back; one in two hundred is restricted, one
in a hundred is joined with another record. Median of repeated runs, nothing else asked in between.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.scratch import scratch_database

NOW = datetime.now(UTC)
# What the policy may add to a query for some persons, and to one that goes through all, for each of them.
MOST_MORE_MS, MOST_MORE_US_A_PERSON = 15.0, 10.0

TOWNS = ("Lyon", "Paris", "Lille", "Nantes", "Brest", "Metz", "Nice", "Tours")
WHOLE = 3  # runs of a query that goes through everybody
QUERIES = (
    ("one record by its number", "SELECT * FROM people_person WHERE id = %(one)s", 200),
    ("fifty by their numbers", "SELECT * FROM people_person WHERE id = ANY(%(fifty)s)", 100),
    (
        "a page of the list",
        "SELECT id, family_name, list_key FROM people_person WHERE list_key > %(key)s ORDER BY list_key LIMIT 50",
        100,
    ),
    (
        "one record with its addresses",
        "SELECT p.family_name, c.value FROM people_person p JOIN people_contact_point c ON c.person_id = p.id "
        "WHERE p.id = %(one)s",
        100,
    ),
    ("whom an address finds", "SELECT person_id FROM people_contact_point WHERE value_hash = %(hash)s", 100),
    ("how many there are", "SELECT count(*) FROM people_person", WHOLE),
    ("how many in each town", "SELECT city, count(*) FROM people_person GROUP BY city", WHOLE),
    (
        "an export of addresses",
        "SELECT count(c.value) FROM people_person p JOIN people_contact_point c ON c.person_id = p.id",
        WHOLE,
    ),
)
PURPOSES = ("service", "prospecting.email")


def fill(owner_url: str, *, persons: int) -> None:
    """Persons, an address each, their consents and what the ledger says now, by COPY."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as owner:
        # What triggers would write is written here; the indexes are there from the beginning.
        owner.execute("SET session_replication_role = replica")
        owner.execute("SELECT set_config('parvis.purpose', 'legal_duty', false)")

        def copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
            with owner.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                for row in rows:
                    into.write_row(row)

        numbers = range(1, persons + 1)
        copy(
            "people_person",
            "id, customer_number, given_name, family_name, language, city, is_restricted, is_withheld, joined_id, "
            "created_at, origin",
            (
                (n, f"C{n:08}", "Camille", f"Family{n * 7919 % persons:07}", "fr", TOWNS[n % 8], n % 200 == 0,
                 False, n - 1 if n % 100 == 51 else n if n % 100 == 50 else None, NOW, "bench")
                for n in numbers
            ),
        )  # fmt: skip
        copy(
            "people_contact_point",
            "person_id, kind, value, value_hash, is_verified, created_at",
            ((n, "email", f"person{n}@example.org", f"{n:064x}", True, NOW) for n in numbers),
        )
        said = [n for n in numbers if n % 2]
        copy(
            "people_consent",
            "id, person_id, purpose, channel, is_given, wording, wording_version, language, proof, at",
            (
                (n, n, "prospecting", "email" if n % 3 else "", n % 10 != 1, "Yes.", "1", "fr", "{}", NOW)
                for n in said
            ),
        )
        copy(
            "people_current_consent",
            "person_id, purpose, channel, is_given, basis, valid_until, joined_id, consent_id",
            (
                (n, "prospecting", "email" if n % 3 else "", n % 10 != 1, "consent",
                 NOW + timedelta(days=300 if n % 10 != 3 else -1), n - 1 if n % 100 == 51 else None, n)
                for n in said
            ),
        )  # fmt: skip
        owner.execute("VACUUM ANALYZE")


def arguments_of(persons: int, at: int) -> dict[str, Any]:
    """A different place of the tables for every run."""
    one = at * 104_729 % persons + 1
    return {
        "one": one,
        "fifty": [(one + step * 7919) % persons + 1 for step in range(50)],
        "key": f"family{one * 7919 % persons:07}",
        "hash": f"{one:064x}",
    }


def median_ms(connection: Any, sql: str, *, persons: int, times: int) -> float:
    spent = []
    for at in range(times + 1):
        began = time.perf_counter()
        connection.execute(sql, arguments_of(persons, at)).fetchall()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent[1:])


def measure(owner_url: str, app_url: str, *, persons: int) -> bool:
    import psycopg

    is_met = True
    with psycopg.connect(owner_url) as owner, psycopg.connect(app_url) as app:
        for connection in (owner, app):
            connection.execute("SET jit = off")
        if not owner.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()[0]:
            print("the owner of this server is bound by the policies too: nothing to measure against")
            return False
        for name in PURPOSES:
            app.execute("SELECT set_config('parvis.purpose', %s, false)", [name])
            shown = app.execute("SELECT count(*) FROM people_person").fetchone()[0]
            print(f"{name}: sees {shown:,} of {persons:,}")
            for what, sql, times in QUERIES:
                without = median_ms(owner, sql, persons=persons, times=times)
                with_it = median_ms(app, sql, persons=persons, times=times)
                most = MOST_MORE_US_A_PERSON * persons / 1000 if times == WHOLE else MOST_MORE_MS
                met = with_it - without <= most
                is_met &= met
                print(
                    f"  {what:<30} without {without:9.2f} ms · with {with_it:9.2f} ms · ratio {with_it / without:5.1f}"
                    f" ({'met' if met else 'MISSED'})",
                    flush=True,
                )
            # Search by words has a function of its own beside the policy: there is no "without" of it.
            found = median_ms(
                app, "SELECT count(*) FROM people_find(%(key)s, 50)", persons=persons, times=100
            )
            common = median_ms(
                app, "SELECT count(*) FROM people_find('camille', 50)", persons=persons, times=5
            )
            is_met &= found <= MOST_MORE_MS
            print(
                f"  {'a search by name':<30} by the checking function: a rare one {found:.2f} ms, "
                f"one that everybody has {common:.0f} ms",
                flush=True,
            )
    return is_met


def main(options: argparse.Namespace) -> int:
    with scratch_database("bench_access") as (owner_url, app_url):
        began = time.perf_counter()
        fill(owner_url, persons=options.persons)
        print(f"{options.persons:,} persons made in {time.perf_counter() - began:.0f} s", flush=True)
        return 0 if measure(owner_url, app_url, persons=options.persons) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    raise SystemExit(main(parser.parse_args()))
