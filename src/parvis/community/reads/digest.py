"""What a member missed since their last digest (docs/method/community.md states the formula)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from parvis.community.models import HelpfulVote, Member, Notice
from parvis.community.permissions import is_house
from parvis.community.reads.notice_titles import titles_of
from parvis.community.reads.question_list import QuestionRow, questions_by_id

MOST_MISSED, MOST_UNANSWERED, MOST_NOTICES = 5, 3, 20
FURTHEST_BACK = timedelta(days=31)
OWN_BOARDS_WITHIN = timedelta(days=180)
UNANSWERED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Digest:
    """titles: of what the notices are about, by their ids. helpful: votes that the member's answers got since.

    missed and unanswered: of boards where they take part.
    """

    notices: list[Notice]
    titles: dict[int, str | None]
    helpful: int
    missed: list[QuestionRow]
    unanswered: list[QuestionRow]

    @property
    def is_worth_it(self) -> bool:
        """Questions that wait are no reason of their own to write to somebody."""
        return bool(self.notices or self.helpful or self.missed)


def digest_of(member: Member, *, since: datetime | None, now: datetime) -> Digest:
    """since: when the last one was made. A handful of statements, whatever the number of questions."""
    since = max(since or now - timedelta(days=7), now - FURTHEST_BACK)
    # What was withheld since, or stands on a board that is closed to them by now, is in no mail.
    waiting = Notice.objects.filter(member=member, in_digest=True, read_at=None).order_by("-at", "-pk")
    titles = titles_of(member, newest := list(waiting[: 2 * MOST_NOTICES]))
    notices = [one for one in newest if titles[one.pk] is not None]
    helpful = HelpfulVote.objects.filter(answer__author=member, at__gt=since, at__lte=now).count()
    return Digest(
        notices[:MOST_NOTICES],
        titles,
        helpful,
        questions_by_id(member, _missed(member, since=since, now=now)),
        questions_by_id(member, _unanswered(member, now=now)),
    )


_OWN_BOARDS = """
    SELECT board_id FROM community_question WHERE author_id = %(member)s AND asked_at > %(own_since)s
    UNION SELECT q.board_id FROM community_follow f JOIN community_question q ON q.id = f.question_id
    WHERE f.member_id = %(member)s AND f.is_wanted AND q.active_at > %(own_since)s
"""
_OPEN_TO_THEM = "AND (%(is_house)s OR NOT (SELECT is_private FROM community_board b WHERE b.id = q.board_id))"


_MISSED = f"""
    SELECT q.id FROM community_question q LEFT JOIN LATERAL (
        SELECT max(helpful_count) AS best FROM community_answer a WHERE a.question_id = q.id AND a.state = 'shown'
    ) a ON true
    WHERE q.board_id IN ({_OWN_BOARDS}) {_OPEN_TO_THEM} AND q.asked_at > %(since)s AND q.asked_at <= %(now)s
      AND q.state IN ('open', 'closed') AND q.author_id <> %(member)s
      AND NOT EXISTS (SELECT FROM community_follow f WHERE f.question_id = q.id AND f.member_id = %(member)s)
      AND q.me_too_count + 2 * coalesce(a.best, 0) >= 1
    ORDER BY q.me_too_count + 2 * coalesce(a.best, 0) DESC, q.id DESC LIMIT %(most)s
"""  # noqa: S608 -- constants of this module
_UNANSWERED = f"""
    SELECT q.id FROM community_question q
    WHERE q.board_id IN ({_OWN_BOARDS}) {_OPEN_TO_THEM} AND q.answer_count = 0 AND q.state = 'open'
      AND q.asked_at > %(since)s AND q.asked_at <= %(now)s - interval '1 day' AND q.author_id <> %(member)s
    ORDER BY q.me_too_count DESC, q.asked_at, q.id LIMIT %(most)s
"""  # noqa: S608 -- constants of this module


def _missed(member: Member, *, since: datetime, now: datetime) -> list[int]:
    """score = me too + 2 × the most helpful votes of one answer; at least 1."""
    return _ids(_MISSED, member, since=since, now=now, most=MOST_MISSED)


def _unanswered(member: Member, *, now: datetime) -> list[int]:
    """Waiting for more than a day, by how many share them, then the longest first."""
    return _ids(_UNANSWERED, member, since=now - UNANSWERED_WITHIN, now=now, most=MOST_UNANSWERED)


def _ids(statement: str, member: Member, *, since: datetime, now: datetime, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {"member": member.pk, "since": since, "now": now, "most": most, "own_since": now - OWN_BOARDS_WITHIN,
             "is_house": is_house(member)},
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]
