"""The community's health: six raw factors against its own history, who answers whom and how fast, and what is wrong.

Weeks come from their counts (actions/count_health.py); what needs single rows is read from the newest weeks alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from parvis.community.logic.figures import Survival, gini, kaplan_meier, rank_in, top_share
from parvis.community.logic.ghost_town import Seen, State, Warned, signs_of, state_of
from parvis.community.models import WeekOfHealth
from parvis.foundation.logic.intervals import Estimate, share

WINDOW = timedelta(days=28)
# First answers are followed for longer, so that the slow ones are seen.
ANSWERS_SINCE = timedelta(days=90)
WEEKS_SHOWN = 26


@dataclass(frozen=True, slots=True)
class Factor:
    """now: of the last four full weeks; a_year_ago: of the same weeks then; rank: among one's own past (0 to 1)."""

    name: str
    now: float | None
    a_year_ago: float | None
    rank: float | None
    weeks: tuple[float | None, ...]

    @property
    def change(self) -> float | None:
        if self.now is None or not self.a_year_ago:
            return None
        return self.now / self.a_year_ago - 1


@dataclass(frozen=True, slots=True)
class BoardLife:
    id: int
    name: str
    slug: str
    posts: int
    questions: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Health:
    state: State
    signs: list[Warned]
    weeks: list[WeekOfHealth]
    factors: list[Factor]
    questions: int
    replied: Estimate | None
    first_answer: Survival
    by_staff: Estimate | None
    by_super_users: Estimate | None
    by_customers: Estimate | None
    returned: Estimate | None
    writers: int
    top_1: float | None
    top_5: float | None
    gini: float | None
    boards: list[BoardLife]


def health(*, now: datetime) -> Health:
    weeks = list(
        WeekOfHealth.objects.filter(board=None, week__lte=now.date() - timedelta(days=7)).order_by("-week")[
            :130
        ]
    )[::-1]
    factors = [_factor(name, value, join, weeks) for name, value, join in FACTORS]
    first = _first_answers(now)
    asked, replied = _replied(now)
    counts = _answers_by_member(now)
    total = sum(n for n, _ in counts)
    staff = sum(n for n, who in counts if who == "staff")
    super_users = sum(n for n, who in counts if who == "super-user")
    returned = share(*_returned(now))
    boards = _boards(now)
    newest = weeks[-4:]
    seen = Seen(
        questions=asked,
        weeks=len(weeks),
        replied=replied / asked if asked else None,
        writers=sum(week.writers for week in newest) / len(newest) if newest else None,
        staff_share=staff / total if total else None,
        top_member_share=max((n for n, who in counts if who != "staff"), default=0) / total
        if total
        else None,
        returned=returned.value if returned and returned.n >= 10 else None,
        silent_boards=sum(1 for board in boards if board.posts < 4),
        boards=len(boards),
        rank_of_posts=next(one.rank for one in factors if one.name == "liveliness"),
    )
    signs = signs_of(seen)
    each = [float(n) for n, _ in counts]
    return Health(
        state=state_of(seen, signs),
        signs=signs,
        weeks=weeks[-WEEKS_SHOWN:],
        factors=factors,
        questions=asked,
        replied=share(replied, asked),
        first_answer=first,
        by_staff=share(staff, total),
        by_super_users=share(super_users, total),
        by_customers=share(total - staff - super_users, total),
        returned=returned,
        writers=len(counts),
        top_1=top_share(each, 0.01),
        top_5=top_share(each, 0.05),
        gini=gini(each),
        boards=boards,
    )


def _sum(values: Sequence[float]) -> float:
    return float(sum(values))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


# Name → its value in a week → how four weeks become one figure.
FACTORS: tuple[
    tuple[str, Callable[[WeekOfHealth], float | None], Callable[[Sequence[float]], float]], ...
] = (
    ("members", lambda week: week.members, _sum),
    ("content", lambda week: week.content, _sum),
    ("traffic", lambda week: week.views, _sum),
    ("liveliness", lambda week: week.posts_a_board, _mean),
    ("interaction", lambda week: week.interaction, _mean),
    ("responsiveness", lambda week: week.hours_between, _mean),
)


def _factor(
    name: str,
    value: Callable[[WeekOfHealth], float | None],
    join: Callable[[Sequence[float]], float],
    weeks: list[WeekOfHealth],
) -> Factor:
    values = [value(week) for week in weeks]

    def four(end: int) -> float | None:
        """The four weeks that end before `end`."""
        taken = [one for one in values[end - 4 : end] if one is not None] if end >= 4 else []
        return join(taken) if taken else None

    here = four(len(values))
    history = [past for end in range(4, len(values) - 3) if (past := four(end)) is not None]
    return Factor(
        name,
        here,
        four(len(values) - 52),
        rank_in(history, here) if here is not None else None,
        tuple(values[-WEEKS_SHOWN:]),
    )


