"""Bring the database to this version and open a new installation with the demo company.

Run by the supervisor as a process of its own (`python -m parvis.project.prepare`), so that Django's memory
is given back before the server starts. Its last line of output is JSON.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from typing import Any

from parvis.project.problems import Problem

# The fact that says with what an installation was opened: a demo that was half loaded is begun again.
OPENING = "opening"
LOADING_DEMO, DEMO, OWN = "loading-demo", "demo", "own"


def prepare(*, is_opened: bool = True) -> dict[str, Any]:
    """Check a server of one's own, migrate and, unless told otherwise, open a brand-new installation."""
    from parvis.project.migrate import migrate

    if not os.environ.get("PARVIS_IS_EMBEDDED"):
        from parvis.project.own_server import prepare_own_server

        prepare_own_server(os.environ["PARVIS_OWNER_DATABASE_URL"], os.environ["PARVIS_APP_DATABASE_URL"])
    has_migrated = migrate()
    return {"has_migrated": has_migrated, "log_ins": _open() if is_opened else []}


def check() -> dict[str, Any]:
    """For a service that knows the application's role alone: somebody else has migrated, or it does not start."""
    import django

    django.setup()
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    from parvis.foundation.installation import fact

    try:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Problem(
            f"The database in PARVIS_APP_DATABASE_URL cannot be reached: {reason}.",
            "Check the address, the password and that the server runs.",
        ) from error
    if missing:
        raise Problem(
            f"The database lacks {missing} migrations of this release.",
            "Run `parvis migrate` with the owner's address in DATABASE_URL.",
        )
    return {"has_migrated": False, "log_ins": demo_log_ins() if fact(OPENING) == DEMO else []}


def load_demo_company() -> list[dict[str, str]]:
    """Load the fictitious company into an empty database; its log-ins. Killed half-way, it is redone."""
    from parvis.foundation.installation import state_fact
    from parvis.project.demo import load_demo

    print("Loading the demo company (once)", flush=True)
    state_fact(OPENING, LOADING_DEMO)
    load_demo()
    state_fact(OPENING, DEMO)
    return demo_log_ins()


def demo_log_ins() -> list[dict[str, str]]:
    """E-mail, password and job of the demo accounts that are shown to whoever tries it."""
    from parvis.project.demo import demo_accounts

    return demo_accounts()


def _open() -> list[dict[str, str]]:
    from parvis.accounts.models import User
    from parvis.channels.models import Connection
    from parvis.foundation.installation import fact, state_fact

    opening = fact(OPENING)
    if opening == DEMO:
        return demo_log_ins()
    if opening == OWN or importlib.util.find_spec("parvis.project.demo") is None:
        return []
    if opening is None and os.environ.get("PARVIS_WITHOUT_DEMO"):
        state_fact(OPENING, OWN)
        return []
    if opening == LOADING_DEMO:
        from parvis.project.begin_anew import empty_database

        empty_database()
    elif User.objects.exists() or Connection.objects.exists():
        # Somebody began with the command line.
        state_fact(OPENING, OWN)
        return []
    return load_demo_company()


def report(work: Any) -> int:
    """Run the work of a child and print its outcome as one line of JSON for the parent."""
    try:
        outcome = work()
    except Problem as problem:
        outcome = {"problem": [problem.sentence, problem.way_out]}
    except Exception as error:
        # The parent shows one sentence; the traceback goes to its log.
        import traceback

        traceback.print_exc()
        outcome = {"problem": [f"{type(error).__name__}: {error}".splitlines()[0], ""]}
    print(json.dumps(outcome), flush=True)
    return 1 if "problem" in outcome else 0


if __name__ == "__main__":
    check_alone = "--only-check" in sys.argv
    sys.exit(report(check if check_alone else lambda: prepare(is_opened="--only-migrate" not in sys.argv)))
