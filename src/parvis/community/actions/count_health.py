"""Counting the community's weeks: what its health is read from, kept so that nobody waits for a million posts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from parvis.community.models import WeekOfHealth

MOST_WEEKS = 130
RECOUNTED = 3  # answers to late mail, undone decisions: the newest weeks are counted again

# Posts everybody can read, on boards everybody can read, from a Monday on.
_POSTS = """
posts AS MATERIALIZED (
    SELECT q.id AS question_id, q.author_id, q.asked_at AS at, NULL::int AS position, true AS is_question
    FROM community_question q JOIN community_board b ON b.id = q.board_id AND NOT b.is_private
    WHERE q.state IN ('open', 'closed') AND q.asked_at >= %(since)s
    UNION ALL
    SELECT a.question_id, a.author_id, a.written_at, a.position, false
    FROM community_answer a JOIN community_question q ON q.id = a.question_id
    JOIN community_board b ON b.id = q.board_id AND NOT b.is_private
    WHERE a.state = 'shown' AND q.state IN ('open', 'closed') AND a.written_at >= %(since)s
)
"""
_WEEK = "date_trunc('week', {} AT TIME ZONE 'UTC')::date"

_OF_POSTS = f"""
WITH {_POSTS}
SELECT {_WEEK.format("p.at")}, count(*) FILTER (WHERE p.is_question), count(*) FILTER (WHERE NOT p.is_question),
       count(DISTINCT p.author_id),
       count(*) FILTER (WHERE NOT p.is_question AND m.staff_id IS NOT NULL),
       count(*) FILTER (WHERE NOT p.is_question AND m.staff_id IS NULL AND m.is_super_user)
FROM posts p JOIN community_member m ON m.id = p.author_id GROUP BY 1
"""  # noqa: S608
_OF_TOPICS = f"""
WITH {_POSTS}, topics AS (
    SELECT {_WEEK.format("at")} AS week, question_id, count(*) AS depth, count(DISTINCT author_id) AS people
    FROM posts GROUP BY 1, 2
)
SELECT t.week, avg(t.people * t.depth)::float8, sum(t.depth * ln(1 + q.view_count))::float8
FROM topics t JOIN community_question q ON q.id = t.question_id GROUP BY 1
"""  # noqa: S608
_BETWEEN = f"""
WITH {_POSTS}
SELECT {_WEEK.format("p.at")},
       percentile_cont(0.5) WITHIN GROUP (
           ORDER BY extract(epoch FROM p.at - coalesce(before.written_at, q.asked_at)) / 3600.0)::float8
FROM posts p JOIN community_question q ON q.id = p.question_id
LEFT JOIN community_answer before ON before.question_id = p.question_id AND before.position = p.position - 1
WHERE NOT p.is_question GROUP BY 1
"""  # noqa: S608
_OTHERS = {
    "members": f"SELECT {_WEEK.format('joined_at')}, count(*) FROM community_member"  # noqa: S608
    " WHERE joined_at >= %(since)s AND staff_id IS NULL GROUP BY 1",
    "solved": f"SELECT {_WEEK.format('accepted_at')}, count(*) FROM community_question"  # noqa: S608
    " WHERE accepted_at >= %(since)s GROUP BY 1",
    "views": "SELECT date_trunc('week', day)::date, sum(views) FROM community_day_of_views"
    " WHERE day >= %(since)s GROUP BY 1",
}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def count_weeks(*, now: datetime) -> int:
    """Count the weeks that are not counted yet and the newest again. Returns how many were written."""
    last = WeekOfHealth.objects.order_by("-week").values_list("week", flat=True).first()
    this_week = monday_of(now.date())
    begin = _first_week() if last is None else last - timedelta(weeks=RECOUNTED - 1)
    if begin is None:
        return 0
    begin = max(begin, this_week - timedelta(weeks=MOST_WEEKS))
    weeks = [begin + timedelta(weeks=n) for n in range((this_week - begin).days // 7 + 1)]
    rows = {week: WeekOfHealth(week=week, counted_at=now) for week in weeks}
    boards = _boards()
    for week, questions, answers, writers, by_staff, by_super_users in _asked(_OF_POSTS, begin, this_week):
        row = rows[week]
        row.questions, row.answers, row.writers = questions, answers, writers
        row.by_staff, row.by_super_users = by_staff, by_super_users
        row.posts_a_board = (questions + answers) / boards if boards else None
    for week, interaction, content in _asked(_OF_TOPICS, begin, this_week):
        rows[week].interaction, rows[week].content = interaction, content
    for week, hours in _asked(_BETWEEN, begin, this_week):
        rows[week].hours_between = hours
    for name, statement in _OTHERS.items():
        for week, n in _asked(statement, begin, this_week):
            setattr(rows[week], name, n)
    names = [field.name for field in WeekOfHealth._meta.concrete_fields if field.name not in ("id", "week")]
    WeekOfHealth.objects.bulk_create(
        rows.values(), update_conflicts=True, unique_fields=["week"], update_fields=names, batch_size=500
    )
    return len(rows)


def _asked(statement: str, since: date, until: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"since": since})
        return [row for row in cursor.fetchall() if since <= row[0] <= until]


def _first_week() -> date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(asked_at)::date FROM community_question")
        first = cursor.fetchone()[0]
    return monday_of(first) if first else None


def _boards() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM community_board WHERE NOT is_private AND fused_into_id IS NULL")
        return int(cursor.fetchone()[0])
