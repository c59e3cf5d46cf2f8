"""Who helped most, by period: from days that are counted already; whoever does not want to stand here does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

PERIODS = {"week": timedelta(days=7), "month": timedelta(days=30), "all": None}
MOST, MOST_STAFF = 50, 10


@dataclass(frozen=True, slots=True)
class BoardRow:
    place: int
    member_id: int
    name: str
    picture: str
    is_super_user: bool
    accepted: int
    helpful: int
    answers: int


@dataclass(frozen=True, slots=True)
class BoardOfPeriod:
    """Members, and apart from them employees: it is their work."""

    period: str
    members: list[BoardRow]
    staff: list[BoardRow]


def board_of_period(period: str, *, now: datetime) -> BoardOfPeriod:
    """Ordered by accepted answers, then by helpful votes; equal figures share a place. Answers to oneself count not."""
    values: list[Any] = []
    lasts = PERIODS.get(period, PERIODS["week"])
    if lasts is None:
        counted = "SELECT member_id, accepted, helpful, answers FROM community_member_facts"
    else:
        counted = (
            "SELECT member_id, sum(accepted) AS accepted, sum(helpful) AS helpful, sum(answers) AS answers"
            " FROM community_day_of_merit WHERE day > %s GROUP BY member_id"
        )
        values = [(now - lasts).date()]
    return BoardOfPeriod(
        period if period in PERIODS else "week",
        _rows(counted, values, "m.staff_id IS NULL", most=MOST),
        _rows(counted, values, "m.staff_id IS NOT NULL", most=MOST_STAFF),
    )


def _rows(counted: str, values: list[Any], who: str, *, most: int) -> list[BoardRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.name, m.picture, m.is_super_user, c.accepted, c.helpful, c.answers"  # noqa: S608
            f" FROM ({counted}) c"
            " JOIN community_member m ON m.id = c.member_id"
            f" WHERE m.left_at IS NULL AND m.is_on_boards AND {who} AND (c.accepted > 0 OR c.helpful > 0)"
            " ORDER BY c.accepted DESC, c.helpful DESC, c.member_id LIMIT %s",
            [*values, most],
        )
        found = cursor.fetchall()
    rows: list[BoardRow] = []
    for number, (member_id, name, picture, is_super_user, *figures) in enumerate(found, start=1):
        accepted, helpful, answers = (int(one) for one in figures)
        is_level = bool(rows) and (rows[-1].accepted, rows[-1].helpful) == (accepted, helpful)
        place = rows[-1].place if is_level else number
        rows.append(BoardRow(place, member_id, name, picture, is_super_user, accepted, helpful, answers))
    return rows
