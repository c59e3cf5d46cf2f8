"""Who knows: what is counted for logic/experts.py, the candidates, and how much super-users solve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet

from parvis.community.logic.experts import Evidence, expertise_rank
from parvis.community.models import Board, ExpertFigures, SuperUserTerm
from parvis.foundation.logic.intervals import Estimate, share

LOOKED_AT = timedelta(days=365)
PRIVATE_BOARD = "super-users"

# Public questions and answers to others; a question that its own asker solved says nothing about others' answers.
_PUBLIC = """
    FROM community_answer a JOIN community_question q ON q.id = a.question_id
    JOIN community_board b ON b.id = q.board_id JOIN community_member m ON m.id = a.author_id
    LEFT JOIN community_answer best ON best.id = q.accepted_id
    WHERE a.written_at > %(since)s AND a.parent_id IS NULL AND a.state = 'shown' AND NOT b.is_private
      AND q.state IN ('open', 'closed') AND a.author_id <> q.author_id AND m.staff_id IS NULL AND m.left_at IS NULL
"""


def board_of_super_users() -> Board | None:
    """The private board that is called so, or the one that took it in."""
    called = Board.objects.filter(slug__regex=rf"^{PRIVATE_BOARD}(-\d+)?$", is_private=True).order_by("pk")
    for board in called.select_related("fused_into"):
        found = board.fused_into or board
        if found.is_private:
            return found
    return None


def evidence(*, now: datetime) -> list[Evidence]:
    """What is known of everybody who answered somebody within a year; employees stand apart."""
    since = now - LOOKED_AT
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT q.author_id, a.author_id {_PUBLIC}", {"since": since})
        rank = expertise_rank(cursor.fetchall())
        cursor.execute(
            "WITH said AS (SELECT a.author_id, count(*) AS answers, count(DISTINCT q.author_id) AS helped,"  # noqa: S608
            " count(*) FILTER (WHERE best.author_id <> q.author_id) AS decided,"
            " count(*) FILTER (WHERE q.accepted_id = a.id) AS accepted, sum(a.helpful_count) AS helpful"
            f" {_PUBLIC} GROUP BY a.author_id)"
            " SELECT s.author_id, s.answers, (SELECT count(*) FROM community_question q WHERE q.author_id = s.author_id"
            "   AND q.asked_at > %(since)s AND q.state IN ('open', 'closed')),"
            " s.helped, s.decided, s.accepted, s.helpful"
            " FROM said s ORDER BY s.author_id",
            {"since": since},
        )
        return [
            Evidence(
                member_id=row[0], answers=row[1], questions=row[2], helped=row[3], decided=row[4], accepted=row[5],
                helpful=int(row[6] or 0), expertise_rank=rank.get(row[0], 0.0),
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


def candidates_found() -> QuerySet[ExpertFigures]:
    """Whom the figures propose and nobody has invited yet, the surest first."""
    open_terms = SuperUserTerm.objects.filter(state__in=(SuperUserTerm.INVITED, SuperUserTerm.ACTIVE))
    return (
        ExpertFigures.objects.filter(place__isnull=False, member__left_at=None, member__is_super_user=False)
        .exclude(member__in=open_terms.values("member"))
        .select_related("member")
        .order_by("place")
    )


def terms_now() -> QuerySet[SuperUserTerm]:
    """Super-users and open invitations, then the newest that came to an end."""
    return SuperUserTerm.objects.select_related("member", "member__expert_figures").order_by("-invited_at")


@dataclass(frozen=True, slots=True)
class SolvedShares:
    """Of the questions solved since then: by super-users, by other customers, by employees, by their own askers."""

    since: datetime
    solved: int
    by_super_users: Estimate | None
    by_members: Estimate | None
    by_staff: Estimate | None
    by_askers: Estimate | None


def solved_shares(since: datetime) -> SolvedShares:
    """Whose answers solved the public questions that were solved since then, each with its interval."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE kind = 'super'), count(*) FILTER (WHERE kind = 'member'),"
            " count(*) FILTER (WHERE kind = 'staff'), count(*) FILTER (WHERE kind = 'asker') FROM ("
            " SELECT CASE WHEN a.author_id = q.author_id THEN 'asker' WHEN m.staff_id IS NOT NULL THEN 'staff'"
            "   WHEN EXISTS (SELECT FROM community_super_user_term t WHERE t.member_id = m.id"
            "     AND t.answered_at <= a.written_at AND t.state IN ('active', 'ended')"
            "     AND (t.ended_at IS NULL OR t.ended_at > a.written_at)) THEN 'super' ELSE 'member' END AS kind"
            " FROM community_question q JOIN community_answer a ON a.id = q.accepted_id"
            " JOIN community_member m ON m.id = a.author_id JOIN community_board b ON b.id = q.board_id"
            " WHERE q.accepted_at > %s AND NOT b.is_private AND q.state IN ('open', 'closed')) solved",
            [since],
        )
        n, supers, members, staff, askers = cursor.fetchone()
    return SolvedShares(since, n, share(supers, n), share(members, n), share(staff, n), share(askers, n))


def solved_by_each(since: datetime) -> dict[int, int]:
    """Super-user → how many questions of others their answers solved since then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.author_id, count(*) FROM community_question q JOIN community_answer a ON a.id = q.accepted_id"
            " JOIN community_member m ON m.id = a.author_id AND m.is_super_user"
            " WHERE q.accepted_at > %s AND a.author_id <> q.author_id GROUP BY 1",
            [since],
        )
        return dict(cursor.fetchall())
