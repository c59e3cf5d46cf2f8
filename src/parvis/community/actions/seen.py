"""Reading leaves two counts behind, a question's and a member's, and no list of who read what.

The page's script says that it was read, so crawlers and previews do not count.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from parvis.community.actions.trust import welcome_reader
from parvis.community.models import Member, Question

MOST_SECONDS = 300  # a page left open over lunch was not read so long


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
            cursor.execute(
                "INSERT INTO community_day_of_reading (member_id, day, questions_entered, answers_read, seconds) "
                "VALUES (%s, %s, 1, %s, %s) ON CONFLICT (member_id, day) DO UPDATE SET "
                "questions_entered = community_day_of_reading.questions_entered + 1, "
                "answers_read = community_day_of_reading.answers_read + excluded.answers_read, "
                "seconds = community_day_of_reading.seconds + excluded.seconds",
                [by.pk, now.date(), answers, min(max(seconds, 0), MOST_SECONDS)],
            )
            welcome_reader(by, now=now)
