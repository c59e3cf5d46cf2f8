"""Back up the whole installation: database, stored files, and apart from them the keys. Parvis may go on
running. The backup appears under its name when it is complete and was read back."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from parvis.project.database import is_embedded, reach_as_owner
from parvis.project.paths import installation_paths
from parvis.project.problems import Problem

EPILOGUE = """\
examples:
  parvis backup /srv/backup --keys /root/parvis-keys.json
  parvis backup /srv/backup --without-keys --keep 14      for a timer; the keys were kept before
  parvis backup /srv/once.tar --without-keys              one file instead of a folder
  parvis backup /srv/copies --physical --without-keys     the embedded database's own files; the second
                                                          time only what has changed since

Keep the keys elsewhere than the backup: together they open everything, and without them the encrypted
columns of the backup stay closed for ever.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="FOLDER|FILE.tar", type=Path, help="where the backup is to lie")
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument("--keys", metavar="FILE", type=Path, help="write the keys to this file of their own")
    keys.add_argument("--without-keys", action="store_true", help="the keys are kept elsewhere already")
    parser.add_argument("--keep", metavar="N", type=int, default=0, help="remove all but the newest N afterwards")
    parser.add_argument(
        "--physical", action="store_true", help="embedded database: copy its files, the first time all of them"
    )
    parser.add_argument("--full", action="store_true", help="with --physical: all of them again")


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    target: Path = arguments.target.expanduser().absolute()
    if arguments.keep < 0:
        raise Problem("--keep takes a number from 1 up.")
    if not paths.secrets.exists():
        raise Problem(f"There is no installation in {paths.data}.", "Name its folder in PARVIS_DATA.")
    databases = reach_as_owner(paths)
    if arguments.keys:
        from parvis.project.backup.write import write_keys

        keys: Path = arguments.keys.expanduser().absolute()
        if keys.is_relative_to(target):
            raise Problem("The keys may not lie inside the backup that they open.", "Choose another place for them.")
        write_keys(paths, keys)
    now = datetime.now(UTC)
    if arguments.physical:
        if not is_embedded():
            raise Problem(
                "--physical copies the embedded database; DATABASE_URL names a server of yours.",
                "Use that server's own pg_basebackup, or leave --physical out.",
            )
        from parvis.project.backup.physical import write_physical_backup

        made = write_physical_backup(
            paths, owner_url=databases.owner_url, target=target, now=now, is_full=arguments.full
        )
    else:
        from parvis.project.backup.write import write_backup

        made = write_backup(
            paths, owner_url=databases.owner_url, target=target, now=now, keep=arguments.keep
        )
    print(made)
    if arguments.keys:
        print(f"Keys: {arguments.keys}; move them to another place than the backup.", file=sys.stderr)
    return 0
