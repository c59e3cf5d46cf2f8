"""Restoring a backup. The database changes in one transaction: it holds the old content or the new one."""

from __future__ import annotations

import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg

from parvis.project.backup.manifest import check_parts, key_mark, read_manifest
from parvis.project.backup.programs import (
    client_environment,
    client_programs,
    failed,
    without_password,
)
from parvis.project.backup.stored_files import check_files, copy_files
from parvis.project.backup.tables import SEES_ALL_ROWS, describe_tables, differing_tables
from parvis.project.backup.write import DUMP, FILES
from parvis.project.problems import Problem

# Settings that a newer pg_dump names in its head and an older server does not know (since 17: the last).
UNKNOWN_TO_OLDER = {16: (b"SET transaction_timeout = 0;\n",)}
# PostgreSQL 15.20 notes a number of its own on each column; older servers, of a newer version too, refuse it.
_GIVEN_BY_SERVER = re.compile(rb"ALTER TABLE (ONLY )?\S+ ALTER COLUMN \S+ SET \(pg_attver=\d+\);\n")
_EMPTY = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


@contextmanager
def opened_backup(source: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(folder, manifest) of a backup, every part checked; a .tar is unpacked beside itself for the while."""
    if source.is_dir():
        manifest = read_manifest(source)
        _check(source, manifest)
        yield source, manifest
        return
    try:
        with (
            tempfile.TemporaryDirectory(prefix=".parvis-restore-", dir=source.parent) as folder,
            tarfile.open(source) as archive,
        ):
            _unpack(archive, Path(folder))
            inside = next(Path(folder).iterdir(), Path(folder))
            manifest = read_manifest(inside)
            _check(inside, manifest)
            yield inside, manifest
    except (OSError, tarfile.TarError) as error:
        raise Problem(f"{source} cannot be read as a backup: {error}.") from error


def require_matching_key(manifest: dict[str, Any], field_keys: Iterable[str]) -> None:
    """With other keys the encrypted columns would stay closed for ever. Later keys may have come since."""
    if manifest["key_mark"] not in map(key_mark, field_keys):
        raise Problem(
            "These keys do not belong to this backup.", "Name the file of keys that was written with it: --keys FILE"
        )


def load_database(
    folder: Path, manifest: dict[str, Any], *, owner_url: str, replace: bool, say: Callable[[str], None]
) -> None:
    """Fill the database and compare every table with the manifest. Raises Problem; then nothing was changed."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        server = connection.info.server_version // 10000
        held = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if held and held[0] and not replace:
        raise Problem(
            f"The database already holds {held[0]} tables.",
            "Restore into an empty one, or say --replace: what it holds now is lost then.",
        )
    _load(folder / DUMP, owner_url=owner_url, server=server, made_by=manifest["postgresql"], replace=replace)
    say("Comparing every table with the backup")
    with psycopg.connect(owner_url, options=SEES_ALL_ROWS) as connection:
        differing = differing_tables(manifest["tables"], describe_tables(connection))
    if differing:
        raise Problem(f"After restoring, {len(differing)} tables differ: {', '.join(differing)}.")


def load_files(folder: Path, target: Path) -> int:
    """Stored files, each whole or not there; how many the backup holds."""
    if not (folder / FILES).exists():
        return 0
    return copy_files(folder / FILES, target).count


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Plain files inside the folder only. (`filter="data"` came with 3.11.4, Debian 12 has 3.11.2.)"""
    for member in archive:
        place = Path(member.name)
        if place.is_absolute() or ".." in place.parts or not (member.isfile() or member.isdir()):
            raise Problem(f"The archive holds {member.name!r}, which no backup holds.", "Do not trust it.")
        (folder / place if member.isdir() else (folder / place).parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        content = archive.extractfile(member)
        if content is not None:
            with content, (folder / place).open("wb") as file:
                shutil.copyfileobj(content, file)


def _check(folder: Path, manifest: dict[str, Any]) -> None:
    check_parts(folder, manifest)
    if manifest["files"]["count"]:
        check_files(folder / FILES, count=manifest["files"]["count"])


def _load(dump: Path, *, owner_url: str, server: int, made_by: int, replace: bool) -> None:
    """pg_restore writes SQL, psql carries it out; in between the head is fitted to an older server."""
    # The archive is read by programs at least as new as those that wrote it.
    programs = client_programs(max(server, made_by // 10000))
    reader = subprocess.Popen(
        [programs / "pg_restore", "--no-owner", "--no-acl", "--enable-row-security", "--file", "-", str(dump)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=client_environment(owner_url),
    )  # fmt: skip
    writer = subprocess.Popen(
        [programs / "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1",
         "--output", "/dev/null", "--dbname", without_password(owner_url)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=client_environment(owner_url) | {"PGOPTIONS": f"{SEES_ALL_ROWS} -c client_min_messages=warning"},
    )  # fmt: skip
    assert reader.stdout and writer.stdin and reader.stderr and writer.stderr
    with reader, writer:
        try:
            if replace:
                writer.stdin.write(_EMPTY.encode())
            for piece in fitted(reader.stdout, server=server):
                writer.stdin.write(piece)
            if reader.wait() == 0:
                writer.stdin.write(b"ANALYZE;\n")
                writer.stdin.close()
            else:
                # An end without its commit: psql must not take half a script for a whole one.
                writer.kill()
        except BrokenPipeError:
            reader.kill()
        except BaseException:
            writer.kill()
            reader.kill()
            raise
        if reader.wait() not in (0, -9):
            raise failed(programs / "pg_restore", reader.stderr.read().decode(errors="replace"))
        if writer.wait() != 0:
            raise failed(programs / "psql", writer.stderr.read().decode(errors="replace"))


def fitted(script: IO[bytes], *, server: int) -> Iterator[bytes]:
    """The script without what the server does not know or gives by itself. Only what comes before the rows is
    looked at: further down the same words may be somebody's data."""
    unwanted = {line for newest, lines in UNKNOWN_TO_OLDER.items() if server <= newest for line in lines}
    is_head = True
    for line in iter(script.readline, b""):
        is_head = is_head and not line.startswith((b"CREATE ", b"COPY "))
        if not (is_head and line in unwanted) and not _GIVEN_BY_SERVER.fullmatch(line):
            yield line
        if line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            break
    while piece := script.read(1 << 20):
        yield piece
