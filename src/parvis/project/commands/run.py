"""Start PostgreSQL (unless DATABASE_URL names a server of yours), the pages, the live updates and the
worker; print the address. Ctrl-C stops everything and loses nothing."""

import argparse

from parvis.project.paths import installation_paths
from parvis.project.supervisor import run

EPILOGUE = """\
examples:
  parvis run
  PARVIS_PORT=9000 PARVIS_DATA=/srv/parvis parvis run
  DATABASE_URL=postgresql://parvis:secret@db.example.com/parvis parvis run
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything comes from the environment, so that all commands see the same installation."""


def execute(arguments: argparse.Namespace) -> int:
    run(installation_paths())
    return 0
