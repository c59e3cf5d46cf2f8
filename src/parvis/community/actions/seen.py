"""Reading leaves two counts behind, a question's and a member's, and no list of who read what.

The page's script says that it was read, so crawlers and previews do not count. What a script of somebody else's says
gains nothing: of a member no more is counted than fits into the time since they said it last, as of one who reads.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from parvis.community.actions.trust import welcome_reader
from parvis.community.models import Member, Question

MOST_SECONDS = 300  # a page left open over lunch was not read so long
LEAST_SECONDS = 5  # between two questions that count as entered
LEAST_SECONDS_A_TEXT = 1
MOST_TEXTS = 20  # stand on one page

# passed: seconds since the member last said that they read, or joined. Where another of their requests came in
# between, the row is newer than what this statement saw of it, and is asked once more.
_NOTE = f"""
INSERT INTO community_day_of_reading AS known (member_id, day, questions_entered, answers_read, seconds, noted_at)
SELECT %(member)s, %(day)s, (passed >= {LEAST_SECONDS})::int, least(%(answers)s, passed / {LEAST_SECONDS_A_TEXT}),
       least(%(seconds)s, passed), %(now)s
FROM (SELECT greatest(0, least({MOST_SECONDS}, floor(extract(epoch FROM %(now)s - coalesce(
    (SELECT noted_at FROM community_day_of_reading WHERE member_id = m.id AND noted_at IS NOT NULL
     ORDER BY day DESC LIMIT 1), m.joined_at)))))::int AS passed
    FROM community_member m WHERE m.id = %(member)s) since
ON CONFLICT (member_id, day) DO UPDATE SET
    questions_entered = known.questions_entered + CASE
        WHEN excluded.noted_at - known.noted_at < interval '{LEAST_SECONDS} seconds' THEN 0
        ELSE excluded.questions_entered END,
    answers_read = known.answers_read + greatest(0, least(excluded.answers_read,
        floor(extract(epoch FROM excluded.noted_at - known.noted_at))::int / {LEAST_SECONDS_A_TEXT})),
    seconds = known.seconds + greatest(0, least(excluded.seconds,
        floor(extract(epoch FROM excluded.noted_at - known.noted_at))::int)),
    noted_at = greatest(known.noted_at, excluded.noted_at)
"""  # noqa: S608 -- numbers of this module


def note_read(question: Question, *, by: Member | None, answers: int, seconds: int, now: datetime) -> None:
    """One reading of one page. answers: shown on it. seconds: that it was in view."""
    with transaction.atomic(), connection.cursor() as cursor:
        Question.objects.filter(pk=question.pk).update(view_count=F("view_count") + 1)
        cursor.execute(
            "INSERT INTO community_day_of_views (question_id, day, views, by_members) VALUES (%s, %s, 1, %s) "
            "ON CONFLICT (question_id, day) DO UPDATE SET views = community_day_of_views.views + 1, "
            "by_members = community_day_of_views.by_members + excluded.by_members",
            [question.pk, now.date(), 1 if by else 0],
        )
        if by is not None:
            there = min(answers, question.answer_count, MOST_TEXTS)
            given: dict[str, Any] = {
                "member": by.pk,
                "day": now.date(),
                "now": now,
                "answers": there,
                "seconds": max(seconds, 0),
            }
            cursor.execute(_NOTE, given)
            welcome_reader(by, now=now)
