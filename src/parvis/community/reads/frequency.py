"""How many texts are thought to have some words: asked of PostgreSQL's planner, which keeps the figures anyway."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper


def thought_to_have(cursor: CursorWrapper, asked: list[tuple[str, str]]) -> list[int]:
    """For each (table of ours with a `document`, text of a tsquery) the estimated number of rows.

    In a transaction without parallel workers: with them the planner may tell the parts in another order.
    """
    if not asked:
        return []
    each = " UNION ALL ".join(f"(SELECT FROM {table} WHERE document @@ %s::tsquery)" for table, _ in asked)
    cursor.execute(f"EXPLAIN (FORMAT JSON) {each}", [query for _, query in asked])
    plan = cursor.fetchone()[0][0]["Plan"]
    return [int(part["Plan Rows"]) for part in (plan["Plans"] if len(asked) > 1 else [plan])]
