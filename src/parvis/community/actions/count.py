"""Writing down what is counted of members, in statements over sets: facts of all time, and days of merit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from parvis.community.reads.facts import FACTS

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
