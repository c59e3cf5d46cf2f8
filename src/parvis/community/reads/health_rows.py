"""What the community's health needs of single rows: of the newest weeks alone, on boards that everybody reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from parvis.community.logic.figures import Survival, kaplan_meier
from parvis.community.logic.ghost_town import LEAST_TEXTS

WINDOW = timedelta(days=28)
# First answers are followed for longer, so that the slow ones are seen.
ANSWERS_SINCE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class BoardLife:
    id: int
    name: str
    slug: str
    posts: int
    questions: int
    last_at: datetime | None

    @property
    def is_silent(self) -> bool:
        return self.posts < LEAST_TEXTS


_SHOWN = "q.state IN ('open', 'closed') AND q.board_id = ANY(%(boards)s)"


def first_answers(boards: Collection[int], *, now: datetime) -> Survival:
    """Hours from a question of a customer to its first answer by another; without one, how long it has waited."""
    rows = _asked(
        "SELECT extract(epoch FROM coalesce(q.first_answered_at, %(now)s) - q.asked_at)::float8 / 3600,"  # noqa: S608
        "  q.first_answered_at IS NOT NULL FROM community_question q"
        " JOIN community_member m ON m.id = q.author_id AND m.staff_id IS NULL"
        # What was asked since then was active since then: the index on activity finds it.
        f" WHERE q.active_at >= %(since)s AND q.asked_at BETWEEN %(since)s AND %(now)s AND {_SHOWN}",
        boards, since=now - ANSWERS_SINCE, now=now,
    )  # fmt: skip
    return kaplan_meier([hours for hours, came in rows if came], [hours for hours, came in rows if not came])


def replied(boards: Collection[int], *, now: datetime) -> tuple[int, int]:
    """Questions of the window, and how many of them have an answer."""
    rows = _asked(
        "SELECT count(*), count(q.first_answered_at) FROM community_question q"  # noqa: S608
        f" WHERE q.active_at >= %(since)s AND q.asked_at BETWEEN %(since)s AND %(now)s AND {_SHOWN}",
        boards, since=now - WINDOW, now=now,
    )  # fmt: skip
    return int(rows[0][0]), int(rows[0][1])


def answers_by_member(boards: Collection[int], *, now: datetime) -> list[tuple[int, str]]:
    """How many answers each wrote to others, and what they are: staff, super-user or customer."""
    rows = _asked(
        "SELECT count(*), CASE WHEN m.staff_id IS NOT NULL THEN 'staff' WHEN m.is_super_user THEN 'super-user'"  # noqa: S608
        "  ELSE 'customer' END FROM community_question q"
        " JOIN community_answer a ON a.question_id = q.id AND a.written_at BETWEEN %(since)s AND %(now)s"
        "  AND a.state = 'shown' AND a.author_id <> q.author_id"
        " JOIN community_member m ON m.id = a.author_id"
        f" WHERE q.active_at >= %(since)s AND {_SHOWN} GROUP BY m.id",
        boards, since=now - WINDOW, now=now,
    )  # fmt: skip
    return [(int(n), who) for n, who in rows]


def returned(*, now: datetime) -> tuple[int, int]:
    """Of those who joined 31 to 58 days ago and wrote: how many wrote again on another day within 30 days."""
    rows = _asked(
        "WITH new AS (SELECT id FROM community_member WHERE joined_at >= %(since)s AND joined_at < %(now)s"  # noqa: S608
        "  AND staff_id IS NULL), wrote AS ("
        " SELECT author_id, asked_at AS at FROM community_question WHERE author_id IN (SELECT id FROM new)"
        " UNION ALL SELECT author_id, written_at FROM community_answer"
        "  WHERE author_id IN (SELECT id FROM new)), first AS ("
        f" SELECT author_id, min(at) AS at FROM wrote GROUP BY 1) {_BACK}",
        (), since=now - timedelta(days=58), now=now - timedelta(days=31),
    )  # fmt: skip
    return int(rows[0][0]), int(rows[0][1])


def returned_to(boards: Collection[int], *, now: datetime) -> tuple[int, int]:
    """Of those who wrote on these boards for the first time 31 to 58 days ago: how many wrote there again so."""
    here = "community_question q WHERE q.board_id = ANY(%(boards)s)"
    rows = _asked(
        f"WITH wrote AS (SELECT q.author_id, q.asked_at AS at FROM {here} AND q.active_at >= %(since)s"  # noqa: S608
        "   AND q.asked_at >= %(since)s"
        "  UNION ALL SELECT a.author_id, a.written_at FROM community_question q JOIN community_answer a"
        "   ON a.question_id = q.id AND a.written_at >= %(since)s"
        "   WHERE q.board_id = ANY(%(boards)s) AND q.active_at >= %(since)s),"
        " begun AS (SELECT author_id, min(at) AS at FROM wrote GROUP BY 1 HAVING min(at) < %(now)s),"
        " first AS (SELECT b.author_id, b.at FROM begun b"
        "  JOIN community_member m ON m.id = b.author_id AND m.staff_id IS NULL"
        f"  WHERE NOT EXISTS (SELECT FROM {here} AND q.author_id = b.author_id AND q.asked_at < %(since)s)"
        "  AND NOT EXISTS (SELECT FROM community_answer a JOIN community_question q ON q.id = a.question_id"
        "   WHERE a.author_id = b.author_id AND a.written_at < %(since)s AND q.board_id = ANY(%(boards)s)))"
        f" {_BACK}",
        boards, since=now - timedelta(days=58), now=now - timedelta(days=31),
    )  # fmt: skip
    return int(rows[0][0]), int(rows[0][1])


_BACK = (
    "SELECT count(*) FILTER (WHERE is_back), count(*) FROM ("
    " SELECT bool_or(w.at::date > f.at::date AND w.at <= f.at + interval '30 days') AS is_back"
    " FROM wrote w JOIN first f ON f.author_id = w.author_id GROUP BY w.author_id) back"
)


def lives_of_boards(families: Mapping[int, int], *, now: datetime) -> list[BoardLife]:
    """Boards that everybody reads, each with those fused into it, the quietest first."""
    rows = _asked(
        "WITH families AS (SELECT * FROM unnest(%(boards)s::bigint[], %(roots)s::bigint[]) AS f(board_id, root)),"
        " active AS (SELECT q.id, f.root, q.asked_at FROM community_question q JOIN families f USING (board_id)"
        "  WHERE q.active_at >= %(since)s AND q.active_at <= %(now)s AND q.state IN ('open', 'closed'))"
        " SELECT b.id, b.name, b.slug, coalesce(said.n, 0) + coalesce(asked.n, 0), coalesce(asked.n, 0),"
        "  (SELECT max(last.at) FROM families f CROSS JOIN LATERAL (SELECT max(q.active_at) AS at"
        "    FROM community_question q WHERE q.board_id = f.board_id) last WHERE f.root = b.id)"
        " FROM community_board b"
        " LEFT JOIN (SELECT root, count(*) AS n FROM active WHERE asked_at >= %(since)s GROUP BY 1) asked"
        "  ON asked.root = b.id"
        " LEFT JOIN (SELECT active.root, count(*) AS n FROM active JOIN community_answer a"
        "   ON a.question_id = active.id AND a.written_at >= %(since)s AND a.state = 'shown' GROUP BY 1) said"
        "  ON said.root = b.id"
        " WHERE b.id = ANY(%(roots)s) ORDER BY 4, b.id",
        families, roots=list(families.values()), since=now - WINDOW, now=now,
    )  # fmt: skip
    return [BoardLife(*row) for row in rows]


def _asked(statement: str, boards: Collection[int], **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"boards": list(boards), **values})
        return list(cursor.fetchall())
