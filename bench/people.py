"""The page of a person among 1,000,000 with 5,000,000 entries in their timelines, one of them with 50,000.

python -m bench.people [--persons N] [--entries N] [--data DIR]
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.inbox import NOW, fill, measure
from bench.scratch import scratch_database

PAGES = 200
PERSON_MS = 60.0
HEAVY = 50_000  # entries of one person: a reseller who writes every day
NAMES = ("Martin", "Bernard", "Quéméner", "Dubois", "Smith", "Jones", "Le Goff", "Garcia", "Nguyen", "Petit")


def fill_people(owner_url: str, *, persons: int) -> None:
    """A person for every handle, linked, with an address, a purchase in three and a consent in two."""
    import psycopg

    with psycopg.connect(owner_url, autocommit=True) as owner:
        # What triggers keep beside each row is made by jobs in an installation; here it would only take hours.
        owner.execute("SET session_replication_role = replica")

        def copy(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
            with owner.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)

        some = range(1, persons + 1)
        copy(
            "people_person",
            "id, customer_number, given_name, family_name, language, city, is_restricted, created_at, origin",
            ((n, f"C{n:08}", f"Person {n}", NAMES[n % 10], "fr", "Lyon", False, NOW, "import") for n in some),
        )
        copy(
            "people_contact_point",
            "person_id, kind, value, value_hash, is_verified, created_at",
            ((n, "email", f"p{n}@example.org", f"{n:064x}", False, NOW) for n in some),
        )
        copy(
            "people_identity_link",
            "id, act, identity_id, person_id, evidence, evidence_detail, probability, decided_by_kind, "
            "decided_by_name, legal_basis, at",
            ((n, "made", n, n, "same_email_given", "{}", 0.99, "system", "", "contract", NOW) for n in some),
        )
        copy("people_current_link", "identity_id, person_id, link_id", ((n, n, n) for n in some))
        copy(
            "people_purchase",
            "person_id, external_id, order_number, bought_at, amount, currency, quantity, channel, created_at",
            ((n, f"x{n}", f"O{n}", NOW - timedelta(days=n % 700), 49 + n % 900, "EUR", 1, "web", NOW)
             for n in some if n % 3 == 0),
        )  # fmt: skip
        owner.execute(
            "INSERT INTO conversations_message (id, conversation_id, kind, identity_id, connection_id, channel,"
            " external_id, in_reply_to, subject, text, html, sent_at, created_at, delivery, delivery_detail,"
            " is_automatic, language, sentiment, model_version) SELECT -step, 1, 'inbound', 1, connection_id, channel,"
            " 'h' || step, '', '', text, '',"
            " sent_at - step * interval '20 minutes', created_at, '', '', false, language, sentiment, ''"
            " FROM conversations_message, generate_series(1, %s) step WHERE id = 1",
            [HEAVY],
        )
        owner.execute("VACUUM ANALYZE")


def main(options: argparse.Namespace) -> int:
    with scratch_database("bench_people") as (owner_url, _):
        from django.conf import settings
        from django.test import Client

        from parvis.accounts.models import User

        settings.ALLOWED_HOSTS = ["testserver"]
        Path(os.environ["PARVIS_DATA"], "static").mkdir(parents=True, exist_ok=True)
        client = Client()
        client.get("/")
        began = time.perf_counter()
        fill(owner_url, conversations=options.persons, messages=options.entries, data=options.data)
        fill_people(owner_url, persons=options.persons)
        print(
            f"{options.persons:,} persons, {options.entries + HEAVY:,} entries: "
            f"made in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        client.force_login(User.objects.create(email="lead@example.org", name="Lead", roles=["supervisor"]))
        get = client.get
        random.seed(11)
        some = random.sample(range(2, options.persons + 1), PAGES)
        _, page_met = measure("person page", [f"/people/{n}/" for n in some], get, most_ms=PERSON_MS)
        deep = f"?before={(NOW - timedelta(days=400)).isoformat()}".replace("+", "%2B")
        heavy = [
            "/people/1/",
            f"/people/1/{deep}",
            "/people/1/?kind=said&by=us",
            "/people/1/?mood=negative",
        ] * 10
        _, heavy_met = measure(f"person with {HEAVY:,} entries", heavy, get, most_ms=PERSON_MS)
        _, _ = measure(
            "how the relation goes", [f"/people/{n}/relation/" for n in some[:60]], get, most_ms=150
        )
        _, list_met = measure(
            "list of persons",
            [f"/people/?letter={letter}" for letter in "abdgjlmnpqs"] * 4,
            get,
            most_ms=PERSON_MS,
        )
    return 0 if page_met and heavy_met and list_met else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main(arguments()))
