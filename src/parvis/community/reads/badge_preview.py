"""Who would have a badge by this formula, from the facts as they were counted last."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from parvis.community.logic.formulas import parsed, sql_of
from parvis.community.reads.facts import FACTS


@dataclass(frozen=True, slots=True)
class Holders:
    """count of `members` members; the first by name."""

    count: int
    members: int
    first: list[tuple[int, str]]


def holders_of(formula: str, *, most: int = 12) -> Holders:
    """Raises FormulaRefused."""
    condition, values = sql_of(parsed(" ".join(formula.split()), facts=FACTS))
    who = (
        "FROM community_member m JOIN community_member_facts f ON f.member_id = m.id"
        " WHERE m.left_at IS NULL AND m.staff_id IS NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FILTER (WHERE {condition}), count(*) {who}",
            values,
        )
        count, members = cursor.fetchone()
        cursor.execute(
            f"SELECT m.id, m.name {who} AND {condition} ORDER BY m.name, m.id LIMIT %s",
            [*values, most],
        )
        return Holders(count, members, cursor.fetchall())
