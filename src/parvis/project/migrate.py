"""Bring the database to this version: migrations as the owner, then the application role's rights.

Run as a module by the supervisor, the command line and the tests: `python -m parvis.project.migrate`.
"""

from __future__ import annotations

import os
import sys

_ONE_AT_A_TIME = 7_209_441  # any number, the same on every machine


def migrate() -> bool:
    """Apply what is missing. Returns whether anything was applied. Needs PARVIS_OWNER_DATABASE_URL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parvis.project.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    from parvis.foundation.database import grant_application_role

    with connections["owner"].cursor() as cursor:
        # Several machines on one database may start at once: the second finds it done.
        cursor.execute("SELECT pg_advisory_lock(%s)", [_ONE_AT_A_TIME])
        try:
            executor = MigrationExecutor(connections["owner"])
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
            if plan:
                call_command("migrate", database="owner", verbosity=0, interactive=False, skip_checks=True)
            grant_application_role(role=connections["default"].settings_dict["USER"])
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_ONE_AT_A_TIME])
    return bool(plan)


if __name__ == "__main__":
    migrate()
    sys.exit(0)
