"""What is counted of members, in statements over sets: for their level, badges and boards. Never on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from parvis.community.logic.trust import CLEAN_FOR, WINDOW

# The facts that a formula may ask for: columns of community_member_facts.
FACTS = (
    "answers", "accepted", "helpful", "helpful_given", "questions", "questions_answered", "helped", "days_visited",
    "questions_entered", "posts_read", "minutes_read", "days_member", "reports_upheld", "trust",
)  # fmt: skip


def votes_between(since: datetime) -> dict[tuple[int, int], int]:
    """(voter, author) → helpful votes since then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.member_id, a.author_id, count(*) FROM community_helpful_vote v"
            " JOIN community_answer a ON a.id = v.answer_id WHERE v.at >= %s GROUP BY 1, 2",
            [since],
        )
        return {(voter, author): count for voter, author, count in cursor.fetchall()}


def pairs_of_one_mailbox(members: Sequence[int]) -> set[tuple[int, int]]:
    """Those of these members, two and two, whose addresses end in one mailbox. Under the purpose membership."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.member_id, b.member_id FROM community_member_contact a JOIN community_member_contact b"
            " ON b.mailbox_hash = a.mailbox_hash AND b.member_id <> a.member_id"
            " WHERE a.mailbox_hash <> '' AND a.member_id = ANY(%(ids)s) AND b.member_id = ANY(%(ids)s)",
            {"ids": list(members)},
        )
        return {(one, other) for one, other in cursor.fetchall()}


def facts_of_member(member_id: int) -> dict[str, int]:
    """The kept facts of one; all 0 where nothing is counted yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(FACTS)} FROM community_member_facts WHERE member_id = %s",  # noqa: S608
            [member_id],
        )
        row = cursor.fetchone()
    return dict(zip(FACTS, row, strict=True)) if row else dict.fromkeys(FACTS, 0)


def recent_facts(member_ids: Sequence[int], *, now: datetime) -> dict[int, dict[str, int]]:
    """What the third level asks of the last hundred days, a statement a fact whatever their number."""
    since, day, clean = now - WINDOW, (now - WINDOW).date(), now - CLEAN_FOR
    asked = (
        ("recent_days_visited, recent_questions_entered, recent_posts_read",
         "SELECT member_id, count(*), sum(questions_entered), sum(questions_entered + answers_read)"
         " FROM community_day_of_reading WHERE member_id = ANY(%s) AND day > %s GROUP BY 1", day),
        ("recent_questions_answered",
         "SELECT a.author_id, count(DISTINCT a.question_id) FROM community_answer a JOIN community_question q"
         " ON q.id = a.question_id WHERE a.author_id = ANY(%s) AND a.written_at > %s AND a.state = 'shown'"
         " AND q.author_id <> a.author_id GROUP BY 1", since),
        ("recent_helpful_given",
         "SELECT member_id, count(*) FROM community_helpful_vote WHERE member_id = ANY(%s) AND at > %s GROUP BY 1",
         since),
        ("recent_helpful",
         "SELECT member_id, sum(helpful) FROM community_day_of_merit WHERE member_id = ANY(%s) AND day > %s"
         " GROUP BY 1", day),
        ("recent_reports_upheld",
         "SELECT author_id, count(*) FROM community_restriction WHERE author_id = ANY(%s) AND at > %s"
         " AND undone_at IS NULL AND measure <> 'suspended' GROUP BY 1", since),
        ("recent_suspensions",
         "SELECT author_id, count(*) FROM community_restriction WHERE author_id = ANY(%s) AND at > %s"
         " AND undone_at IS NULL AND measure = 'suspended' GROUP BY 1", clean),
    )  # fmt: skip
    found: dict[int, dict[str, int]] = {one: {} for one in member_ids}
    with connection.cursor() as cursor:
        for names, statement, begun in asked:
            cursor.execute(statement, [list(member_ids), begun])
            for member_id, *figures in cursor.fetchall():
                found[member_id] |= dict(zip(names.split(", "), (int(one) for one in figures), strict=True))
    return found


def written_lately(*, now: datetime) -> tuple[int, int]:
    """(questions, texts) of the whole community within the window of the third level."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM community_question"
            "   WHERE asked_at > %(since)s AND state IN ('open', 'closed')),"
            " (SELECT count(*) FROM community_answer WHERE written_at > %(since)s AND state = 'shown')",
            {"since": now - WINDOW},
        )
        questions, answers = cursor.fetchone()
    return questions, questions + answers


def perhaps_changing(*, after: int, most: int) -> list[tuple[int, int, dict[str, int]]]:
    """(member, level, facts) of those whose level counting could change, by id: the rest cannot have moved."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT m.id, m.trust, {', '.join(f'f.{name}' for name in FACTS)} FROM community_member m"  # noqa: S608
            " JOIN community_member_facts f ON f.member_id = m.id WHERE m.id > %s AND m.left_at IS NULL"
            " AND m.staff_id IS NULL AND NOT m.is_trust_fixed AND (m.trust = 3"
            " OR (m.trust < 2 AND f.questions_entered >= 5 AND f.posts_read >= 30 AND f.minutes_read >= 10)"
            " OR (m.trust = 2 AND f.questions_entered >= 200 AND f.posts_read >= 500 AND f.days_visited >= 50))"
            " ORDER BY m.id LIMIT %s",
            [after, most],
        )
        return [(row[0], row[1], dict(zip(FACTS, row[2:], strict=True))) for row in cursor.fetchall()]


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return date.fromordinal(day.toordinal() - day.weekday())
