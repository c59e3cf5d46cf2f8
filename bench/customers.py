"""A file of customers brought in, then groups counted among them: rows a second, the peak of memory, milliseconds.

python -m bench.customers [--rows 100000] [--consents]   (1000000 for the figures in docs/method/people.md)
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from bench.scratch import scratch_database

GIVEN = "Marie Jean Lucas Emma Léa Hugo Louis Jade Nathan Chloé Camille Ana Zoé Tom Paul".split()
FAMILY = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Leroy Roux".split()
)
TOWNS = "Paris Lyon Marseille Lille Nantes Rennes Bordeaux Toulouse Nice Brest Dijon Tours".split()


def written(path: Path, rows: int, *, consents: bool) -> None:
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        more = ";Email optin;Consent date;Consent wording;Consent source" if consents else ""
        file.write(f"id;Customer number;First name;Last name;E-mail;Phone;City;Language{more}\n")
        for n in range(rows):
            given, family = dice.choice(GIVEN), f"{dice.choice(FAMILY)}{n % 5000}"
            file.write(
                f"{n};C-{n:07};{given};{family};{given.lower()}.{n}@example.org;06{n % 10**8:08};"
                f"{dice.choice(TOWNS)};{dice.choice(('fr', 'fr', 'en'))}"
            )
            said = (";yes;2025-03-01;I agree to receive offers.;order form", ";no;;;")[n % 3 == 0]
            file.write((said if consents else "") + "\n")


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(rows: int, *, consents: bool) -> int:
    with tempfile.TemporaryDirectory() as folder, scratch_database("bench_customers"):
        from django.conf import settings

        from parvis.foundation.access import purpose
        from parvis.foundation.audit import SYSTEM
        from parvis.foundation.clock import utc_now
        from parvis.people.actions.customer_files import store_customer_file
        from parvis.people.actions.customer_import import begin_reading, open_import, read_customers
        from parvis.people.actions.customer_keep import begin_keeping, keep_customers
        from parvis.people.logic.segments import Condition, Definition, Group
        from parvis.people.reads.customer_export import export_rows
        from parvis.people.reads.segments import counted

        settings.FILES_FOLDER = folder
        written(Path(folder) / "customers.csv", rows, consents=consents)
        with (Path(folder) / "customers.csv").open("rb") as file:
            path = store_customer_file(file.read)
        run = open_import(path.name, file_name="customers.csv", by=SYSTEM, now=utc_now())
        mapping = {int(at): field for at, field in run.mapping.items()}
        begin_reading(
            run, mapping=mapping, rule="fill", system="crm", by=SYSTEM, now=utc_now(), in_background=False
        )
        before, began = peak(), time.perf_counter()
        run = read_customers(run.pk)
        compared = time.perf_counter() - began
        begin_keeping(run, by=SYSTEM, now=utc_now(), in_background=False)
        began = time.perf_counter()
        run = keep_customers(run.pk)
        kept = time.perf_counter() - began
        assert run.counts["created"] == rows, run.counts
        print(
            f"{rows:,} rows: read and compared {rows / compared:,.0f} rows/s, kept {rows / kept:,.0f} rows/s; "
            f"memory {peak():,.0f} MB at its peak ({before:,.0f} MB before)"
        )
        for name, conditions in (
            ("town", [("city", "is", "Lyon")]),
            ("language", [("language", "is", "en")]),
            ("town and name", [("city", "is", "lyon"), ("family_name", "begins", "Martin12")]),
            ("never heard of", [("last_heard", "never", "")]),
            ("bought", [("purchases", "at_least", "1")]),
        ):
            definition = Definition(groups=(Group(conditions=tuple(Condition(*one) for one in conditions)),))
            times = []
            for under in ("service", "prospecting.email"):
                for _ in range(3):
                    began = time.perf_counter()
                    with purpose("service"):
                        found = counted(definition, under=under)
                    times.append(1000 * (time.perf_counter() - began))
            said = f"about {found.value:,}" if found.is_estimate else f"{found.value:,}"
            print(f"  {name}: {said} under the last purpose; median {statistics.median(times):.0f} ms")
        began = time.perf_counter()
        out = sum(1 for _ in export_rows(under="service", now=utc_now()))
        print(f"  taken out: {out / (time.perf_counter() - began):,.0f} rows/s; memory {peak():,.0f} MB")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--consents", action="store_true", help="each row says whether we may write")
    given = parser.parse_args()
    raise SystemExit(main(given.rows, consents=given.consents))
