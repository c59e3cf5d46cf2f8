"""The two database roles: the owner migrates, the application's role owns nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models import Model
from psycopg import sql


class OwnerMigrates:
    """Router: tables are made through the alias `owner`; everything else goes through `default`."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"


def append_only_tables() -> list[str]:
    """Tables whose rows the application may add and read, never change: ledgers and the audit log."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "is_append_only", False)]


def grant_application_role(*, role: str, alias: str = "owner") -> None:
    """Give the application's role what it needs after a migration, and no more. Safe to repeat."""
    name = sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(name),
    ]
    statements += [
        sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), name)
        for table in append_only_tables()
    ]
    statements += [
        sql.SQL("REVOKE INSERT ON {} FROM {}").format(sql.Identifier(model._meta.db_table), name)
        for model in apps.get_models()
        if getattr(model, "is_written_by_database", False)
    ]
    # What was applied is the owner's affair.
    statements.append(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(name))
    with connections[alias].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.as_string(cursor.connection))


def next_ids(model: type[Model], count: int) -> list[int]:
    """Ids from the table's own sequence, for rows that are written by COPY and must refer to each other."""
    if not count:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(table: str, columns: tuple[str, ...], rows: Any) -> int:
    """COPY rows (tuples in the order of columns) into the table inside the present transaction.

    About a hundred times the rate of row-by-row inserts. Returns the number of rows written.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with connections["default"].cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def insert_rows(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows (column → plain value) with their ids in one statement, inside the present transaction.

    For tables under row-level security, where COPY is refused; building the rows as models took three times as long.
    """
    if not rows:
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, rows[0]))
    table = sql.Identifier(model._meta.db_table)
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)"
    ).format(table=table, columns=columns)
    with connections["default"].cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, default=str)])
