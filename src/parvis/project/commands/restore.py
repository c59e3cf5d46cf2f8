"""Bring a backup back, into a new data folder or into the database of DATABASE_URL. Nothing that is there is
overwritten unless --replace says so. Stop Parvis first."""

import argparse
import sys
from pathlib import Path
from typing import Any

from parvis.project import stages
from parvis.project.backup.erased_list import NAME as ERASED
from parvis.project.backup.erased_list import join_lists
from parvis.project.backup.load import load_database, load_files, opened_backup, require_matching_key
from parvis.project.database import is_embedded, reach_as_owner
from parvis.project.paths import Paths, installation_paths
from parvis.project.problems import Problem
from parvis.project.secret_file import (
    Secrets,
    adopt_keys,
    parse_secrets,
    read_or_create_secrets,
    write_secrets,
)
from parvis.project.supervisor import require_stopped

EPILOGUE = """\
examples:
  PARVIS_DATA=/srv/new parvis restore /srv/backup/parvis-20260301-030000 --keys /root/parvis-keys.json
  DATABASE_URL=postgresql://parvis:secret@db.example.com/parvis parvis restore /srv/once.tar --keys keys.json
  parvis restore /srv/backup/parvis-20260301-030000 --replace      the same installation, as it was then
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="BACKUP", type=Path, help="the folder or .tar that `backup` made")
    parser.add_argument("--keys", metavar="FILE", type=Path, help="its keys; needed in a new data folder")
    parser.add_argument(
        "--erased",
        metavar="FILE",
        type=Path,
        help="a newer list of who was erased (erased.jsonl), if not beside it",
    )
    parser.add_argument("--replace", action="store_true", help="drop what the database holds now")


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    source: Path = arguments.source.expanduser().absolute()
    require_stopped(paths)
    if not source.exists():
        raise Problem(f"{source} does not exist.")
    keys = parse_secrets(arguments.keys.expanduser()) if arguments.keys else None
    if (source / "chain.json").is_file():
        from parvis.project.backup.physical import restore_physical_backup

        restore_physical_backup(source, paths=paths, keys=keys, replace=arguments.replace, say=_say)
    else:
        _restore_dump(source, paths, keys, replace=arguments.replace)
    _erase_again(paths, [source.parent / ERASED, *([arguments.erased] if arguments.erased else [])])
    print(f"Restored into {paths.data if is_embedded() else 'the database of DATABASE_URL'}.")
    return 0


def _restore_dump(source: Path, paths: Paths, keys: Secrets | None, *, replace: bool) -> None:
    _say("Checking the backup")
    with opened_backup(source) as (folder, manifest):
        secrets = _keys_for(paths, keys, manifest, replace=replace)
        if not paths.secrets.exists():
            _make_data_folder(paths)
            write_secrets(paths.secrets, secrets)
        databases = reach_as_owner(paths)
        _say(f"Restoring {sum(table['rows'] for table in manifest['tables'].values()):,} rows")
        load_database(folder, manifest, owner_url=databases.owner_url, replace=replace, say=_say)
        if secrets != read_or_create_secrets(paths.secrets):
            write_secrets(paths.secrets, secrets)
        load_files(folder, paths.files)
    paths.state.unlink(missing_ok=True)
    # Rights of the application's role, and whatever this release adds to an older backup.
    stages.run_stage("parvis.project.prepare", "--only-migrate", paths=paths, databases=databases)


def _erase_again(paths: Paths, lists: list[Path]) -> None:
    """Who was erased since the backup was made is not to come back with it."""
    for path in lists[1:]:
        if not path.is_file():
            raise Problem(f"{path} does not exist.")
    if not join_lists(lists, into=paths.files / ERASED):
        return
    outcome = stages.run_stage("parvis.project.erase_again", paths=paths, databases=reach_as_owner(paths))
    if outcome["erased"]:
        _say(f"Erased again {outcome['erased']} records and handles that were erased since this backup.")


def _keys_for(paths: Paths, keys: Secrets | None, manifest: dict[str, Any], *, replace: bool) -> Secrets:
    """What secrets.json is to hold: the backup's keys, this data folder's own database passwords."""
    present = read_or_create_secrets(paths.secrets) if paths.secrets.exists() else None
    wanted = keys or present
    if wanted is None:
        raise Problem("A new data folder needs the keys of the backup.", "Name their file: --keys FILE")
    require_matching_key(manifest, wanted.field_keys)
    if present is None:
        return wanted
    if present.field_keys != wanted.field_keys and not replace:
        raise Problem(
            f"{paths.data} has other keys than this backup.",
            "Restore into a new data folder, or say --replace: what is encrypted here now is lost then.",
        )
    return adopt_keys(present, wanted)


def _make_data_folder(paths: Paths) -> None:
    from parvis.project.postgres.account import database_account
    from parvis.project.postgres.cluster import prepare_folders

    prepare_folders(paths, database_account() if is_embedded() else None)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
