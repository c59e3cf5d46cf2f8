"""Migrations that a running release survives (docs/operator/updating.md says why).

While machines are restarted one after the other, pages of the earlier release work on the new schema. So a
release only adds; what it no longer uses goes one release later. And no lock is held for long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED

# The schema of the first release: nobody ran anything before it.
FIRST_RELEASE = {
    "accounts": "0002", "channels": "0001", "conversations": "0002", "foundation": "0003", "listening": "0002",
    "people": "0002",
    # No release holds a community yet: nobody's rows are in it.
    "community": "0099",
}  # fmt: skip

# "app.migration: what" → why it harms no running release.
ALLOWED: dict[str, str] = {
    "people.0014_proof_networks: AlterField claim.way": "one more choice, which the database does not know of",
    "accounts.0009_alarm_notice: AlterField user.notices": "another default: a word in the catalogue, no row is read",
    "accounts.0009_alarm_notice: RunSQL UPDATE ACCOUNTS_USER SET": "colleagues, some hundreds, in an instant",
}

_REMOVING = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
    migrations.AlterUniqueTogether,
)
_HEAVY_SQL = re.compile(
    r"\b(ALTER\s+TABLE\s+\w+\s+(?!ENABLE|FORCE|NO\s+FORCE)|DROP\s+(TABLE|COLUMN)|UPDATE\s+\w+\s+SET|DELETE\s+FROM"
    r"|LOCK\s+TABLE|VACUUM\s+FULL|CLUSTER|REINDEX|CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY))",
    re.IGNORECASE,
)
# The body of a function is only stored; what it does it does when called.
_BODIES = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)


def problems_of(migration: migrations.Migration) -> Iterator[str]:
    """What in this migration a running release would stumble over."""
    made = {op.name.lower() for op in migration.operations if isinstance(op, migrations.CreateModel)}
    for operation in migration.operations:
        model = str(getattr(operation, "model_name", "")).lower()
        kind = type(operation).__name__
        name = f"{kind} {model or getattr(operation, 'name', '')}".strip()
        if isinstance(operation, _REMOVING):
            yield name
        elif isinstance(operation, migrations.AddField) and model not in made:
            field = operation.field
            # Django takes its default away from the column again: rows of the earlier release would lack it.
            is_filled = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
            if not (is_filled or getattr(field, "generated", False)):
                yield f"{name}.{operation.name}"
        elif isinstance(operation, migrations.AlterField) and model not in made:
            yield f"{name}.{operation.name}"
        elif isinstance(operation, migrations.AddIndex) and not isinstance(operation, AddIndexConcurrently):
            if model not in made:
                yield name
        elif isinstance(operation, migrations.AddConstraint) and model not in made:
            yield name
        elif isinstance(operation, migrations.RunPython):
            yield kind
        elif isinstance(operation, migrations.RunSQL):
            tables_made = {op.options.get("db_table", "") for op in migration.operations if hasattr(op, "options")}
            for found in _HEAVY_SQL.finditer(_BODIES.sub("", sql_of(operation))):
                if not any(table and table in sql_of(operation) for table in tables_made):
                    yield f"RunSQL {' '.join(found[0].split()).upper()}"


def sql_of(operation: migrations.RunSQL) -> str:
    statements = operation.sql if isinstance(operation.sql, list | tuple) else [operation.sql]
    return "\n".join(part if isinstance(part, str) else str(part[0]) for part in statements)


def test_a_release_only_adds_and_holds_no_lock_for_long() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("parvis.")}
    found = [
        f"{app}.{name}: {problem}"
        for (app, name), migration in sorted(loader.disk_migrations.items())
        # A capability that is new brings tables that no earlier release knows.
        if app in ours and name[:4] > FIRST_RELEASE.get(app, "0001")
        for problem in problems_of(migration)
    ]
    assert sorted(set(found) - ALLOWED.keys()) == []
    assert sorted(ALLOWED.keys() - set(found)) == [], "reasons for what is no longer there"


CASES = [
    (migrations.RemoveField("Thing", "old"), ["RemoveField thing"]),
    (migrations.RenameField("Thing", "old", "new"), ["RenameField thing"]),
    (migrations.AddField("Thing", "n", models.IntegerField(default=0)), ["AddField thing.n"]),
    (migrations.AddField("Thing", "n", models.IntegerField(null=True)), []),
    (migrations.AddField("Thing", "n", models.IntegerField(db_default=0)), []),
    (migrations.AddIndex("Thing", models.Index(fields=["a"], name="i")), ["AddIndex thing"]),
    (AddIndexConcurrently("Thing", models.Index(fields=["a"], name="i")), []),
    (migrations.RunSQL("UPDATE thing SET a = 1"), ["RunSQL UPDATE THING SET"]),
    (migrations.RunSQL("CREATE INDEX i ON thing (a)"), ["RunSQL CREATE INDEX"]),
    (migrations.RunSQL("CREATE INDEX CONCURRENTLY i ON thing (a)"), []),
    (migrations.RunSQL("CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM thing $$"), []),
    (migrations.RunPython(migrations.RunPython.noop), ["RunPython"]),
]


@pytest.mark.parametrize(("operation", "problems"), CASES)
def test_what_the_rule_finds(operation: object, problems: list[str]) -> None:
    migration = migrations.Migration("0002_x", "things")
    migration.operations = [operation]
    assert list(problems_of(migration)) == problems
