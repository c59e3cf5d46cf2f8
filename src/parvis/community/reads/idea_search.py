"""Ideas that say the same in other words, and the search among them; the manner of questions (reads/similar.py)."""

from __future__ import annotations

from django.db import connection

from parvis.community.models import Member
from parvis.community.permissions import is_house
from parvis.community.reads.idea_list import IdeaRow, ideas_by_id
from parvis.enrichment.logic.similar.index import SimilarIndex

MOST_COMPARED = 150
MOST_RANKED = 400
MOST = 30


def similar_ideas(
    reader: Member | None, title: str, *, most: int = 6, but: int | None = None
) -> list[IdeaRow]:
    """The likeliest first, whatever became of them: a declined one has its reason. but: an idea to leave out."""
    title = title.replace("\x00", " ").strip()[:200]
    private = "" if is_house(reader) else "AND (i.board_id IS NULL OR NOT b.is_private)"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH words AS (SELECT replace(plainto_tsquery('french', %s)::text, ' & ', ' | ')::tsquery"  # noqa: S608
            "   || replace(plainto_tsquery('english', %s)::text, ' & ', ' | ')::tsquery AS query)"
            " SELECT i.id, i.title FROM words, community_idea i LEFT JOIN community_board b ON b.id = i.board_id"
            f" WHERE i.document @@ words.query AND i.state = 'shown' AND i.status <> 'merged' {private}"
            " AND i.id <> %s ORDER BY ts_rank(i.document, words.query) DESC, i.id DESC LIMIT %s",
            [title, title, but or 0, MOST_COMPARED],
        )
        found = cursor.fetchall()
    if not found:
        return []
    index: SimilarIndex[int] = SimilarIndex()
    index.add_all((number, said, "") for number, said in found)
    return ideas_by_id(reader, [hit.id for hit in index.search(title, top=most)])


def search_ideas(reader: Member | None, typed: str, *, most: int = MOST) -> list[IdeaRow]:
    """The likeliest first: how well the words fit, then how many want it."""
    typed = typed.replace("\x00", " ").strip()[:200]
    if not typed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS MATERIALIZED (SELECT parvis_query(%s) AS query), hits AS MATERIALIZED ("
            " SELECT i.id, i.document, i.vote_count FROM community_idea i, asked"
            " WHERE i.document @@ asked.query AND i.state = 'shown' AND i.status <> 'merged'"
            " ORDER BY i.vote_count DESC, i.id DESC LIMIT %s)"
            " SELECT id FROM hits, asked ORDER BY ts_rank(document, asked.query) * (1 + 0.2 * ln(1 + vote_count)) DESC,"
            " id DESC LIMIT %s",
            [typed, MOST_RANKED, most],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return ideas_by_id(reader, ids)
