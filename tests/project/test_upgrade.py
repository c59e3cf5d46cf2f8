"""What an earlier release has stored is there after this release's migrations, and works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from parvis.project.backup.load import load_database, opened_backup
from parvis.project.backup.manifest import read_manifest
from parvis.project.backup.tables import SEES_ALL_ROWS, describe_tables
from tests.databases import renamed

RELEASES = Path(__file__).resolve().parents[1] / "payloads/releases"
# Written anew by the migration itself or by the rights it gives.
_CHANGE = {"django_migrations", "django_content_type", "auth_permission"}


@pytest.fixture(scope="module", params=sorted(path.name for path in RELEASES.iterdir() if path.is_dir()))
def upgraded(
    request: pytest.FixtureRequest, database_addresses: tuple[str, str]
) -> Iterator[tuple[Path, str, str]]:
    """(backup of the release, owner's address, application's address) of its data under today's schema."""
    name = f"upgraded_{os.getpid()}"
    owner_url, app_url = (renamed(url, name) for url in database_addresses)
    server = renamed(database_addresses[0], "postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        with opened_backup(RELEASES / request.param) as (folder, manifest):
            # No stored files belong to it; the manifest of the tables is what counts here.
            load_database(folder, manifest, owner_url=owner_url, replace=False, say=lambda sentence: None)
        migrated = subprocess.run(
            [sys.executable, "-m", "parvis.project.migrate"],
            env={**os.environ, "PARVIS_OWNER_DATABASE_URL": owner_url, "PARVIS_APP_DATABASE_URL": app_url},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert migrated.returncode == 0, migrated.stderr
        yield RELEASES / request.param, owner_url, app_url
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_no_row_of_an_earlier_release_is_lost(upgraded: tuple[Path, str, str]) -> None:
    backup, owner_url, app_url = upgraded
    before = read_manifest(backup)["tables"]
    with psycopg.connect(owner_url, options=SEES_ALL_ROWS) as connection:
        after = describe_tables(connection, with_hashes=False)
    lost = {
        name: (table["rows"], after.get(name, {}).get("rows"))
        for name, table in before.items()
        if name not in _CHANGE and table["rows"] != after.get(name, {}).get("rows")
    }
    assert lost == {}
    assert sum(table["rows"] for table in before.values()) > 5000, "the release's demo is in it"

    # The application works on it under its own role: rights, policies, and the search the pages use.
    with psycopg.connect(app_url, options=SEES_ALL_ROWS) as connection:
        person = connection.execute(
            "SELECT family_name FROM people_person WHERE family_name <> '' LIMIT 1"
        ).fetchone()
        assert person
        found = connection.execute("SELECT count(*) FROM people_find(%s, 50)", person).fetchone()
        assert found and found[0] >= 1
        hits = connection.execute("SELECT count(*) FROM foundation_slow_statement").fetchone()
        assert hits == (0,)
    with psycopg.connect(app_url) as connection:
        assert connection.execute("SELECT count(*) FROM people_person").fetchone() == (0,)


def test_the_pages_open_on_an_earlier_releases_data(upgraded: tuple[Path, str, str]) -> None:
    """Log-in by the old password, then the pages that read most tables, in a process of its own."""
    _, owner_url, app_url = upgraded
    script = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "from django.urls import reverse\n"
        "client = Client(SERVER_NAME='localhost')\n"
        "answer = client.post(reverse('account_login'), {'login': 'claire.ferrand@velostral.example', "
        "'password': 'velostral-demo'})\n"
        "assert answer.status_code == 302, answer.status_code\n"
        "print([client.get(reverse(name)).status_code for name in ('today', 'inbox', 'listen', 'mentions', 'people', "
        "'connections', 'jobs', 'operation', 'audit', 'users', 'figures')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PARVIS_OWNER_DATABASE_URL": owner_url,
            "PARVIS_APP_DATABASE_URL": app_url,
            "PYTHONPATH": os.pathsep.join([os.getcwd(), os.environ.get("PYTHONPATH", "")]),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str([200] * 11)
