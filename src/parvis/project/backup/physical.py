"""Copies of the embedded database's own files: all of them once, afterwards only the blocks that changed.

PostgreSQL does it (pg_basebackup --incremental, since 17). It notes which blocks change from the first
such copy on, because nobody should pay for that who takes none.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from parvis.project import postgres
from parvis.project.backup.erased_list import NAME as ERASED
from parvis.project.backup.erased_list import join_lists
from parvis.project.backup.manifest import hash_file, key_mark, sync_folder, write_durably
from parvis.project.backup.programs import client_programs, run_client, without_password
from parvis.project.backup.stored_files import check_files, copy_files
from parvis.project.paths import Paths
from parvis.project.postgres.account import database_account, give_to
from parvis.project.postgres.cluster import prepare_folders
from parvis.project.postgres.programs import MAJOR_VERSION
from parvis.project.problems import Problem
from parvis.project.secret_file import Secrets, read_or_create_secrets, write_secrets

CHAIN = "chain.json"
_BASE = "cluster"
_SUMMARY_SECONDS = 60


def write_physical_backup(
    paths: Paths, *, owner_url: str, target: Path, now: datetime, is_full: bool = False
) -> Path:
    """One link of a chain in `target`: full where there is none yet, else what changed since the last."""
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = now.strftime("copy-%Y%m%d-%H%M%S")
    final = target / name
    if final.exists():
        raise Problem(f"{final} exists already.", "Copies are at least a second apart.")
    for left_over in target.glob(".copy-*.part"):
        shutil.rmtree(left_over, ignore_errors=True)
    parent = None if is_full else _newest(target)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET summarize_wal = on")
        connection.execute("SELECT pg_reload_conf()")
        if parent is not None:
            _wait_for_summaries(connection)
    draft = target / f".{name}.part"
    draft.mkdir(mode=0o700)
    programs = client_programs(int(MAJOR_VERSION))
    try:
        changed_since = ["--incremental", str(parent / _BASE / "backup_manifest")] if parent else []
        run_client(
            programs / "pg_basebackup", "--pgdata", str(draft / _BASE), "--dbname", without_password(owner_url),
            "--checkpoint", "fast", "--wal-method", "stream", "--manifest-checksums", "SHA256", *changed_since,
            url=owner_url,
        )  # fmt: skip
        check_copy(draft / _BASE)
        copied = copy_files(paths.files, draft / "files", earlier=parent / "files" if parent else None)
        chain = {
            "made_at": now.isoformat(timespec="seconds"),
            "parvis": version("parvis"),
            "parent": parent.name if parent else None,
            "files": copied.count,
            "key_mark": key_mark(read_or_create_secrets(paths.secrets).field_key),
        }
        write_durably(draft / CHAIN, json.dumps(chain, indent=1))
        draft.rename(final)
        sync_folder(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    join_lists([paths.files / ERASED], into=target / ERASED)
    return final


def restore_physical_backup(
    source: Path, *, paths: Paths, keys: Secrets | None, replace: bool, say: Callable[[str], None]
) -> None:
    """Join the chain into one cluster and put it in the data folder's place. Raises Problem."""
    links = _chain(source)
    newest = _read(links[-1])
    secrets = keys or (read_or_create_secrets(paths.secrets) if paths.secrets.exists() else None)
    if secrets is None:
        raise Problem("A new data folder needs the keys of the backup.", "Name their file: --keys FILE")
    if newest["key_mark"] not in map(key_mark, secrets.field_keys):
        raise Problem("These keys do not belong to this backup.", "Name the right file: --keys FILE")
    if paths.cluster.exists() and not replace:
        raise Problem(
            f"{paths.cluster} exists already.",
            "Restore into a new PARVIS_DATA, or say --replace: it is moved aside then.",
        )
    account = database_account()
    prepare_folders(paths, account)
    draft = paths.cluster_in_the_making
    shutil.rmtree(draft, ignore_errors=True)
    say(f"Joining {len(links)} copies")
    programs = client_programs(int(MAJOR_VERSION))
    for link in links:
        check_copy(link / _BASE)
    run_client(
        programs / "pg_combinebackup", *(str(link / _BASE) for link in links), "--output", str(draft),
        "--manifest-checksums", "SHA256",
    )  # fmt: skip
    check_copy(draft)
    for place, folders, names in os.walk(draft):
        for inside in (*folders, *names):
            give_to(Path(place) / inside, account)
    draft.chmod(0o700)
    give_to(draft, account)
    if newest["files"]:
        check_files(links[-1] / "files", count=newest["files"])
        copy_files(links[-1] / "files", paths.files)
    postgres.stop(paths, although_used=True)
    if paths.cluster.exists():
        paths.cluster.rename(paths.cluster.with_name(f"postgres.before-{int(time.time())}"))
    # The cluster knows the passwords that belong to it, so here all four come from the keys.
    write_secrets(paths.secrets, secrets)
    draft.rename(paths.cluster)
    sync_folder(paths.data)
    paths.state.unlink(missing_ok=True)
    postgres.ensure_running(paths)


def check_copy(cluster: Path) -> None:
    """Every file that PostgreSQL's manifest names, by size and hash. Raises Problem at the first that differs.

    The wheel's own pg_verifybackup (18.4) ends in a segmentation fault, whatever it is given.
    """
    for file in json.loads((cluster / "backup_manifest").read_text())["Files"]:
        path = cluster / file["Path"]
        if not path.is_file() or path.stat().st_size != file["Size"]:
            raise Problem(f"{path} is missing or cut.", "Take another full copy: --full")
        if file.get("Checksum-Algorithm") == "SHA256" and hash_file(path) != file["Checksum"]:
            raise Problem(f"{path} is damaged.", "Take another full copy: --full")


def _chain(link: Path) -> list[Path]:
    """The full copy first. Raises Problem where one in between is missing."""
    links = [link]
    while parent := _read(links[0])["parent"]:
        earlier = links[0].parent / parent
        if not (earlier / CHAIN).is_file():
            raise Problem(
                f"{links[0].name} builds on {parent}, which is missing.", "Keep whole chains together."
            )
        links.insert(0, earlier)
    return links


def _read(link: Path) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((link / CHAIN).read_text())
    return known


def _newest(target: Path) -> Path | None:
    return max((path.parent for path in target.glob(f"copy-*/{CHAIN}")), default=None)


def _wait_for_summaries(connection: psycopg.Connection[Any]) -> None:
    """The notes of changed blocks are written beside; they have to reach the present."""
    row = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
    assert row is not None
    connection.execute("CHECKPOINT")
    deadline = time.monotonic() + _SUMMARY_SECONDS
    while time.monotonic() < deadline:
        reached = connection.execute(
            "SELECT summarized_lsn >= %s::pg_lsn FROM pg_get_wal_summarizer_state()", row
        ).fetchone()
        if reached and reached[0]:
            return
        time.sleep(0.1)
