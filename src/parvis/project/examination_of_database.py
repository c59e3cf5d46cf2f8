"""The part of `parvis doctor` that asks the database itself; imported once Django is set up."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from parvis.foundation.audit_head import examine_and_remember
from parvis.foundation.installation import is_demo
from parvis.foundation.jobs import STALLED_AFTER_SECONDS, dead_jobs
from parvis.project.examination import Finding
from parvis.project.examination_of_operation import examine_operation

_OLDEST_SERVER = 15


def examine_database(*, is_running: bool) -> Iterator[Finding]:
    """Version, migrations, the two roles, the worker's sign of life, jobs given up, the demo."""
    version = connections["default"].cursor().connection.info.server_version // 10000
    yield Finding(f"PostgreSQL {version} answers", version >= _OLDEST_SERVER, "Parvis needs 15 or newer.")
    yield from _roles()
    executor = MigrationExecutor(connections["default"])
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        yield Finding(f"{len(pending)} migrations are pending", False, "parvis migrate, with DATABASE_URL told.")
        return
    yield Finding("The database is of this version")
    yield from _jobs(is_running=is_running)
    yield from examine_operation(is_running=is_running)
    yield _audit_chain()
    if is_demo():
        yield Finding("The demo company is loaded", None, "parvis demo --remove begins with your own data.")


def _audit_chain() -> Finding:
    report = examine_and_remember()
    faults = ", ".join(sorted({fault.kind for fault in report.faults}))
    return Finding(
        f"The audit log is {f'not what was written: {faults}' if faults else 'what was written'}"
        f" ({report.links} entries in its chain)",
        report.is_whole,
        "parvis audit verify says which entries; whoever can write to the database as its owner did it.",
    )


def _roles() -> Iterator[Finding]:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls, "
            "(SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        name, is_above_policies, owned = cursor.fetchone()
    yield Finding(
        f"Pages and jobs work as {name}, which row-level security binds",
        not is_above_policies and not owned,
        "This role owns tables or bypasses policies: name a plain one in PARVIS_APP_DATABASE_URL.",
    )
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND (relrowsecurity <> relforcerowsecurity) ORDER BY relname"
        )
        half = [row[0] for row in cursor.fetchall()]
    if half:
        yield Finding(f"Row-level security is not forced on {', '.join(half)}", False, "parvis migrate")


def _jobs(*, is_running: bool) -> Iterator[Finding]:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        silent_seconds = cursor.fetchone()[0]
    if is_running:
        yield Finding(
            "The worker gives signs of life",
            silent_seconds is not None and silent_seconds < STALLED_AFTER_SECONDS,
            "It restarts by itself; if not, worker.log says why.",
        )
    dead = dead_jobs().count()
    if dead:
        yield Finding(
            f"{dead} jobs were given up", False, "The screen of jobs shows why and runs them again."
        )
