"""Questions that ask the same in other words.

The database proposes (any word of the title in common, the rarest first), the method of `parvis similar` orders
(docs/method/similar.md): so nothing is held in memory and a question asked a moment ago is found.
"""

from __future__ import annotations

from django.db import connection

from parvis.community.models import Member
from parvis.community.permissions import is_house
from parvis.community.reads.question_list import QuestionRow, questions_by_id
from parvis.enrichment.logic.similar.index import SimilarIndex

# So many candidates are compared; a title's commonest words bring more than that and are then left out.
MOST_COMPARED = 150


def similar_questions(reader: Member | None, title: str, *, most: int = 6) -> list[QuestionRow]:
    """The likeliest first; at most `most`."""
    title = title.replace("\x00", " ").strip()[:200]
    private = "" if is_house(reader) else "AND NOT b.is_private"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH words AS (SELECT replace(plainto_tsquery('french', %s)::text, ' & ', ' | ')::tsquery"  # noqa: S608
            "   || replace(plainto_tsquery('english', %s)::text, ' & ', ' | ')::tsquery AS query)"
            " SELECT q.id, q.title, left(q.text, 400) FROM words, community_question q"
            " JOIN community_board b ON b.id = q.board_id"
            f" WHERE q.document @@ words.query AND q.state IN ('open', 'closed') {private}"
            " ORDER BY ts_rank(q.document, words.query) DESC, q.id DESC LIMIT %s",
            [title, title, MOST_COMPARED],
        )
        found = cursor.fetchall()
    if not found:
        return []
    index: SimilarIndex[int] = SimilarIndex()
    index.add_all((number, asked, "") for number, asked, _ in found)
    return questions_by_id(reader, [hit.id for hit in index.search(title, top=most)])
