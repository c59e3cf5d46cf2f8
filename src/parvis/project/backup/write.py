"""Writing a backup. It gets its name when it is complete and read back; before, it is a hidden folder."""

from __future__ import annotations

import json
import shutil
import tarfile
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from parvis.project.backup.erased_list import NAME as ERASED
from parvis.project.backup.erased_list import join_lists
from parvis.project.backup.manifest import (
    FORMAT,
    MANIFEST,
    check_parts,
    hash_file,
    key_mark,
    sync_file,
    sync_folder,
    write_durably,
)
from parvis.project.backup.programs import client_programs, run_client, without_password
from parvis.project.backup.stored_files import Copied, check_files, copy_files
from parvis.project.backup.tables import SEES_ALL_ROWS, applied_migrations, describe_tables
from parvis.project.paths import Paths
from parvis.project.problems import Problem
from parvis.project.secret_file import read_or_create_secrets

DUMP = "database.dump"
FILES = "files"


def write_backup(paths: Paths, *, owner_url: str, target: Path, now: datetime, keep: int = 0) -> Path:
    """Back the installation up into a new folder inside `target`, or into the file `target` if it is a .tar.

    Parvis may go on working: the database is seen at one moment; files are copied after it and only ever
    added, so none that it names is missing. `keep`: older backups in the folder beyond so many are removed.
    """
    name = now.strftime("parvis-%Y%m%d-%H%M%S")
    folder = target.parent if target.suffix == ".tar" else target
    final = target if target.suffix == ".tar" else folder / name
    if final.exists():
        raise Problem(f"{final} exists already.", "Choose another name; a backup never replaces one.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.part"
    for left_over in folder.glob(".parvis-*.part"):
        shutil.rmtree(left_over, ignore_errors=True)
    draft.mkdir(mode=0o700)
    try:
        _fill(draft, paths, owner_url=owner_url, now=now, earlier=_newest(folder))
        if target.suffix == ".tar":
            _pack(draft, target, name=name)
        else:
            draft.rename(final)
            sync_folder(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    join_lists([paths.files / ERASED], into=folder / ERASED)
    if keep and target.suffix != ".tar":
        for old in backups_in(folder)[:-keep]:
            shutil.rmtree(old)
    return final


def write_keys(paths: Paths, file: Path) -> None:
    """The keys that open what is encrypted in the database: closed to others, complete or not at all."""
    if file.exists() and file.read_text() == paths.secrets.read_text():
        return
    if file.exists():
        raise Problem(
            f"{file} holds other keys.", "Keep both: name another file; older backups need the older keys."
        )
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_durably(file, paths.secrets.read_text())


def backups_in(folder: Path) -> list[Path]:
    """Complete backups in the folder, oldest first: their names are their times."""
    return sorted(path.parent for path in folder.glob(f"parvis-*/{MANIFEST}"))


def _newest(folder: Path) -> Path | None:
    return (backups_in(folder) or [None])[-1]  # type: ignore[list-item]


def _fill(draft: Path, paths: Paths, *, owner_url: str, now: datetime, earlier: Path | None) -> None:
    manifest = _dump(draft / DUMP, owner_url)
    copied = copy_files(paths.files, draft / FILES, earlier=earlier / FILES if earlier else None)
    manifest |= {
        "format": FORMAT,
        "made_at": now.isoformat(timespec="seconds"),
        "parvis": version("parvis"),
        "files": {"count": copied.count, "bytes": copied.bytes},
        "key_mark": key_mark(read_or_create_secrets(paths.secrets).field_key),
        "parts": {DUMP: {"bytes": (draft / DUMP).stat().st_size, "sha256": hash_file(draft / DUMP)}},
    }
    write_durably(draft / MANIFEST, json.dumps(manifest, indent=1))
    _verify(draft, manifest, copied)


def _dump(file: Path, owner_url: str) -> dict[str, Any]:
    """Counts, hashes and dump of one and the same moment."""
    with psycopg.connect(owner_url, options=SEES_ALL_ROWS) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        server = connection.info.server_version // 10000
        run_client(
            client_programs(server) / "pg_dump", "--format", "custom", "--snapshot", row[0],
            # Rights are given anew by `migrate`, to whatever the application's role is called there.
            "--no-owner", "--no-acl", "--no-comments", "--enable-row-security", "--exclude-extension", "*",
            "--file", str(file), "--dbname", without_password(owner_url), url=owner_url,
        )  # fmt: skip
        file.chmod(0o600)
        sync_file(file)
        return {
            "postgresql": connection.info.server_version,
            "migrations": applied_migrations(connection),
            "tables": describe_tables(connection),
        }


def _verify(draft: Path, manifest: dict[str, Any], copied: Copied) -> None:
    """Read back what lies on the disk: every byte of the dump is inflated, every new file hashed."""
    check_parts(draft, manifest)
    major = manifest["postgresql"] // 10000
    run_client(client_programs(major) / "pg_restore", "--file", "/dev/null", str(draft / DUMP))
    if copied.count and not copied.linked:
        check_files(draft / FILES, count=copied.count)


def _pack(draft: Path, target: Path, *, name: str) -> None:
    packed = target.with_name(f".{target.name}.part")
    try:
        with tarfile.open(packed, "w") as archive:
            archive.add(draft, arcname=name)
        packed.chmod(0o600)
        sync_file(packed)
        packed.rename(target)
        sync_folder(target.parent)
    finally:
        packed.unlink(missing_ok=True)
