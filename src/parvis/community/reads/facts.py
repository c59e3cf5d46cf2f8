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

# Answers are those to others; comments count as having replied, and as nothing else.
_COUNT = f"""
INSERT INTO community_member_facts (member_id, {", ".join(FACTS)}, counted_at)
SELECT m.id, coalesce(a.answers, 0), coalesce(a.accepted, 0), coalesce(d.helpful, 0), coalesce(v.given, 0),
    coalesce(q.asked, 0), coalesce(a.questions, 0), coalesce(a.helped, 0), coalesce(r.days, 0),
    coalesce(r.entered, 0), coalesce(r.entered + r.answers, 0), coalesce(r.seconds / 60, 0),
    greatest(0, %(now)s::date - m.joined_at::date), coalesce(x.upheld, 0), m.trust, %(now)s
FROM community_member m
LEFT JOIN (SELECT a.author_id, count(*) FILTER (WHERE a.parent_id IS NULL) AS answers,
        count(*) FILTER (WHERE q.accepted_id = a.id) AS accepted,
        count(DISTINCT a.question_id) AS questions,
        count(DISTINCT q.author_id) FILTER (WHERE a.parent_id IS NULL) AS helped
    FROM community_answer a JOIN community_question q ON q.id = a.question_id
    WHERE a.state = 'shown' AND q.author_id <> a.author_id AND (%(all)s OR a.author_id = ANY(%(ids)s))
    GROUP BY a.author_id) a ON a.author_id = m.id
LEFT JOIN (SELECT member_id, sum(helpful) AS helpful FROM community_day_of_merit
    WHERE %(all)s OR member_id = ANY(%(ids)s) GROUP BY member_id) d ON d.member_id = m.id
LEFT JOIN (SELECT member_id, count(*) AS given FROM community_helpful_vote
    WHERE %(all)s OR member_id = ANY(%(ids)s) GROUP BY member_id) v ON v.member_id = m.id
LEFT JOIN (SELECT author_id, count(*) AS asked FROM community_question
    WHERE state IN ('open', 'closed') AND (%(all)s OR author_id = ANY(%(ids)s)) GROUP BY author_id) q
    ON q.author_id = m.id
LEFT JOIN (SELECT member_id, count(*) AS days, sum(questions_entered) AS entered, sum(answers_read) AS answers,
        sum(seconds) AS seconds FROM community_day_of_reading
    WHERE %(all)s OR member_id = ANY(%(ids)s) GROUP BY member_id) r ON r.member_id = m.id
LEFT JOIN (SELECT author_id, count(*) AS upheld FROM community_restriction
    WHERE undone_at IS NULL AND (%(all)s OR author_id = ANY(%(ids)s)) GROUP BY author_id) x ON x.author_id = m.id
WHERE m.left_at IS NULL AND (%(all)s OR m.id = ANY(%(ids)s))
ON CONFLICT (member_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in (*FACTS, "counted_at"))}
"""  # noqa: S608 -- names of ours


def count_facts(*, now: datetime, member_ids: Sequence[int] | None = None) -> int:
    """Write the facts anew, of everybody or of these. Returns of how many."""
    with connection.cursor() as cursor:
        ids = list(member_ids) if member_ids is not None else []
        cursor.execute(_COUNT, {"now": now, "all": member_ids is None, "ids": ids})
        return int(cursor.rowcount)


# A vote counts on its day, for an answer to somebody else's question; among the pairs of a ring the first
# COUNTED_A_WEEK of a week, between two accounts with one mailbox none.
_MERIT = """
INSERT INTO community_day_of_merit (member_id, day, helpful, accepted, answers)
SELECT member_id, day, sum(helpful), sum(accepted), sum(answers) FROM (
    SELECT author_id AS member_id, day, count(*) AS helpful, 0 AS accepted, 0 AS answers FROM (
        SELECT a.author_id, (v.at AT TIME ZONE 'UTC')::date AS day, ring.most, row_number() OVER (
            PARTITION BY v.member_id, a.author_id, date_trunc('week', v.at AT TIME ZONE 'UTC')
            ORDER BY v.at, v.id) AS nth
        FROM community_helpful_vote v JOIN community_answer a ON a.id = v.answer_id
        JOIN community_question q ON q.id = a.question_id
        LEFT JOIN unnest(%(voters)s::bigint[], %(authors)s::bigint[], %(most)s::int[])
            AS ring (voter, author, most) ON ring.voter = v.member_id AND ring.author = a.author_id
        WHERE v.at >= %(since)s AND a.state = 'shown' AND a.author_id NOT IN (q.author_id, v.member_id)
    ) vote WHERE most IS NULL OR nth <= most GROUP BY author_id, day
    UNION ALL
    SELECT a.author_id, (q.accepted_at AT TIME ZONE 'UTC')::date, 0, count(*), 0
    FROM community_question q JOIN community_answer a ON a.id = q.accepted_id
    WHERE q.accepted_at >= %(since)s AND a.author_id <> q.author_id AND a.state = 'shown' GROUP BY 1, 2
    UNION ALL
    SELECT a.author_id, (a.written_at AT TIME ZONE 'UTC')::date, 0, 0, count(*)
    FROM community_answer a JOIN community_question q ON q.id = a.question_id
    WHERE a.written_at >= %(since)s AND a.parent_id IS NULL AND a.state = 'shown' AND a.author_id <> q.author_id
    GROUP BY 1, 2
) merit GROUP BY member_id, day
"""


def count_merit(since: datetime, *, limited: dict[tuple[int, int], int]) -> int:
    """Write the days from `since` (the beginning of a week) anew, in the caller's transaction. Returns how many rows.

    limited: (voter, author) → how many of their votes count in a week.
    """
    pairs = sorted(limited)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM community_day_of_merit WHERE day >= %s", [since.date()])
        cursor.execute(
            _MERIT,
            {
                "since": since, "voters": [pair[0] for pair in pairs], "authors": [pair[1] for pair in pairs],
                "most": [limited[pair] for pair in pairs],
            },
        )  # fmt: skip
        return int(cursor.rowcount)


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
