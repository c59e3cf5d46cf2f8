"""Django inside a command of the command line: the database reached, migrated, and the application's role."""

import os
from typing import Any

from parvis.project import stages
from parvis.project.database import reach_database
from parvis.project.environment import listening_addresses, process_environment
from parvis.project.paths import Paths
from parvis.project.secret_file import read_or_create_secrets


def open_django(paths: Paths) -> None:
    """Start or reuse the database and set Django up on it. Raises Problem."""
    databases = reach_database(paths)
    stages.migrate_database(paths, databases)
    set_up(
        process_environment(
            paths, read_or_create_secrets(paths.secrets), listening_addresses(), databases=databases
        )
    )


def set_up_without_database() -> None:
    """For what Django can do alone, such as hashing a password."""
    set_up({"DJANGO_SETTINGS_MODULE": "parvis.project.settings"})


def set_up(environment: dict[str, Any]) -> None:
    os.environ.update(environment)
    import django

    django.setup()
