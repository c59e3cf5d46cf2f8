"""Real PostgreSQL for the tests: one server, one migrated template, a clone for every test process.

The tests connect as the application's role, so row-level security and the refused rights are real in
every test. The template's name carries a hash of all migrations: it is made once per state of the schema.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

# Tables that migrations fill → how many rows they bring, from id 1 on.
BROUGHT = {"community_ground": 7, "community_badge": 11, "community_badge_version": 11}
REPOSITORY = Path(__file__).resolve().parent.parent


def renamed(url: str, database: str) -> str:
    """The same address with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@cache
def schema_hash() -> str:
    """Once for a process: a migration that is written while the tests run must not take the made database away."""
    digest = hashlib.sha256()
    sources = sorted((REPOSITORY / "src/parvis").glob("*/migrations/*.py"))
    sources.append(REPOSITORY / "src/parvis/foundation/database.py")
    sources += sorted((REPOSITORY / "src/parvis").glob("*/models.py"))
    for path in sources:
        digest.update(path.read_bytes())
    # Libraries bring tables too. Read, not imported: the settings take their addresses from the environment,
    # which is not ready yet.
    digest.update((REPOSITORY / "src/parvis/project/settings.py").read_bytes())
    return digest.hexdigest()[:12]


def ensure_template(owner_url: str, app_url: str) -> str:
    """Name of a database with every migration applied; made under a lock by whoever comes first."""
    name = f"template_{schema_hash()}"
    with psycopg.connect(renamed(owner_url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(8731)")
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        # What a killed run left half migrated.
        server.execute(f'DROP DATABASE IF EXISTS "{name}_new" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}_new"')
        subprocess.run(
            [sys.executable, "-m", "parvis.project.migrate"],
            check=True,
            env={
                **os.environ,
                "PARVIS_OWNER_DATABASE_URL": renamed(owner_url, f"{name}_new"),
                "PARVIS_APP_DATABASE_URL": renamed(app_url, f"{name}_new"),
            },
        )
        server.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def clone(owner_url: str, *, template: str, name: str) -> None:
    """A fresh database under this name. One clone at a time: a template may not be in use."""
    with psycopg.connect(renamed(owner_url, "postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(8731)")
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(owner_url: str, name: str) -> None:
    with psycopg.connect(renamed(owner_url, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def empty_all_tables(owner_url: str) -> None:
    """After a test that committed: the application's role may not delete from ledgers, the owner may."""
    with psycopg.connect(owner_url, autocommit=True) as database:
        names = [
            name
            for (name,) in database.execute(
                "SELECT format('%I', relname) FROM pg_class "
                "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition "
                "AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')"
            )
        ]
        held = database.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        ).fetchall()
        # Neither keys nor triggers of our own: everything goes. TRUNCATE would write every table and index anew.
        database.execute("SET session_replication_role = replica")
        for (name,) in held:
            # What a migration brought stays, as in a database that was never used.
            database.execute(
                f"DELETE FROM {name}" + (f" WHERE id > {BROUGHT[name]}" if name in BROUGHT else "")
            )
        database.execute(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) "
            "FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        )
        for name, count in BROUGHT.items():
            database.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [name, count])


@contextmanager
def planted_once(blocker: Any) -> Iterator[None]:
    """Rows that many tests read: made in a transaction around those of the tests, taken back at the end. For a
    fixture of a module without tests that commit; each test still loses what it changed itself."""
    from django.db import connection, transaction
    from django.utils import translation

    with blocker.unblock(), translation.override("en"):
        around = transaction.atomic()
        around._from_testcase = (
            True  # as Django's own tests mark theirs: what must be outermost may begin within
        )
        with around:
            yield
            transaction.set_rollback(True)
        connection.close()
