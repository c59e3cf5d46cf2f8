"""Counting the community's weeks, of the whole place and of each board: what its health is read from.

They are kept so that nobody waits for a million posts. A board counts with those that were fused into it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from parvis.community.models import WeekOfHealth
from parvis.community.reads.boards import public_families

MOST_WEEKS = 130
RECOUNTED = 3  # answers to late mail, undone decisions: the newest weeks are counted again

# Each board that everybody reads, with the one that shows its questions.
_FAMILIES = """
families AS (SELECT * FROM unnest(%(boards)s::bigint[], %(roots)s::bigint[]) AS family(board_id, board))
"""
# Posts everybody can read, from a Monday on.
_POSTS = f"""
{_FAMILIES}, posts AS MATERIALIZED (
    SELECT q.id AS question_id, q.author_id, q.asked_at AS at, NULL::int AS position, true AS is_question, f.board
    FROM community_question q JOIN families f ON f.board_id = q.board_id
    WHERE q.state IN ('open', 'closed') AND q.asked_at >= %(since)s
    UNION ALL
    SELECT a.question_id, a.author_id, a.written_at, a.position, false, f.board
    FROM community_answer a JOIN community_question q ON q.id = a.question_id
    JOIN families f ON f.board_id = q.board_id
    WHERE a.state = 'shown' AND q.state IN ('open', 'closed') AND a.written_at >= %(since)s
)
"""  # noqa: S608
_WEEK = "date_trunc('week', {} AT TIME ZONE 'UTC')::date AS week"
# One reading gives both: the whole place, where the board is null, and each board.
_EACH = "GROUP BY GROUPING SETS ((week), (week, board))"

_OF_POSTS = f"""
WITH {_POSTS}, dated AS (
    SELECT {_WEEK.format("p.at")}, p.board, p.is_question, p.author_id,
           m.staff_id IS NOT NULL AS is_staff, m.is_super_user
    FROM posts p JOIN community_member m ON m.id = p.author_id
)
SELECT week, board, count(*) FILTER (WHERE is_question), count(*) FILTER (WHERE NOT is_question),
       count(DISTINCT author_id),
       count(*) FILTER (WHERE NOT is_question AND is_staff),
       count(*) FILTER (WHERE NOT is_question AND NOT is_staff AND is_super_user)
