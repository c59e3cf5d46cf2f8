"""What a database holds, table by table, in a form that two databases can be compared by."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

# A role that owns the tables is bound by the policies of `people` all the same, unless it is a superuser:
# a backup is made in the course of a legal duty, which sees every row.
SEES_ALL_ROWS = "-c parvis.purpose=legal_duty"

# A row's text depends on these; everywhere the same, else equal rows would look different.
_AS_TEXT = {
    "DateStyle": "ISO, YMD",
    "TimeZone": "UTC",
    "IntervalStyle": "iso_8601",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
# Computed columns are left out: another PostgreSQL computes them anew, perhaps with a newer stemmer.
_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
Tables = dict[str, dict[str, Any]]


def describe_tables(connection: psycopg.Connection[Any], *, with_hashes: bool = True) -> Tables:
    """Table → {"rows": n, "hash": …}: the hash is a sum over all rows, whatever their order."""
    for name, value in _AS_TEXT.items():
        connection.execute("SELECT set_config(%s, %s, false)", [name, value])
    tables: Tables = {}
    for name, columns in connection.execute(_COLUMNS).fetchall():
        row_hash = sql.SQL(
            "coalesce(sum(('x' || left(md5(row({})::text), 15))::bit(60)::bigint), 0)::text"
        ).format(sql.SQL(", ").join(map(sql.Identifier, columns)))
        what = row_hash if with_hashes else sql.SQL("''")
        statement = sql.SQL("SELECT count(*), {} FROM public.{}").format(what, sql.Identifier(name))
        found = connection.execute(statement).fetchone()
        assert found is not None
        tables[name] = {"rows": found[0], "hash": found[1]}
    return tables


def differing_tables(wanted: Tables, found: Tables) -> list[str]:
    """Names of tables that are missing, too many, or hold other rows."""
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def applied_migrations(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """Package → its last migration, to say of which release a backup is."""
    rows = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app")
    return dict(rows.fetchall())
