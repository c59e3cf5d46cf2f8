"""A backup is the installation: every table, every file, the keys apart; and nothing half made."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from parvis.project import postgres
from parvis.project.backup.load import fitted, load_database, opened_backup
from parvis.project.backup.manifest import read_manifest
from parvis.project.backup.stored_files import copy_files
from parvis.project.backup.tables import SEES_ALL_ROWS, Tables, describe_tables
from parvis.project.backup.write import backups_in, write_backup
from parvis.project.paths import ROOT_FOLDER, Paths
from parvis.project.problems import Problem
from tests.databases import clone, ensure_template, renamed
from tests.processes import wait_until
from tests.project import debian_postgres
from tests.project.conftest import parvis

Settings = dict[str, str]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "Réglée : « été » – 你好 \\ \t it's $1"


@pytest.fixture(scope="module")
def filled(database_addresses: tuple[str, str]) -> Iterator[str]:
    """The owner's address of a migrated database in which the tables that matter hold rows."""
    owner_url = database_addresses[0]
    name = f"backup_{os.getpid()}"
    clone(owner_url, template=ensure_template(*database_addresses), name=name)
    with psycopg.connect(renamed(owner_url, name)) as connection:
        fill(connection)
    yield renamed(owner_url, name)
    with psycopg.connect(renamed(owner_url, "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(connection: psycopg.Connection) -> None:
    """Rows under policies, in partitions, with computed columns, JSON, and words that SQL would stumble over."""
    connection.execute(
        "INSERT INTO channels_connection (kind, name, slug, channel, settings, sealed_secrets, cursor, is_active, "
        "created_at, error_code, error_detail) VALUES ('file', %s, 'a', 'twitter', %s, '', '{}', true, now(), '', '')",
        [TEXT, json.dumps({"text": TEXT, "deep": [1.5, None]})],
    )
    connection.execute(
        "INSERT INTO foundation_fact VALUES ('said', %s), ('SET transaction_timeout = 0;', '1')",
        [json.dumps(TEXT)],
    )
    fill_required(connection, "people_person", 3, given_name="Zoé", family_name=TEXT[:20])
    fill_required(connection, "listening_mention", 4, text=TEXT)


def fill_required(connection: psycopg.Connection, table: str, count: int, **values: object) -> None:
    """Rows of the table in which every column that has to hold something does."""
    plain = {
        "timestamp with time zone": NOON,
        "boolean": False,
        "jsonb": "{}",
        "date": NOON.date(),
        "uuid": None,
    }
    columns = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO' "
        "AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    for number in range(count):
        row = {
            name: plain.get(kind, number + 1 if "int" in kind or kind == "real" else "")
            for name, kind in columns
        }
        for name, kind in columns:
            if kind in ("double precision", "numeric"):
                row[name] = 0.1
        row |= values
        if "connection_id" in row:
            row["connection_id"] = connection.execute("SELECT min(id) FROM channels_connection").fetchone()[0]
        names = ", ".join(row)
        marks = ", ".join(["%s"] * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


@pytest.fixture
def data(tmp_path: Path) -> Paths:
    """A data folder with two stored files and one that somebody was just writing."""
    paths = Paths(tmp_path / "data")
    for content in (b"one", b"two"):
        import hashlib

        name = hashlib.sha256(content).hexdigest()
        (paths.files / name[:2]).mkdir(parents=True)
        (paths.files / name[:2] / name).write_bytes(content)
    (paths.files / name[:2] / "tmpabc").write_bytes(b"half")
    return paths


@pytest.fixture
def backup(filled: str, data: Paths, tmp_path: Path) -> Path:
    return write_backup(data, owner_url=filled, target=tmp_path / "kept", now=NOON)


def test_every_table_comes_back_in_the_embedded_postgresql(
    backup: Path, filled: str, empty_database: str
) -> None:
    load(backup, empty_database)
    assert tables_of(empty_database) == tables_of(filled)
    assert computed_rows(empty_database) == computed_rows(filled)


@pytest.mark.skipif(not debian_postgres.is_installed(), reason="Debian's postgresql-15 is not installed")
def test_every_table_comes_back_in_debians_postgresql_15_under_a_plain_owner(
    backup: Path, filled: str, own_folder: Path, data: Paths
) -> None:
    with debian_postgres.debian_server(own_folder) as url:
        owned = plain_database(url)
        load(backup, owned)
        assert tables_of(owned) == tables_of(filled)
        assert {name for name, table in tables_of(owned).items() if table["rows"]} > {
            "people_person",
            "channels_connection",
        }
        # A plain owner is bound by the policies; its own backup holds every row all the same.
        again = write_backup(data, owner_url=owned, target=backup.parent / "15", now=NOON)
        assert read_manifest(again)["tables"] == tables_of(filled)
        load(again, owned, replace=True)
        assert tables_of(owned) == tables_of(filled)


def test_the_manifest_says_what_it_holds(backup: Path, filled: str) -> None:
    manifest = read_manifest(backup)
    assert manifest["tables"] == tables_of(filled)
    assert manifest["tables"]["people_person"]["rows"] == 3
    assert manifest["files"] == {"count": 2, "bytes": 6}
    assert manifest["migrations"]["foundation"].startswith("00")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in backup.rglob("*") if path.is_file()} == {0o600}


def test_no_key_lies_in_the_backup(backup: Path, data: Paths) -> None:
    secrets = json.loads(data.secrets.read_text())
    for path in backup.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(secret.encode() in content for secret in secrets.values()), path


def test_files_that_the_backup_before_holds_cost_nothing(filled: str, data: Paths, backup: Path) -> None:
    second = write_backup(data, owner_url=filled, target=backup.parent, now=NOON.replace(hour=13))
    for path in (backup / "files").glob("??/*"):
        assert (second / "files" / path.parent.name / path.name).stat().st_ino == path.stat().st_ino
    third = write_backup(data, owner_url=filled, target=backup.parent, now=NOON.replace(hour=14), keep=2)
    assert backups_in(backup.parent) == [second, third]
    assert len(list((third / "files").glob("??/*"))) == 2


def test_a_damaged_part_is_refused_before_anything_is_changed(backup: Path, empty_database: str) -> None:
    dump = backup / "database.dump"
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)
    with pytest.raises(Problem, match=r"database\.dump is damaged"):
        load(backup, empty_database)
    assert tables_of(empty_database) == {}


def test_a_damaged_file_is_refused(backup: Path) -> None:
    next(iter((backup / "files").glob("??/*"))).write_bytes(b"something else")
    with (
        pytest.raises(Problem, match="is damaged: its content is not what its name says"),
        opened_backup(backup),
    ):
        pass


def test_a_database_that_holds_something_is_not_overwritten_without_a_word(
    backup: Path, empty_database: str
) -> None:
    load(backup, empty_database)
    with psycopg.connect(empty_database) as connection:
        connection.execute("UPDATE foundation_fact SET value = '\"newer\"' WHERE name = 'said'")
    before = tables_of(empty_database)
    with pytest.raises(Problem, match="already holds"):
        load(backup, empty_database)
    assert tables_of(empty_database) == before
    load(backup, empty_database, replace=True)
    assert tables_of(empty_database) == read_manifest(backup)["tables"]


def test_an_interrupted_restore_leaves_the_old_content(
    backup: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(backup, empty_database)
    before = tables_of(empty_database)

    def torn(script, *, server):  # type: ignore[no-untyped-def]
        yield script.read(60_000)
        raise KeyboardInterrupt

    monkeypatch.setattr("parvis.project.backup.load.fitted", torn)
    with pytest.raises(KeyboardInterrupt):
        load(backup, empty_database, replace=True)
    assert tables_of(empty_database) == before


def test_a_killed_backup_leaves_no_half_file(
    installed: Paths, settings_of_run: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    process = subprocess.Popen(parvis("backup", str(target), "--without-keys"), env=settings_of_run)
    wait_until(lambda: list(target.glob(".parvis-*.part/database.dump")) or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.returncode == -signal.SIGKILL:  # else it was quicker than we
        assert [path.name for path in target.iterdir() if not path.name.startswith(".")] == []
    done = call("backup", str(target), "--without-keys", env=settings_of_run)
    assert done.returncode == 0, done.stderr
    assert [path for path in target.iterdir() if path.name.startswith(".")] == []


def test_a_whole_installation_moves_to_a_new_folder(
    installed: Paths, settings_of_run: Settings, tmp_path: Path
) -> None:
    """By the commands: a logical backup as one file, and two physical copies of which the second is small."""
    add_user("ana@example.com", settings_of_run)
    keys = tmp_path / "keys.json"
    packed = call("backup", str(tmp_path / "all.tar"), "--keys", str(keys), env=settings_of_run)
    assert packed.returncode == 0, packed.stderr
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    copies = tmp_path / "copies"
    for email in ("ben@example.com", "cleo@example.com"):
        copied = call("backup", str(copies), "--physical", "--without-keys", env=settings_of_run)
        assert copied.returncode == 0, copied.stderr
        last = Path(copied.stdout.strip())
        add_user(email, settings_of_run)
    assert size_of(last) < size_of(min(copies.glob("copy-*"))) / 2

    for source, users in ((tmp_path / "all.tar", ["ana"]), (last, ["ana", "ben"])):
        place = Paths(installed.data.with_name(f"{installed.data.name}-again"))
        environment = settings_of_run | {"PARVIS_DATA": str(place.data)}
        try:
            refused = call("restore", str(source), env=environment)
            assert "needs the keys" in refused.stderr, refused.stderr
            done = call("restore", str(source), "--keys", str(keys), env=environment)
            assert done.returncode == 0, done.stderr
            listed = call("user", "list", env=environment).stdout.splitlines()
            assert [json.loads(line)["email"].partition("@")[0] for line in listed] == users
            refused = call("restore", str(source), env=environment)
            assert "--replace" in refused.stderr, refused.stderr
            assert "Traceback" not in refused.stderr
        finally:
            if place.run.exists():
                postgres.stop(place, although_used=True)
            subprocess.run(["rm", "-rf", place.data], check=True)


def test_settings_unknown_to_an_older_server_are_left_out_of_the_head_alone() -> None:
    script = (
        b"SET statement_timeout = 0;\nSET transaction_timeout = 0;\nCREATE TABLE t (x text);\n"
        b"COPY t FROM stdin;\nSET transaction_timeout = 0;\n\\.\n"
    )
    kept = b"".join(fitted(BytesIO(script), server=15))
    assert kept == script.replace(b"SET transaction_timeout = 0;\nCREATE", b"CREATE")
    assert b"".join(fitted(BytesIO(script), server=18)) == script


def test_what_a_server_notes_on_its_columns_is_left_to_the_next_server() -> None:
    """PostgreSQL 15.20 marks every column; no other server takes the mark back, not even PostgreSQL 18.4."""
    mark = b"ALTER TABLE ONLY public.t ALTER COLUMN x SET (pg_attver=28248176);\n"
    script = (
        b"CREATE TABLE public.t (x text);\n" + mark + b"COPY public.t (x) FROM stdin;\n" + mark + b"\\.\n"
    )
    for server in (15, 18):
        assert b"".join(fitted(BytesIO(script), server=server)) == script.replace(mark, b"", 1)


def test_a_stored_file_that_rotted_is_not_backed_up_in_silence(data: Paths, tmp_path: Path) -> None:
    next(iter(data.files.glob("??/????????????*"))).write_bytes(b"rotten")
    with pytest.raises(Problem, match="is damaged on this disk"):
        copy_files(data.files, tmp_path / "copy")


@pytest.fixture
def empty_database(database_addresses: tuple[str, str]) -> Iterator[str]:
    name = f"restored_{os.getpid()}"
    with psycopg.connect(renamed(database_addresses[0], "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    yield renamed(database_addresses[0], name)
    with psycopg.connect(renamed(database_addresses[0], "postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """Where the database's account may work: not in root's temporary folders."""
    return ROOT_FOLDER / f"debian-{os.getpid()}" if os.geteuid() == 0 else tmp_path / "debian"


def plain_database(url: str) -> str:
    """A database whose owner is no superuser, as on a server of one's own."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("CREATE ROLE plain LOGIN")
        server.execute("CREATE DATABASE crm OWNER plain ENCODING 'UTF8' TEMPLATE template0")
    parts = urlsplit(renamed(url, "crm"))
    return urlunsplit(parts._replace(netloc="plain@"))


def load(backup: Path, owner_url: str, *, replace: bool = False) -> None:
    with opened_backup(backup) as (folder, manifest):
        load_database(folder, manifest, owner_url=owner_url, replace=replace, say=lambda sentence: None)


def tables_of(owner_url: str) -> Tables:
    with psycopg.connect(owner_url, options=SEES_ALL_ROWS) as connection:
        return describe_tables(connection)


def computed_rows(owner_url: str) -> list[object]:
    with psycopg.connect(owner_url, options=SEES_ALL_ROWS) as connection:
        return connection.execute("SELECT id, search::text FROM people_person ORDER BY id").fetchall()


def add_user(email: str, env: Settings) -> None:
    done = call(
        "user", "add", email, "--role", "agent", "--password-stdin", env=env, stdin="a long enough word\n"
    )
    assert done.returncode == 0, done.stderr


def size_of(folder: Path) -> int:
    """Without the log of the last moments, which is 16 MB whatever happened."""
    return sum(
        path.stat().st_size for path in folder.rglob("*") if path.is_file() and "pg_wal" not in path.parts
    )


def call(*words: str, env: Settings, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        parvis(*words), env=env, text=True, capture_output=True, check=False, timeout=600, input=stdin
    )


def test_an_archive_may_not_write_elsewhere(tmp_path: Path) -> None:
    import tarfile

    (tmp_path / "word").write_text("x")
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        archive.add(tmp_path / "word", arcname="../outside")
    with pytest.raises(Problem, match="which no backup holds"), opened_backup(tmp_path / "bad.tar"):
        pass
    assert not (tmp_path.parent / "outside").exists()
