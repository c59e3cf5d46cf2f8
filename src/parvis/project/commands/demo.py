"""The fictitious company that a new installation opens with: load it, or leave it for your own data."""

import argparse
import json
import sys
import time

from parvis.project import stages
from parvis.project.commands.passwords import add_password_argument, choose_password
from parvis.project.database import reach_as_owner
from parvis.project.paths import Paths, installation_paths
from parvis.project.problems import Problem
from parvis.project.supervisor import is_supervised, require_stopped

_WAIT_SECONDS = 300

EPILOGUE = """\
examples:
  parvis demo --remove --email ana@example.com --name "Ana Roche"   begin with your own data
  parvis demo --load --yes                                          the demo again, everything else dropped

Both drop ALL content of the database and all stored files. --remove works while Parvis runs, too.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--remove", action="store_true", help="drop everything and begin with an empty database"
    )
    what.add_argument("--load", action="store_true", help="drop everything and load the demo company")
    parser.add_argument("--email", help="with --remove: log-in of the first administrator")
    parser.add_argument("--name", help="with --remove: the administrator's name")
    parser.add_argument("--language", choices=("en", "fr"), default="en", help="with --remove (en)")
    parser.add_argument("--yes", action="store_true", help="do not ask before dropping everything")
    add_password_argument(parser)


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    if arguments.load:
        return _load(arguments, paths)
    if not arguments.email:
        raise Problem("--remove needs --email: who is to be the first administrator?")
    _confirm(arguments)
    return _remove(arguments, paths)


def _load(arguments: argparse.Namespace, paths: Paths) -> int:
    require_stopped(paths)
    databases = reach_as_owner(paths)
    if not stages.is_new(paths):
        _confirm(arguments)
    for log_in in stages.load_demo(paths, databases):
        print(json.dumps(log_in))
    return 0


def _remove(arguments: argparse.Namespace, paths: Paths) -> int:
    password, is_made_up = choose_password(arguments)
    was_running = is_supervised(paths)
    databases = None if was_running else reach_as_owner(paths)
    request = stages.ask_for_new_beginning(
        paths,
        email=arguments.email,
        name=arguments.name or arguments.email.split("@")[0],
        language=arguments.language,
        password=password,
    )
    if databases is not None:
        stages.carry_out_new_beginning(request, paths=paths, databases=databases)
    else:
        deadline = time.monotonic() + _WAIT_SECONDS
        while request.exists():
            if time.monotonic() > deadline:
                raise Problem(
                    "The running Parvis did not carry this out.", "Look at the terminal it runs in."
                )
            time.sleep(0.2)
        if request.with_suffix(".failed").exists():
            raise Problem("It did not work.", "The terminal in which Parvis runs says why.")
    print(json.dumps({"email": arguments.email} | ({"password": password} if is_made_up else {})))
    return 0


def _confirm(arguments: argparse.Namespace) -> None:
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise Problem("This drops all content.", "Add --yes if that is meant.")
    if input("This drops all content of the database and all stored files. Type yes: ").strip() != "yes":
        raise Problem("Nothing was changed.")
