"""Asking for a password where somebody sits, reading it where a script runs, making one up otherwise."""

import argparse
import getpass
import secrets
import sys

from parvis.project.problems import Problem


def add_password_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from the first line of standard input",
    )


def choose_password(arguments: argparse.Namespace) -> tuple[str, bool]:
    """The password, and whether it was made up here and so has to be shown."""
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
        if not password:
            raise Problem(
                "There is no password on standard input.", "printf '%s\\n' \"$PASSWORD\" | parvis …"
            )
        return password, False
    if sys.stdin.isatty():
        password = getpass.getpass("Password (empty: one is made up): ")
        if password:
            if getpass.getpass("Again: ") != password:
                raise Problem("The two passwords differ.")
            return password, False
    return secrets.token_urlsafe(12), True
