"""Search in questions and answers: words in any form, both languages, with or without accents."""

from __future__ import annotations

from django.db import connection

from parvis.community.models import Member
from parvis.community.permissions import is_house, is_staff
from parvis.community.reads.question_list import QuestionRow, questions_by_id

MOST = 30
# Among more than so many hits the newest are ranked: nobody reads further, and work stays bounded.
MOST_RANKED = 400


def search(reader: Member | None, typed: str, *, most: int = MOST) -> list[QuestionRow]:
    """The likeliest first: how well the words fit, then how helpful it was. typed: as in a search engine."""
    typed = typed.replace("\x00", " ").strip()[:200]
    if not typed:
        return []
    conditions = ["q.document @@ asked.query"]
    if not is_staff(reader):
        conditions.append("q.state IN ('open', 'closed')")
    if not is_house(reader):
        conditions.append("NOT b.is_private")
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS MATERIALIZED (SELECT parvis_query(%s) AS query), hits AS MATERIALIZED ("  # noqa: S608
            " SELECT q.id, q.document, q.accepted_id, q.answer_count, q.me_too_count"
            " FROM community_question q JOIN community_board b ON b.id = q.board_id, asked"
            f" WHERE {' AND '.join(conditions)} ORDER BY q.active_at DESC LIMIT %s)"
            " SELECT id FROM hits, asked ORDER BY ts_rank(document, asked.query)"
            " * (1 + 0.5 * (accepted_id IS NOT NULL)::int + 0.1 * ln(1 + answer_count + me_too_count)) DESC, id DESC"
            " LIMIT %s",
            [typed, MOST_RANKED, most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return questions_by_id(reader, ids)