FROM dated {_EACH}
"""  # noqa: S608
_OF_TOPICS = f"""
WITH {_POSTS}, topics AS (
    SELECT {_WEEK.format("at")}, board, question_id, count(*) AS depth, count(DISTINCT author_id) AS people
    FROM posts GROUP BY 1, 2, 3
)
SELECT t.week, t.board, avg(t.people * t.depth)::float8, sum(t.depth * ln(1 + q.view_count))::float8
FROM topics t JOIN community_question q ON q.id = t.question_id {_EACH}
"""  # noqa: S608
_BETWEEN = f"""
WITH {_POSTS}, gaps AS (
    SELECT {_WEEK.format("p.at")}, p.board,
           extract(epoch FROM p.at - coalesce(before.written_at, q.asked_at)) / 3600.0 AS hours
    FROM posts p JOIN community_question q ON q.id = p.question_id
    LEFT JOIN community_answer before
      ON before.question_id = p.question_id AND before.position = p.position - 1
    WHERE NOT p.is_question
)
SELECT week, board, percentile_cont(0.5) WITHIN GROUP (ORDER BY hours)::float8 FROM gaps {_EACH}
"""  # noqa: S608
_SOLVED = f"""
WITH {_FAMILIES}, solved AS (
    SELECT {_WEEK.format("q.accepted_at")}, f.board
    FROM community_question q JOIN families f ON f.board_id = q.board_id WHERE q.accepted_at >= %(since)s
)
SELECT week, board, count(*) FROM solved {_EACH}
"""  # noqa: S608
_VIEWS = f"""
WITH {_FAMILIES}, read AS (
    SELECT date_trunc('week', v.day)::date AS week, f.board, v.views
    FROM community_day_of_views v JOIN community_question q ON q.id = v.question_id
    JOIN families f ON f.board_id = q.board_id WHERE v.day >= %(since)s
)
SELECT week, board, sum(views) FROM read {_EACH}
"""  # noqa: S608
# The place's new members joined it; a board's wrote there for the first time, whenever they joined.
_JOINED = f"""
SELECT {_WEEK.format("joined_at")}, NULL, count(*) FROM community_member
WHERE joined_at >= %(since)s AND staff_id IS NULL GROUP BY 1
"""  # noqa: S608
_FIRST_WROTE = f"""
WITH {_FAMILIES}, firsts AS (
    SELECT {_WEEK.format("min(said.at)")}, f.board
    FROM (
        SELECT q.board_id, q.author_id, q.asked_at AS at FROM community_question q
        WHERE q.state IN ('open', 'closed')
        UNION ALL
        SELECT q.board_id, a.author_id, a.written_at FROM community_answer a
        JOIN community_question q ON q.id = a.question_id
        WHERE a.state = 'shown' AND q.state IN ('open', 'closed')
    ) said
    JOIN families f ON f.board_id = said.board_id
    JOIN community_member m ON m.id = said.author_id AND m.staff_id IS NULL
    GROUP BY f.board, said.author_id HAVING min(said.at) >= %(since)s
)
SELECT week, board, count(*) FROM firsts GROUP BY 1, 2
"""  # noqa: S608
_COUNTS = (("solved", _SOLVED), ("views", _VIEWS), ("members", _JOINED), ("members", _FIRST_WROTE))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def count_weeks(*, now: datetime) -> int:
    """Count the weeks that are not counted yet, of any board, and the newest again. Returns how many weeks.

    All rows are written in one transaction from the first week on that anything lacks: what is cut off begins again
    there, and what is repeated writes the same.
    """
    families = public_families()
    this_week = monday_of(now.date())
    firsts = {board: first for board, first in _first_weeks(families).items() if first <= this_week}
    if not firsts:
        return 0
    begin = max(_begin(firsts), this_week - timedelta(weeks=MOST_WEEKS))
    weeks = [begin + timedelta(weeks=n) for n in range((this_week - begin).days // 7 + 1)]
    rows = {
        (week, board): WeekOfHealth(week=week, board_id=board, posts_a_board=0.0, counted_at=now)
        for board, first in firsts.items()
        for week in weeks
        if week >= first
    }

    def counted(statement: str) -> list[tuple[WeekOfHealth, tuple[Any, ...]]]:
        values: dict[str, Any] = {
            "since": begin, "boards": list(families), "roots": list(families.values())
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            found = [(rows.get((week, board)), given) for week, board, *given in cursor.fetchall()]
        return [(row, tuple(given)) for row, given in found if row is not None]

    boards = len(set(families.values()))
    for row, (questions, answers, writers, by_staff, by_super_users) in counted(_OF_POSTS):
        row.questions, row.answers, row.writers = questions, answers, writers
        row.by_staff, row.by_super_users = by_staff, by_super_users
        row.posts_a_board = (questions + answers) / (1 if row.board_id else boards)
    for row, (interaction, content) in counted(_OF_TOPICS):
        row.interaction, row.content = interaction, content
    for row, (hours,) in counted(_BETWEEN):
        row.hours_between = hours
    for name, statement in _COUNTS:
        for row, (n,) in counted(statement):
            setattr(row, name, n)
    names = [
        one.name for one in WeekOfHealth._meta.concrete_fields if one.name not in ("id", "week", "board")
    ]
    with transaction.atomic():
        # A board that was fused into another, or that not everybody reads any more, has no weeks of its own.
        WeekOfHealth.objects.exclude(board=None).exclude(board__in=set(families.values())).delete()
        WeekOfHealth.objects.bulk_create(
            rows.values(), update_conflicts=True, unique_fields=["week", "board"], update_fields=names,
            batch_size=500,
        )  # fmt: skip
    return len(weeks)


def _begin(firsts: dict[int | None, date]) -> date:
    """The first week that the whole place or any board lacks, or has to be counted again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT board_id, max(week) FROM community_week_of_health GROUP BY 1")
        last = dict(cursor.fetchall())
    again = timedelta(weeks=RECOUNTED - 1)
    return min(last[board] - again if board in last else first for board, first in firsts.items())


def _first_weeks(families: dict[int, int]) -> dict[int | None, date]:
    """The whole place (None) and each board with a question → the Monday of its first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT board_id, min(asked_at)::date FROM community_question GROUP BY 1")
        asked = cursor.fetchall()
    found: dict[int | None, date] = {}
    for board_id, first in asked:
        if board_id not in families:
            continue
        week = monday_of(first)
        for board in (None, families[board_id]):
            found[board] = min(found.get(board, week), week)
    return found
