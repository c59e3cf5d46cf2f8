"""Who helped most this month, for the square's first page: chosen each hour, so that the page counts nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parvis.community.reads.leaderboards import board_of_period
from parvis.foundation.prepared import kept

FACT = "community_helpers"
MOST_SHOWN, MOST_KEPT = 6, 12

_HELPERS = f"""
    SELECT m.id, m.name, m.picture, m.is_super_user
    FROM foundation_fact f CROSS JOIN LATERAL jsonb_array_elements_text(f.value) WITH ORDINALITY AS one (id, place)
    JOIN community_member m ON m.id = one.id::bigint
    WHERE f.name = '{FACT}' AND m.left_at IS NULL AND m.is_on_boards ORDER BY one.place LIMIT {MOST_SHOWN}
"""  # noqa: S608 -- constants


@dataclass(frozen=True, slots=True)
class Helper:
    id: int
    name: str
    picture: str
    is_super_user: bool


def helpers_of_month() -> list[Helper]:
    """Members who left or do not want to be shown are gone at once, whatever was chosen."""
    with kept() as cursor:
        cursor.execute(_HELPERS)
        return [Helper(*row) for row in cursor.fetchall()]


def chosen_helpers(*, now: datetime) -> list[int]:
    """A few more than are shown, for those who may not be shown by then."""
    return [row.member_id for row in board_of_period("month", now=now).members[:MOST_KEPT]]
