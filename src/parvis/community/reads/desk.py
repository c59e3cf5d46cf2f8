"""What the house should look at in its community: unanswered by age, waiting, hot, and worth an article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection

from parvis.community.models import Member

MOST = 25
AGES = (1, 3, 7, 30)  # days


@dataclass(frozen=True, slots=True)
class DeskRow:
    """figure: what the list is sorted by: views, or nothing."""

    id: int
    title: str
    slug: str
    board: str
    author: str
    author_id: int
    asked_at: datetime
    active_at: datetime
    answers: int
    me_too: int
    views: int
    assigned_id: int | None
    accepted_id: int | None
    figure: int

    @property
    def url(self) -> str:
        return f"/community/questions/{self.id}/{self.slug}/"


_COLUMNS = (
    "q.id, q.title, q.slug, b.name, m.name, m.id, q.asked_at, q.active_at, q.answer_count, q.me_too_count,"
    " q.view_count, q.assigned_id, q.accepted_id"
)
_FROM = " FROM community_question q JOIN community_board b ON b.id = q.board_id JOIN community_member m ON m.id = q.author_id"  # noqa: E501


def unanswered(*, now: datetime, under: int | None = AGES[-1], most: int = MOST) -> list[DeskRow]:
    """Open questions without an answer, the oldest first of those of the last `under` days; None: older than all.

    What nobody answered for a month waits behind what can still be saved.
    """
    edge = now - timedelta(days=under or AGES[-1])
    return _rows(
        f"SELECT {_COLUMNS}, 0{_FROM} WHERE q.answer_count = 0 AND q.state = 'open'"
        f" AND q.asked_at {'>=' if under else '<'} %s ORDER BY q.asked_at {'' if under else 'DESC'}, q.id LIMIT %s",
        [edge, most],
    )


def unanswered_by_age(*, now: datetime) -> list[tuple[int | None, int]]:
    """(asked in the last so many days, how many); None: older than all of them."""
    edges = [now - timedelta(days=days) for days in AGES]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT width_bucket(extract(epoch FROM asked_at), %s::float8[]), count(*) FROM community_question"
            " WHERE answer_count = 0 AND state = 'open' GROUP BY 1",
            [[edge.timestamp() for edge in reversed(edges)]],
        )
        found = dict(cursor.fetchall())
    newest_first = [found.get(place, 0) for place in range(len(AGES), 0, -1)]
    return [*zip(AGES, accumulate(newest_first), strict=True), (None, found.get(0, 0))]


def waiting_for_acceptance(*, now: datetime, most: int = MOST) -> list[DeskRow]:
    """Answered, quiet for a week, and nobody has said that it helped; of the last sixty days."""
    return _rows(
        f"SELECT {_COLUMNS}, 0{_FROM} WHERE q.active_at BETWEEN %s AND %s AND q.state = 'open'"
        " AND q.answer_count > 0 AND q.accepted_id IS NULL ORDER BY q.active_at DESC, q.id DESC LIMIT %s",
        [now - timedelta(days=60), now - timedelta(days=7), most],
    )


def hot(*, now: datetime, most: int = 10) -> list[DeskRow]:
    """Most read in a week."""
    return _rows(
        "WITH read AS (SELECT question_id, sum(views) AS n FROM community_day_of_views WHERE day > %s"  # noqa: S608
        f" GROUP BY 1 ORDER BY 2 DESC LIMIT %s) SELECT {_COLUMNS}, read.n{_FROM} JOIN read ON read.question_id = q.id"
        " WHERE q.state IN ('open', 'closed') ORDER BY read.n DESC, q.id DESC",
        [(now - timedelta(days=7)).date(), most],
    )


def worth_an_article(*, most: int = 10) -> list[DeskRow]:
    """Solved and much read, whose answer is no article yet."""
    return _rows(
        f"SELECT {_COLUMNS}, q.view_count{_FROM} WHERE q.accepted_id IS NOT NULL AND q.state IN ('open', 'closed')"  # noqa: S608
        " AND q.view_count > 0 AND NOT b.is_private"
        " AND NOT EXISTS (SELECT FROM community_article a WHERE a.origin_question_id = q.id)"
        " ORDER BY q.view_count DESC, q.id DESC LIMIT %s",
        [most],
    )


def assigned_to(member: Member | None, *, most: int = MOST) -> list[DeskRow]:
    """What a member was asked to answer and what is open still, the oldest first."""
    if member is None:
        return []
    return _rows(
        f"SELECT {_COLUMNS}, 0{_FROM} WHERE q.assigned_id = %s AND q.state = 'open' AND q.accepted_id IS NULL"
        " AND q.active_at > statement_timestamp() - interval '1 year' ORDER BY q.asked_at, q.id LIMIT %s",
        [member.pk, most],
    )


def helpers() -> list[Member]:
    """Who can be asked to answer: employees who take part, and super-users."""
    house = Member.objects.filter(left_at=None, staff__isnull=False) | Member.objects.filter(
        left_at=None, is_super_user=True
    )
    return list(house.order_by("name")[:500])


def _rows(statement: str, values: list[Any]) -> list[DeskRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [DeskRow(*row) for row in cursor.fetchall()]
