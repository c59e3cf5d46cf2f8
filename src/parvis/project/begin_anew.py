"""Leaving the demo: the whole content is dropped, and the first administrator of the house is created.

Run as a process of its own while no other process of the installation works
(`python -m parvis.project.begin_anew REQUEST.json`). Safe to repeat: it begins with dropping everything,
and the request is removed by the caller last of all.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from parvis.project.problems import Problem


def begin_anew(request_file: Path) -> dict[str, Any]:
    """Empty the database and the stored files, migrate, create the administrator of the request."""
    import django

    django.setup()
    request = json.loads(request_file.read_text())
    missing = {"email", "name", "password_hash"} - request.keys()
    if missing:
        raise Problem(f"{request_file} lacks {', '.join(sorted(missing))}.", "Delete it and ask again.")
    empty_database()
    _create_administrator(request)
    return {"email": request["email"]}


def begin_with_demo() -> dict[str, Any]:
    """Empty everything and load the fictitious company."""
    import django

    django.setup()
    from parvis.project.prepare import load_demo_company

    empty_database()
    return {"log_ins": load_demo_company()}


def empty_database() -> None:
    """What a new database would be: an empty schema, migrated, with the application's rights."""
    from django.db import ProgrammingError, connections

    from parvis.project.migrate import migrate

    connections["default"].close()
    try:
        with connections["owner"].cursor() as cursor:
            # Somebody else's session must not hold the tables back for ever.
            cursor.execute("SET lock_timeout = '30s'")
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    except ProgrammingError as error:
        raise Problem(
            f"The content of the database cannot be dropped: {str(error).splitlines()[0]}.",
            "Make the role of DATABASE_URL the owner of its database, or create an empty database by hand.",
        ) from error
    connections["owner"].close()
    migrate()
    _empty_files()


def _empty_files() -> None:
    import shutil

    from django.conf import settings

    for entry in Path(settings.FILES_FOLDER).glob("*"):
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _create_administrator(request: dict[str, str]) -> None:
    from django.db import transaction

    from parvis.accounts.models import User
    from parvis.foundation.installation import state_fact
    from parvis.project.prepare import OPENING, OWN

    with transaction.atomic():
        User.objects.create(
            email=request["email"],
            name=request["name"],
            language=request.get("language", "en"),
            roles=["administrator"],
            password=request["password_hash"],
        )
        state_fact(OPENING, OWN)


if __name__ == "__main__":
    from parvis.project.prepare import report

    wish = sys.argv[1]
    sys.exit(report(begin_with_demo if wish == "--demo" else lambda: begin_anew(Path(wish))))