_PUBLIC = "q.state IN ('open', 'closed') AND EXISTS (SELECT FROM community_board b WHERE b.id = q.board_id AND NOT b.is_private)"  # noqa: E501


def _first_answers(now: datetime) -> Survival:
    """Hours from a question of a customer to its first answer by another; without one, how long it has waited."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM coalesce(q.first_answered_at, %s) - q.asked_at)::float8 / 3600,"  # noqa: S608
            "  q.first_answered_at IS NOT NULL FROM community_question q"
            " JOIN community_member m ON m.id = q.author_id AND m.staff_id IS NULL"
            # What was asked since then was active since then: the index on activity finds it.
            f" WHERE q.active_at >= %s AND q.asked_at >= %s AND q.asked_at <= %s AND {_PUBLIC}",
            [now, now - ANSWERS_SINCE, now - ANSWERS_SINCE, now],
        )
        rows = cursor.fetchall()
    return kaplan_meier([hours for hours, came in rows if came], [hours for hours, came in rows if not came])


def _replied(now: datetime) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(q.first_answered_at) FROM community_question q"  # noqa: S608
            f" WHERE q.active_at >= %s AND q.asked_at >= %s AND q.asked_at <= %s AND {_PUBLIC}",
            [now - WINDOW, now - WINDOW, now],
        )
        asked, replied = cursor.fetchone()
    return int(asked), int(replied)


def _answers_by_member(now: datetime) -> list[tuple[int, str]]:
    """How many answers each wrote to others, and what they are: staff, super-user or customer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), CASE WHEN m.staff_id IS NOT NULL THEN 'staff' WHEN m.is_super_user THEN 'super-user'"  # noqa: S608
            "  ELSE 'customer' END FROM community_question q"
            " JOIN community_answer a ON a.question_id = q.id AND a.written_at >= %s AND a.written_at <= %s"
            "  AND a.state = 'shown' AND a.author_id <> q.author_id"
            f" JOIN community_member m ON m.id = a.author_id WHERE q.active_at >= %s AND {_PUBLIC}"
            " GROUP BY m.id",
            [now - WINDOW, now, now - WINDOW],
        )
        return [(int(n), who) for n, who in cursor.fetchall()]


def _returned(now: datetime) -> tuple[int, int]:
    """Of those who joined 31 to 58 days ago and wrote: how many wrote again on another day within 30 days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH new AS (SELECT id FROM community_member WHERE joined_at >= %s AND joined_at < %s"
            "  AND staff_id IS NULL), wrote AS ("
            " SELECT author_id, asked_at AS at FROM community_question WHERE author_id IN (SELECT id FROM new)"
            " UNION ALL SELECT author_id, written_at FROM community_answer"
            "  WHERE author_id IN (SELECT id FROM new)), first AS ("
            " SELECT author_id, min(at) AS at FROM wrote GROUP BY 1)"
            " SELECT count(*) FILTER (WHERE is_back), count(*) FROM ("
            "  SELECT bool_or(w.at::date > f.at::date AND w.at <= f.at + interval '30 days') AS is_back"
            "  FROM wrote w JOIN first f ON f.author_id = w.author_id GROUP BY w.author_id) back",
            [now - timedelta(days=58), now - timedelta(days=31)],
        )
        back, wrote = cursor.fetchone()
    return int(back), int(wrote)


def _boards(now: datetime) -> list[BoardLife]:
    """Public boards, the quietest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH active AS (SELECT q.id, q.board_id, q.asked_at FROM community_question q"
            "  WHERE q.active_at >= %(since)s AND q.active_at <= %(now)s AND q.state IN ('open', 'closed'))"
            " SELECT b.id, b.name, b.slug, coalesce(said.n, 0) + coalesce(asked.n, 0), coalesce(asked.n, 0),"
            "  (SELECT max(q.active_at) FROM community_question q WHERE q.board_id = b.id)"
            " FROM community_board b"
            " LEFT JOIN (SELECT board_id, count(*) AS n FROM active WHERE asked_at >= %(since)s GROUP BY 1) asked"
            "  ON asked.board_id = b.id"
            " LEFT JOIN (SELECT active.board_id, count(*) AS n FROM active JOIN community_answer a"
            "   ON a.question_id = active.id AND a.written_at >= %(since)s AND a.state = 'shown' GROUP BY 1) said"
            "  ON said.board_id = b.id"
            " WHERE NOT b.is_private AND b.fused_into_id IS NULL ORDER BY 4, b.id",
            {"since": now - WINDOW, "now": now},
        )
        return [BoardLife(*row) for row in cursor.fetchall()]
