"""Replace the key under which secrets lie encrypted in the database. What was written under earlier keys
stays readable, so it may be interrupted anywhere and called again."""

import argparse

from parvis.project.django_session import open_django
from parvis.project.paths import installation_paths
from parvis.project.problems import Problem
from parvis.project.secret_file import parse_secrets, with_new_field_key, write_secrets
from parvis.project.supervisor import is_supervised, require_stopped

EPILOGUE = """\
examples:
  parvis keys show       how many keys there are, and what still lies under an earlier one
  parvis keys rotate     a new key, then everything under it; Parvis must be stopped
  parvis keys reseal     go on with a rotation that was interrupted

On several machines: `parvis keys new` on one, copy its secrets.json to the others, restart them all, then
`parvis keys reseal` on one. Back the keys up again afterwards; older backups need the earlier keys, which
the new file holds too.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("show", "new", "reseal", "rotate"))


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    if not paths.secrets.exists():
        raise Problem(f"There is no installation in {paths.data}.", "Name its folder in PARVIS_DATA.")
    if arguments.what in ("new", "rotate"):
        if arguments.what == "rotate":
            # It knows only the keys it was started with, and could not read what is written under a new one.
            require_stopped(paths)
        elif is_supervised(paths):
            raise Problem("Parvis is running on this data.", "Stop it first (Ctrl-C where it was started).")
        write_secrets(paths.secrets, with_new_field_key(parse_secrets(paths.secrets)))
        print("A new key is in secrets.json; back that file up.")
    if arguments.what != "new":
        open_django(paths)
        from parvis.project.sealed_values import count_sealed, reseal_all

        if arguments.what in ("reseal", "rotate"):
            print(f"{reseal_all()} values were encrypted anew.")
        counts = count_sealed()
        print(f"{len(parse_secrets(paths.secrets).field_keys)} keys; {counts.total} encrypted values,")
        print(f"{counts.under_earlier} of them under an earlier key.")
    return 0
