"""Bring the database to this version. `parvis run` does this by itself; use it before a rolling restart of
several machines on one DATABASE_URL."""

import argparse

from parvis.project import stages
from parvis.project.database import reach_as_owner
from parvis.project.paths import installation_paths

EPILOGUE = """\
examples:
  parvis migrate
  DATABASE_URL=postgresql://parvis:secret@db.example.com/parvis parvis migrate
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def execute(arguments: argparse.Namespace) -> int:
    paths = installation_paths()
    outcome = stages.run_stage(
        "parvis.project.prepare", "--only-migrate", paths=paths, databases=reach_as_owner(paths)
    )
    print("Migrated." if outcome["has_migrated"] else "Nothing to migrate.")
    return 0
